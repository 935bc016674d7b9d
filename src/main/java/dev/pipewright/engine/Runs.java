package dev.pipewright.engine;

import dev.pipewright.engine.Event.ApprovalAnswered;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** How a run changes by what is told of it. */
final class Runs {
    private Runs() {}

    static UnaryOperator<ActionRun> progressed(ExecutionDetails details, Instant at) {
        return run -> with(run, ActionStatus.InProgress, details.over(run.details()), null, null, at);
    }

    static UnaryOperator<ActionRun> ended(Outcome outcome, Instant at) {
        return run -> switch (outcome) {
            case Outcome.Succeeded it -> new ActionRun(
                    run.id(), run.run(), run.stageAttempt(), ActionStatus.Succeeded, run.startedAt(), at,
                    run.configuration(), run.commands(), run.environment(), run.inputs(), run.outputs(),
                    it.outputVariables(), it.revisions(), it.details().over(run.details()), null, null,
                    run.sourceRevision());
            case Outcome.Failed it -> with(
                    run,
                    ActionStatus.Failed,
                    it.details().over(run.details()),
                    new ErrorDetails(it.type().name(), it.message()),
                    null,
                    at);
        };
    }

    static UnaryOperator<ActionRun> answered(ApprovalAnswered answer) {
        var details = ExecutionDetails.summary(answer.summary());
        var error = new ErrorDetails(
                FailureType.JobFailed.name(),
                answer.summary() == null ? "The approval was rejected" : "Rejected: " + answer.summary());
        return run -> answer.approved()
                ? with(run, ActionStatus.Succeeded, details, null, answer.by(), answer.at())
                : with(run, ActionStatus.Failed, details, error, answer.by(), answer.at());
    }

    private static ActionRun with(
            ActionRun run,
            ActionStatus status,
            ExecutionDetails details,
            ErrorDetails error,
            String updatedBy,
            Instant at) {
        return new ActionRun(
                run.id(), run.run(), run.stageAttempt(), status, run.startedAt(), at, run.configuration(),
                run.commands(), run.environment(), run.inputs(), run.outputs(), run.outputVariables(), run.revisions(),
                details, error, updatedBy, run.sourceRevision());
    }
}
