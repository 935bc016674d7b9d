package dev.pipewright.api;

import dev.pipewright.api.ResourceArn.OfActionType;
import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.DeleteCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.DeleteCustomActionTypeResponse;

/**
 * Marks a custom action type as deleted: nobody polls for its jobs any more, while pipelines that name it stay. To
 * delete what is not there is no error.
 */
final class DeleteCustomActionType
        implements Operation<DeleteCustomActionTypeRequest, DeleteCustomActionTypeResponse> {
    private final Database database;

    DeleteCustomActionType(Database database) {
        this.database = database;
    }

    @Override
    public DeleteCustomActionTypeResponse run(DeleteCustomActionTypeRequest input, Request request) {
        var id = ActionTypeIds.custom(input.categoryAsString(), input.provider(), input.version());
        database.writer().commit(tx -> {
            if (tx.actionTypes().delete(request.account(), request.region(), id)) {
                tx.tags().drop(new OfActionType(request.account(), request.region(), id).text());
            }
            return null;
        });
        return null;
    }
}
