-- Instants are milliseconds since 1970-01-01T00:00Z. A body is the JSON of what the row stands for; the columns beside
-- it are those that queries need.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pipeline (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    account     TEXT    NOT NULL,
    region      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    last_number INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (account, region, name)
) STRICT;

CREATE TABLE pipeline_version (
    pipeline_id    INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    version        INTEGER NOT NULL,
    pipeline_type  TEXT,
    execution_mode TEXT,
    created_at     INTEGER NOT NULL,
    body           TEXT    NOT NULL,
    PRIMARY KEY (pipeline_id, version)
) STRICT;

CREATE TABLE transition (
    pipeline_id INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    PRIMARY KEY (pipeline_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE execution (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    pipeline_id  INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    execution_id TEXT    NOT NULL UNIQUE,
    number       INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    status       TEXT    NOT NULL,
    live         INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    UNIQUE (pipeline_id, number)
) STRICT;

CREATE INDEX execution_live ON execution (pipeline_id, number) WHERE live = 1;

CREATE TABLE stage_run (
    execution   INTEGER NOT NULL REFERENCES execution (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    pipeline_id INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    stage       TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    PRIMARY KEY (execution, position)
) STRICT;

CREATE INDEX stage_run_latest ON stage_run (pipeline_id, stage, number);

CREATE TABLE action_run (
    seq                 INTEGER PRIMARY KEY AUTOINCREMENT,
    execution           INTEGER NOT NULL REFERENCES execution (id) ON DELETE CASCADE,
    pipeline_id         INTEGER NOT NULL,
    stage               TEXT    NOT NULL,
    action              TEXT    NOT NULL,
    attempt             INTEGER NOT NULL,
    action_execution_id TEXT    NOT NULL,
    status              TEXT    NOT NULL,
    revisions           INTEGER NOT NULL,
    started_at          INTEGER NOT NULL,
    changed_at          INTEGER NOT NULL,
    body                TEXT    NOT NULL,
    UNIQUE (execution, stage, action, attempt)
) STRICT;

CREATE INDEX action_run_history ON action_run (pipeline_id, seq);
CREATE INDEX action_run_of_execution ON action_run (execution, seq);
CREATE INDEX action_run_latest ON action_run (pipeline_id, stage, action, seq);
CREATE INDEX action_run_by_id ON action_run (action_execution_id);
CREATE INDEX action_run_revisions ON action_run (execution, seq) WHERE revisions > 0;
CREATE INDEX action_run_latest_revisions ON action_run (pipeline_id, stage, action, seq) WHERE revisions > 0;

-- claimable_at is the instant from which a poll may take the job, and null while nobody may. Only jobs that are not over
-- are in the partial indexes, so that a poll costs the same however long the history is.
CREATE TABLE job (
    seq                INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id             TEXT    NOT NULL UNIQUE,
    pipeline_id        INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    execution_id       TEXT    NOT NULL,
    stage              TEXT    NOT NULL,
    action             TEXT    NOT NULL,
    attempt            INTEGER NOT NULL,
    account            TEXT    NOT NULL,
    region             TEXT    NOT NULL,
    category           TEXT    NOT NULL,
    owner              TEXT    NOT NULL,
    provider           TEXT    NOT NULL,
    version            TEXT    NOT NULL,
    query_value        TEXT,
    status             TEXT    NOT NULL,
    nonce              TEXT,
    continuation_token TEXT,
    created_at         INTEGER NOT NULL,
    available_at       INTEGER NOT NULL,
    claimable_at       INTEGER,
    dispatched_at      INTEGER,
    worker             TEXT,
    lease_until        INTEGER,
    ended_at           INTEGER,
    result             TEXT,
    abandon_pending    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX job_of_pipeline ON job (pipeline_id);
CREATE INDEX job_claimable ON job (account, region, provider, version, category, owner, claimable_at)
    WHERE claimable_at IS NOT NULL;
CREATE INDEX job_claimable_by_query ON job (account, region, provider, version, category, owner, query_value, claimable_at)
    WHERE claimable_at IS NOT NULL AND query_value IS NOT NULL;
CREATE INDEX job_claimable_anywhere ON job (provider, version, category, owner, claimable_at)
    WHERE claimable_at IS NOT NULL;
CREATE INDEX job_live_run ON job (execution_id, stage, action, attempt) WHERE ended_at IS NULL;
CREATE INDEX job_held ON job (worker) WHERE lease_until IS NOT NULL;
CREATE INDEX job_leased ON job (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX job_abandoned ON job (worker) WHERE abandon_pending = 1;

CREATE TABLE timer (
    execution_id TEXT    NOT NULL,
    stage        TEXT    NOT NULL,
    action       TEXT    NOT NULL,
    attempt      INTEGER NOT NULL,
    pipeline_id  INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    due_at       INTEGER NOT NULL,
    PRIMARY KEY (execution_id, stage, action, attempt)
) STRICT;

CREATE INDEX timer_due ON timer (due_at);
CREATE INDEX timer_of_pipeline ON timer (pipeline_id);

CREATE TABLE action_type (
    account  TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    category TEXT    NOT NULL,
    provider TEXT    NOT NULL,
    version  TEXT    NOT NULL,
    deleted  INTEGER NOT NULL DEFAULT 0,
    body     TEXT    NOT NULL,
    PRIMARY KEY (account, region, category, provider, version)
) STRICT;

CREATE TABLE tag (
    resource TEXT NOT NULL,
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (resource, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_cursor (
    pipeline_id INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    stage       TEXT    NOT NULL,
    action      TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    revision    TEXT    NOT NULL,
    PRIMARY KEY (pipeline_id, stage, action)
) STRICT, WITHOUT ROWID;

CREATE TABLE start_token (
    pipeline_id  INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    token        TEXT    NOT NULL,
    execution_id TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (pipeline_id, token)
) STRICT, WITHOUT ROWID;

CREATE INDEX start_token_age ON start_token (created_at);
