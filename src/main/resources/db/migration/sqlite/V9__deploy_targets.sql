-- The machines that deploy actions reach over SSH. "tags" is a JSON object; "identity" is the private key, sealed
-- for the place.
CREATE TABLE instance (
    account    TEXT    NOT NULL,
    region     TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    host       TEXT    NOT NULL,
    port       INTEGER NOT NULL,
    user_name  TEXT    NOT NULL,
    host_key   TEXT    NOT NULL,
    tags       TEXT    NOT NULL,
    identity   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    place      TEXT    AS ('instance/' || id),
    PRIMARY KEY (account, region, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX instance_id ON instance (id);

CREATE UNIQUE INDEX instance_name ON instance (account, region, name);

-- The targets of runs of deploy actions. "content" names what was deployed; "seq" grows with every run that begins.
CREATE TABLE deploy_target (
    seq                 INTEGER PRIMARY KEY,
    pipeline_id         INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    action_execution_id TEXT    NOT NULL,
    target_id           TEXT    NOT NULL,
    status              TEXT    NOT NULL,
    content             TEXT    NOT NULL,
    body                TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX deploy_target_of_run ON deploy_target (action_execution_id, target_id);

CREATE INDEX deploy_target_history ON deploy_target (target_id, seq);

CREATE INDEX deploy_target_of_pipeline ON deploy_target (pipeline_id);
