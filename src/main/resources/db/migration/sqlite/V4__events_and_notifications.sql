-- Events on their way out, in commit order; a detail is the JSON of that member. A row goes once every sink is past it,
-- and none is written while there is no sink. Events outlive their pipeline.
CREATE TABLE event (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id     TEXT    NOT NULL UNIQUE,
    account      TEXT    NOT NULL,
    region       TEXT    NOT NULL,
    pipeline     TEXT    NOT NULL,
    execution_id TEXT    NOT NULL,
    detail_type  TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    detail       TEXT    NOT NULL
) STRICT;

-- The sinks of the server, each with the last event that it has taken.
CREATE TABLE event_sink (
    name   TEXT    NOT NULL PRIMARY KEY,
    passed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Approvals whose notification is not published yet.
CREATE TABLE notification (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    pipeline_id  INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    execution_id TEXT    NOT NULL,
    stage        TEXT    NOT NULL,
    action       TEXT    NOT NULL,
    attempt      INTEGER NOT NULL,
    UNIQUE (execution_id, stage, action, attempt)
) STRICT;

CREATE INDEX notification_of_pipeline ON notification (pipeline_id);
