package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.UpdateActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdateActionTypeResponse;

/**
 * Gives an action type that a partner brought another declaration, whole, in place of the one before. Jobs that are
 * under way keep the time that they had; who may poll for them, answer them and use the type changes at once.
 */
final class UpdateActionType implements Operation<UpdateActionTypeRequest, UpdateActionTypeResponse> {
    private final Database database;
    private final ActionCatalog catalog;

    UpdateActionType(Database database, ActionCatalog catalog) {
        this.database = database;
        this.catalog = catalog;
    }

    @Override
    public UpdateActionTypeResponse run(UpdateActionTypeRequest input, Request request) {
        var declaration = ActionTypeDeclarations.model(input.actionType());
        var id = declaration.type().id();
        refuseBuiltIn(id);
        IntegrationRules.check(declaration);
        database.writer().commit(tx -> {
            var known = tx.integrationTypes()
                    .find(id)
                    .filter(type -> type.account().equals(request.account()))
                    .orElseThrow(() -> Faults.actionTypeNotFound(id));
            IntegrationRules.trouble(known.declaration(), declaration).ifPresent(trouble -> {
                throw Fault.of("RequestFailedException", "%s", trouble);
            });
            tx.integrationTypes()
                    .put(new IntegrationType(known.account(), known.partner(), declaration), request.at());
            return null;
        });
        return null;
    }

    private void refuseBuiltIn(ActionTypeId id) {
        if (catalog.find(id).filter(ActionType::available).isPresent()) {
            throw Fault.of(
                    "RequestFailedException", "The action type %s is built into this server and cannot be changed", id);
        }
    }
}
