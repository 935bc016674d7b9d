package dev.pipewright.api;

import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.WorkOrder;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsResponse;

/**
 * Hands waiting jobs of a custom action type to a worker; an empty list when there are none. It fails for a type that
 * is deleted, as on the service, while jobs that were handed out before can still be answered.
 */
final class PollForJobs implements Operation<PollForJobsRequest, PollForJobsResponse> {
    /** More than this nobody gets at once, however much is asked for. */
    private static final int LARGEST_BATCH = 100;

    private final Database database;
    private final JobDesk desk;
    private final JobContents contents;

    PollForJobs(Database database, JobDesk desk, JobContents contents) {
        this.database = database;
        this.desk = desk;
        this.contents = contents;
    }

    @Override
    public PollForJobsResponse run(PollForJobsRequest input, Request request) {
        var type = type(ActionTypeIds.model(input.actionTypeId()), request);
        var most = input.maxBatchSize() == null ? 1 : Math.min(input.maxBatchSize(), LARGEST_BATCH);
        var queryValue = queryValue(type, input.queryParam());
        return PollForJobsResponse.builder()
                .jobs(desk.poll(request.account(), request.region(), type.id(), queryValue, most).stream()
                        .map(this::job)
                        .toList())
                .build();
    }

    private ActionType type(ActionTypeId id, Request request) {
        if (id.owner() != ActionOwner.Custom) {
            throw Faults.validation(
                    "PollForJobs is for action types of the owner 'Custom'; the owner of %s is '%s'", id, id.owner());
        }
        return database.read(tables -> tables.actionTypes().find(request.account(), request.region(), id))
                .orElseThrow(() -> Faults.actionTypeNotFound(id));
    }

    private static Optional<String> queryValue(ActionType type, Map<String, String> query) {
        if (query.isEmpty()) {
            return Optional.empty();
        }
        var queryable = type.configurationProperties().stream()
                .filter(ConfigurationProperty::queryable)
                .map(ConfigurationProperty::name)
                .findFirst()
                .orElseThrow(() -> Faults.validation(
                        "The action type %s has no queryable property, so that queryParam must be empty", type.id()));
        var value = query.get(queryable);
        if (value == null) {
            throw Faults.validation(
                    "The queryParam names '%s'; the queryable property of the action type %s is '%s'",
                    query.keySet().iterator().next(),
                    type.id(),
                    queryable);
        }
        return Optional.of(value);
    }

    private Job job(WorkOrder order) {
        return Job.builder()
                .id(order.job().id())
                .nonce(order.job().nonce())
                .accountId(order.job().pipeline().account())
                .data(contents.of(order))
                .build();
    }
}
