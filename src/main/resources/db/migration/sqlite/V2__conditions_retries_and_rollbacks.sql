-- Runs of rules stand beside runs of actions: a run is named by its part of the stage too.
ALTER TABLE job ADD COLUMN part TEXT NOT NULL DEFAULT 'ACTIONS';
DROP INDEX job_live_run;
CREATE INDEX job_live_run ON job (execution_id, stage, part, action, attempt) WHERE ended_at IS NULL;

CREATE TABLE run_timer (
    execution_id TEXT    NOT NULL,
    stage        TEXT    NOT NULL,
    part         TEXT    NOT NULL,
    action       TEXT    NOT NULL,
    attempt      INTEGER NOT NULL,
    pipeline_id  INTEGER NOT NULL REFERENCES pipeline (id) ON DELETE CASCADE,
    due_at       INTEGER NOT NULL,
    PRIMARY KEY (execution_id, stage, part, action, attempt)
) STRICT;

INSERT INTO run_timer (execution_id, stage, part, action, attempt, pipeline_id, due_at)
SELECT execution_id, stage, 'ACTIONS', action, attempt, pipeline_id, due_at FROM timer;

DROP TABLE timer;
ALTER TABLE run_timer RENAME TO timer;

CREATE INDEX timer_due ON timer (due_at);
CREATE INDEX timer_of_pipeline ON timer (pipeline_id);

CREATE TABLE rule_run (
    seq               INTEGER PRIMARY KEY AUTOINCREMENT,
    execution         INTEGER NOT NULL REFERENCES execution (id) ON DELETE CASCADE,
    pipeline_id       INTEGER NOT NULL,
    stage             TEXT    NOT NULL,
    part              TEXT    NOT NULL,
    rule              TEXT    NOT NULL,
    attempt           INTEGER NOT NULL,
    rule_execution_id TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    started_at        INTEGER NOT NULL,
    changed_at        INTEGER NOT NULL,
    body              TEXT    NOT NULL,
    UNIQUE (execution, stage, part, rule, attempt)
) STRICT;

CREATE INDEX rule_run_history ON rule_run (pipeline_id, seq);
CREATE INDEX rule_run_of_execution ON rule_run (execution, seq);

-- Entries into stages have an order of their own: a rollback enters a stage past executions that started before it.
-- Executions in PARALLEL mode enter without an order, which is 0.
ALTER TABLE pipeline ADD COLUMN last_entry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stage_run ADD COLUMN entry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE execution ADD COLUMN rollback_target TEXT;

UPDATE stage_run SET entry = number;
UPDATE pipeline SET last_entry = last_number;

DROP INDEX stage_run_latest;
CREATE INDEX stage_run_latest ON stage_run (pipeline_id, stage, entry);
CREATE INDEX stage_run_succeeded ON stage_run (pipeline_id, stage, number) WHERE status = 'Succeeded';

-- A damaged body stays as it is, and is found when it is read.
UPDATE stage_run
   SET body = json_set(
           body,
           '$.entry', entry,
           '$.since', 1,
           '$.retries', json('{"automatic":0,"manual":0}'),
           '$.conditions', json('[]'))
 WHERE json_valid(body);

UPDATE action_run
   SET body = json_set(body, '$.stageAttempt', 1, '$.run.part', 'ACTIONS')
 WHERE json_valid(body);

UPDATE execution
   SET body = json_set(
           body,
           '$.attempt', 1,
           '$.sourceRevisions',
           json((SELECT json_group_object(key, json_object('revision', value, 'configuration', json('{}')))
                   FROM json_each(body, '$.sourceRevisions'))))
 WHERE json_valid(body);
