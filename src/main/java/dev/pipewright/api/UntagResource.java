package dev.pipewright.api;

import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceResponse;

/** Takes tags from a resource; keys that it does not have are no matter. */
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
    private final Database database;

    UntagResource(Database database) {
        this.database = database;
    }

    @Override
    public UntagResourceResponse run(UntagResourceRequest input, Request request) {
        var resource = ResourceArn.parse(input.resourceArn(), request);
        input.tagKeys().forEach(Tagging::checkKey);
        return database.writer().commit(tx -> {
            if (!resource.exists(tx)) {
                throw Faults.resourceNotFound(input.resourceArn());
            }
            tx.tags().remove(resource.text(), input.tagKeys());
            return UntagResourceResponse.builder().build();
        });
    }
}
