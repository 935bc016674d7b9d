package dev.pipewright.store;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The row of an action execution or a rule execution, with the version of the definition that it ran under. */
record RunRow(long seq, String executionId, int version, String body, String place) {
    static RunRow of(ResultSet row) throws SQLException {
        return new RunRow(
                row.getLong("seq"),
                row.getString("execution_id"),
                row.getInt("version"),
                row.getString("body"),
                row.getString("place"));
    }

    /** The run; throws {@link UnreadableRow} when it is damaged. */
    ActionRun run(PipelineKey pipeline, Vault vault) {
        try {
            return Json.read(vault.open(body, place), ActionRun.class);
        } catch (RuntimeException unreadable) {
            throw UnreadableRow.ofExecution(pipeline, executionId, unreadable);
        }
    }

    /** The run with the action, or the rule seen as one, that it is a run of. */
    ActionRuns.Entry entry(PipelineKey pipeline, Vault vault, Pipeline definition) {
        ActionRun run = run(pipeline, vault);
        Action action = definition
                .action(run.run())
                .orElseThrow(() -> UnreadableRow.ofExecution(
                        pipeline,
                        executionId,
                        new IllegalStateException("version " + version + " has nothing to run as " + run.run())));
        return new ActionRuns.Entry(seq, version, action, run);
    }
}
