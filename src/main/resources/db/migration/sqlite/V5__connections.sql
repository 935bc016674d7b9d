-- Ways to Git hosts. Token and webhook secret are here and nowhere else.
CREATE TABLE connection (
    account        TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    provider       TEXT    NOT NULL,
    base_url       TEXT,
    user_name      TEXT,
    token          TEXT,
    webhook_secret TEXT,
    created_at     INTEGER NOT NULL,
    PRIMARY KEY (account, region, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX connection_name ON connection (account, region, name);
CREATE UNIQUE INDEX connection_id ON connection (id);

-- The repositories whose branches and tags were looked at as a whole.
CREATE TABLE git_repository (
    connection TEXT NOT NULL,
    repository TEXT NOT NULL,
    PRIMARY KEY (connection, repository)
) STRICT, WITHOUT ROWID;

-- What each branch or tag was seen to point to last. "behind" is where it pointed before a look found it moved, while
-- the events of that move may still come.
CREATE TABLE git_ref (
    connection TEXT    NOT NULL,
    repository TEXT    NOT NULL,
    ref        TEXT    NOT NULL,
    tip        TEXT    NOT NULL,
    behind     TEXT,
    told_at    INTEGER,
    PRIMARY KEY (connection, repository, ref)
) STRICT, WITHOUT ROWID;

-- The deliveries that were carried out.
CREATE TABLE git_delivery (
    connection  TEXT    NOT NULL,
    delivery    TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    PRIMARY KEY (connection, delivery)
) STRICT, WITHOUT ROWID;

CREATE INDEX git_delivery_age ON git_delivery (received_at);
