package dev.pipewright.api.codecommit;

import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codecommit.model.GetRepositoryRequest;
import software.amazon.awssdk.services.codecommit.model.GetRepositoryResponse;

/** One repository, and where it is cloned from. */
final class GetRepository implements Operation<GetRepositoryRequest, GetRepositoryResponse> {
    private final RepositoryHost host;
    private final RepositoryShapes shapes;

    GetRepository(RepositoryHost host) {
        this.host = host;
        this.shapes = new RepositoryShapes(host);
    }

    @Override
    public GetRepositoryResponse run(GetRepositoryRequest input, Request request) {
        var name = shapes.name(input.repositoryName());
        if (!host.exists(name)) {
            throw Fault.of("RepositoryDoesNotExistException", "%s does not exist", name);
        }
        return GetRepositoryResponse.builder()
                .repositoryMetadata(shapes.metadata(name, request))
                .build();
    }
}
