package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.GetActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.GetActionTypeResponse;

/**
 * What is declared of an action type that a partner brought, to the account that brought it and those that may use it
 * or poll for it; and of the types that are built in, which anybody may use.
 */
final class GetActionType implements Operation<GetActionTypeRequest, GetActionTypeResponse> {
    private final Database database;
    private final ActionCatalog catalog;

    GetActionType(Database database, ActionCatalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    @Override
    public GetActionTypeResponse run(GetActionTypeRequest input, Request request) {
        var id = new ActionTypeId(
                ActionCategory.valueOf(input.categoryAsString()),
                ActionOwner.valueOf(input.owner()),
                input.provider(),
                input.version());
        var declaration = builtIn(id)
                .or(() -> integrated(id, request.account()))
                .orElseThrow(() -> Faults.actionTypeNotFound(id));
        return GetActionTypeResponse.builder()
                .actionType(ActionTypeDeclarations.wire(declaration))
                .build();
    }

    private Optional<ActionTypeDeclaration> builtIn(ActionTypeId id) {
        return catalog.find(id).filter(ActionType::available).map(ActionTypeDeclarations::builtIn);
    }

    private Optional<ActionTypeDeclaration> integrated(ActionTypeId id, String account) {
        return database.read(tables -> tables.integrationTypes().find(id))
                .filter(type -> type.account().equals(account) || type.mayUse(account) || type.mayPoll(account))
                .map(type -> type.declaration());
    }
}
