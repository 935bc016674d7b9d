package dev.pipewright.api;

import dev.pipewright.store.Database;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.HashSet;
import software.amazon.awssdk.services.codepipeline.model.TagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.TagResourceResponse;

/** Adds tags to a resource; a key that it has already gets the new value. */
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
    private final Database database;

    TagResource(Database database) {
        this.database = database;
    }

    @Override
    public TagResourceResponse run(TagResourceRequest input, Request request) {
        var resource = ResourceArn.parse(input.resourceArn(), request);
        Tagging.check(input.tags());
        var given = Tagging.stored(input.tags());
        return database.writer().commit(tx -> {
            if (!resource.exists(tx)) {
                throw Faults.resourceNotFound(input.resourceArn());
            }
            var keys = new HashSet<>(tx.tags().of(resource.text()).keySet());
            keys.addAll(given.keySet());
            Tagging.checkCount(keys.size());
            tx.tags().put(resource.text(), given);
            return TagResourceResponse.builder().build();
        });
    }
}
