package dev.pipewright.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Adds a member that the model does not have to every request: servers pass over what only newer clients know. */
final class UnheardOf implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        var length = extended(context).flatMap(RequestBody::optionalContentLength).orElse(0L);
        return context.httpRequest().toBuilder().putHeader("Content-Length", length.toString()).build();
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return extended(context);
    }

    private static Optional<RequestBody> extended(Context.ModifyHttpRequest context) {
        return context.requestBody().map(body -> {
            try (var content = body.contentStreamProvider().newStream()) {
                var json = (ObjectNode) JsonMapper.shared().readTree(content.readAllBytes());
                json.putObject("unheardOf").putArray("members").add(7);
                return RequestBody.fromString(json.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
