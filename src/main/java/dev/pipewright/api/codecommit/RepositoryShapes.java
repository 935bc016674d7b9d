package dev.pipewright.api.codecommit;

import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import software.amazon.awssdk.services.codecommit.model.RepositoryMetadata;

/** What the operations tell of a repository, and the rules of its name. */
record RepositoryShapes(RepositoryHost host) {
    /**
     * The name that a request gives.
     *
     * @throws Fault {@code RepositoryNameRequiredException} or {@code InvalidRepositoryNameException}
     */
    String name(String given) {
        if (given == null || given.isEmpty()) {
            throw Fault.of("RepositoryNameRequiredException", "A repository name is required.");
        }
        host.objection(given).ifPresent(objection -> {
            throw Fault.of("InvalidRepositoryNameException", "%s", objection);
        });
        return given;
    }

    RepositoryMetadata metadata(String name, Request request) {
        return RepositoryMetadata.builder()
                .accountId(request.account())
                .repositoryId(id(name, request))
                .repositoryName(name)
                .defaultBranch(host.defaultBranch(name).orElse(null))
                .cloneUrlHttp(host.cloneUrl(name))
                .arn(arn(name, request))
                .build();
    }

    /** A UUID that is the same for the same repository. */
    static String id(String name, Request request) {
        return UUID.nameUUIDFromBytes(arn(name, request).getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String arn(String name, Request request) {
        return "arn:aws:codecommit:%s:%s:%s".formatted(request.region(), request.account(), name);
    }
}
