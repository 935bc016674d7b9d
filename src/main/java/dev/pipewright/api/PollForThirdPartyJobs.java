package dev.pipewright.api;

import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.PollForThirdPartyJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PollForThirdPartyJobsResponse;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJob;

/**
 * Hands waiting jobs of a partner's action type to whoever polls for the partner; an empty list when there are none.
 * What a job is about is told by GetThirdPartyJobDetails, to the partner only.
 */
final class PollForThirdPartyJobs implements Operation<PollForThirdPartyJobsRequest, PollForThirdPartyJobsResponse> {
    private final Database database;
    private final JobDesk desk;

    PollForThirdPartyJobs(Database database, JobDesk desk) {
        this.database = database;
        this.desk = desk;
    }

    @Override
    public PollForThirdPartyJobsResponse run(PollForThirdPartyJobsRequest input, Request request) {
        var type = type(ActionTypeIds.model(input.actionTypeId()), request);
        var most = PollForJobs.batch(input.maxBatchSize());
        return PollForThirdPartyJobsResponse.builder()
                .jobs(desk.poll(type, request.region(), Optional.empty(), most).stream()
                        .map(order -> ThirdPartyJob.builder()
                                .clientId(type.partner().orElseThrow())
                                .jobId(order.job().id())
                                .build())
                        .toList())
                .build();
    }

    private IntegrationType type(ActionTypeId id, Request request) {
        if (id.owner() != ActionOwner.ThirdParty) {
            throw Faults.validation(
                    "PollForThirdPartyJobs is for action types of the owner 'ThirdParty'; the owner of %s is '%s'",
                    id, id.owner());
        }
        var type = database.read(tables -> tables.integrationTypes().find(id))
                .filter(found -> found.account().equals(request.account()) || found.mayPoll(request.account()))
                .orElseThrow(() -> Faults.actionTypeNotFound(id));
        if (type.declaration().executor().type() == ExecutorType.Lambda) {
            throw Faults.validation(
                    "The jobs of the action type %s go to a Lambda function; nobody polls for them", id);
        }
        if (!type.mayPoll(request.account())) {
            throw Faults.actionTypeNotFound(id);
        }
        return type;
    }
}
