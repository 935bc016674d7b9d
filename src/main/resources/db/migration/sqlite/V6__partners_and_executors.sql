-- Those outside who work for action types of the owner ThirdParty. Of a token only its SHA-256 is here.
CREATE TABLE partner (
    id         TEXT    NOT NULL PRIMARY KEY,
    account    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    token_hash TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX partner_name ON partner (account, name);

-- The action types that partners brought. Without a partner a type is removed, though pipelines may still name it.
CREATE TABLE integration_type (
    category   TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    provider   TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    account    TEXT    NOT NULL,
    partner    TEXT    REFERENCES partner (id) ON DELETE SET NULL,
    executor   TEXT    NOT NULL,
    updated_at INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    PRIMARY KEY (category, owner, provider, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX integration_type_of_partner ON integration_type (partner);

-- By when a job must be answered, where its action type says how long a job may take.
ALTER TABLE job ADD COLUMN due_at INTEGER;

CREATE INDEX job_due ON job (due_at) WHERE due_at IS NOT NULL AND ended_at IS NULL;
