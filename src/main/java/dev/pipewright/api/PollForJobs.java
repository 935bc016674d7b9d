package dev.pipewright.api;

import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.IntegrationType;
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
 * is deleted, as on the service, while jobs that were handed out before can still be answered. The accounts that a
 * partner's type names as polling get its jobs in the same way.
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
        var id = ActionTypeIds.model(input.actionTypeId());
        var most = batch(input.maxBatchSize());
        var orders = switch (id.owner()) {
            case Custom -> {
                var type = custom(id, request);
                var queryValue = queryValue(type, input.queryParam());
                yield desk.poll(request.account(), request.region(), id, queryValue, most);
            }
            case ThirdParty -> {
                var type = integrated(id, request);
                var queryValue = queryValue(type.declaration().type(), input.queryParam());
                yield desk.poll(type, request.region(), queryValue, most);
            }
            case AWS -> throw Faults.validation(
                    "PollForJobs is for action types of the owner 'Custom', and for those of partners that name the "
                            + "account which polls; the owner of %s is 'AWS'",
                    id);
        };
        return PollForJobsResponse.builder()
                .jobs(orders.stream().map(this::job).toList())
                .build();
    }

    /** How many jobs a worker gets at most that asks for so many, or does not say. */
    static int batch(Integer asked) {
        return asked == null ? 1 : Math.min(asked, LARGEST_BATCH);
    }

    private ActionType custom(ActionTypeId id, Request request) {
        return database.read(tables -> tables.actionTypes().find(request.account(), request.region(), id))
                .orElseThrow(() -> Faults.actionTypeNotFound(id));
    }

    private IntegrationType integrated(ActionTypeId id, Request request) {
        return database.read(tables -> tables.integrationTypes().find(id))
                .filter(type -> type.isPollingAccount(request.account()))
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
