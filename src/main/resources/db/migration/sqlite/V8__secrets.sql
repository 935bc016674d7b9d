-- Columns that hold secrets, or texts with secrets in them, are sealed: what is in them starts with "sealed:" and names
-- the key. A sealed text opens only at its place, which is the name of its row.
ALTER TABLE pipeline_version ADD COLUMN place TEXT AS ('pipeline_version/' || pipeline_id || '/' || version);
ALTER TABLE action_run ADD COLUMN place TEXT AS (
    'action_run/' || execution || '/' || stage || '/' || action || '/' || attempt);
ALTER TABLE rule_run ADD COLUMN place TEXT AS (
    'rule_run/' || execution || '/' || stage || '/' || part || '/' || rule || '/' || attempt);
ALTER TABLE webhook ADD COLUMN place TEXT AS ('webhook/' || account || '/' || region || '/' || name);
ALTER TABLE connection ADD COLUMN place TEXT AS ('connection/' || id);

-- One row, written with the first sealed texts. The proof is a sealed text by which keys are known to be the right ones.
-- "swept" is 0 while freed pages of the file may hold what was stored before there were keys.
CREATE TABLE vault (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    proof TEXT    NOT NULL,
    swept INTEGER NOT NULL,
    place TEXT    AS ('vault/' || id)
) STRICT;
