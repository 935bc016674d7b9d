package dev.pipewright.api;

import dev.pipewright.engine.Approvals;
import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Refusal;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.store.ActionRuns;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutApprovalResultResponse;

/** Answers a manual approval. */
public final class PutApprovalResult implements Operation<PutApprovalResultRequest, PutApprovalResultResponse> {
    private final Database database;
    private final Conductor conductor;

    public PutApprovalResult(Database database, Conductor conductor) {
        this.database = database;
        this.conductor = conductor;
    }

    @Override
    public PutApprovalResultResponse run(PutApprovalResultRequest input, Request request) {
        var key = new PipelineKey(request.account(), request.region(), input.pipelineName());
        var answer = new Event.ApprovalAnswered(
                request.at(), input.stageName(), input.actionName(), input.token(),
                input.result().status() == ApprovalStatus.APPROVED, input.result().summary(), request.caller().arn());
        var decision = conductor.tell(key, answer);
        if (decision.filter(PutApprovalResult::isInvalidToken).isPresent()) {
            over(key, answer).ifPresent(fault -> {
                throw fault;
            });
        }
        Told.orThrow(key, decision);
        return PutApprovalResultResponse.builder().approvedAt(request.at()).build();
    }

    private static boolean isInvalidToken(Decision decision) {
        return decision instanceof Decision.Refuse it && it.refusal() == Refusal.INVALID_APPROVAL_TOKEN;
    }

    /** The engine knows only what is under way; the token of an approval that is over is known to the history. */
    private Optional<Fault> over(PipelineKey key, Event.ApprovalAnswered answer) {
        return database.read(tables -> tables.actionRuns().find(key, answer.token()))
                .map(ActionRuns.Entry::run)
                .filter(run -> run.run().stage().equals(answer.stage())
                        && run.run().action().equals(answer.action())
                        && run.status().ended()
                        // The token of an approval that was abandoned with its execution is as good as none.
                        && run.status() != ActionStatus.Abandoned)
                .map(run -> Approvals.isOutOfDate(run, key.name())
                        ? new Decision.Refuse(Refusal.INVALID_APPROVAL_TOKEN, run.error().message())
                        : new Decision.Refuse(
                                Refusal.APPROVAL_ALREADY_COMPLETED,
                                "The approval action '%s' has already been approved or rejected"
                                        .formatted(answer.action())))
                .map(Faults::refused);
    }
}
