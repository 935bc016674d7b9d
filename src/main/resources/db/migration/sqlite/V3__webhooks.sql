-- The address is the part of the URL that nobody can guess. The secret is kept apart from the body, so that whoever
-- reads definitions does not read secrets. repository is where the webhook is, or is being, registered with a third
-- party, and null when it is not.

CREATE TABLE webhook (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    account        TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    name           TEXT    NOT NULL,
    address        TEXT    NOT NULL UNIQUE,
    secret_token   TEXT,
    repository     TEXT,
    last_triggered INTEGER,
    error_code     TEXT,
    error_message  TEXT,
    created_at     INTEGER NOT NULL,
    body           TEXT    NOT NULL,
    UNIQUE (account, region, name)
) STRICT;

-- What has started an execution already, so that it does not start another one when it comes again.
CREATE TABLE webhook_delivery (
    webhook_id   INTEGER NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    delivery_id  TEXT    NOT NULL,
    execution_id TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (webhook_id, delivery_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_delivery_age ON webhook_delivery (created_at);
