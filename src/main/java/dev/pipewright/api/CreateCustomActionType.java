package dev.pipewright.api;

import dev.pipewright.api.ResourceArn.OfActionType;
import dev.pipewright.model.ActionType;
import dev.pipewright.store.Database;
import dev.pipewright.store.Tx;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeResponse;

/**
 * Makes an action type that job workers work for. A type that was deleted comes back by the very same definition, and
 * its version is never free for another one: pipelines may still name it.
 */
final class CreateCustomActionType
        implements Operation<CreateCustomActionTypeRequest, CreateCustomActionTypeResponse> {
    private static final int MOST_PER_REGION = 50;

    private final Database database;

    CreateCustomActionType(Database database) {
        this.database = database;
    }

    @Override
    public CreateCustomActionTypeResponse run(CreateCustomActionTypeRequest input, Request request) {
        var type = ActionTypes.custom(input);
        CustomTypeRules.check(type);
        Tagging.check(input.tags());
        var tags = Tagging.stored(input.tags());
        database.writer().commit(tx -> {
            create(tx, type, tags, request);
            return null;
        });
        return CreateCustomActionTypeResponse.builder()
                .actionType(ActionTypes.wire(type))
                .tags(input.tags())
                .build();
    }

    private static void create(Tx tx, ActionType type, Map<String, String> tags, Request request) {
        var types = tx.actionTypes();
        switch (types.create(request.account(), request.region(), type)) {
            case CREATED -> {}
            case EXISTS -> throw Faults.validation(
                    "The action type %s exists already; choose another version", type.id());
            case DIFFERS_FROM_DELETED -> throw Faults.validation(
                    "The action type %s was deleted and can only come back as it was; "
                            + "choose a version that was never used",
                    type.id());
        }
        // One more than allowed is there now, if so: the fault takes it back.
        if (types.list(request.account(), request.region(), Optional.empty(), MOST_PER_REGION + 1).size()
                > MOST_PER_REGION) {
            throw Fault.of(
                    "LimitExceededException",
                    "The account '%s' has %d custom action types in the region '%s', and may have no more",
                    request.account(),
                    MOST_PER_REGION,
                    request.region());
        }
        tx.tags().put(new OfActionType(request.account(), request.region(), type.id()).text(), tags);
    }
}
