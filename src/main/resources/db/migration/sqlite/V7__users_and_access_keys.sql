-- Who may do what, beside the administrator of the data directory. Names of users are told apart without regard to case.
CREATE TABLE iam_user (
    account    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX iam_user_name ON iam_user (account, name COLLATE NOCASE);

-- The policies of users, as they were given.
CREATE TABLE iam_user_policy (
    account   TEXT NOT NULL,
    user_name TEXT NOT NULL,
    name      TEXT NOT NULL,
    document  TEXT NOT NULL,
    PRIMARY KEY (account, user_name, name)
) STRICT, WITHOUT ROWID;

-- The secret is sealed for the place, as V8 explains it.
CREATE TABLE access_key (
    id         TEXT    NOT NULL,
    account    TEXT    NOT NULL,
    user_name  TEXT    NOT NULL,
    secret     TEXT    NOT NULL,
    enabled    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    place      TEXT    AS ('access_key/' || id),
    PRIMARY KEY (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX access_key_user ON access_key (account, user_name);
