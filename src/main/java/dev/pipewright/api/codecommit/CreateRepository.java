package dev.pipewright.api.codecommit;

import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codecommit.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.codecommit.model.CreateRepositoryResponse;

/** Makes an empty repository. Descriptions and tags are refused instead of forgotten: nothing keeps them yet. */
final class CreateRepository implements Operation<CreateRepositoryRequest, CreateRepositoryResponse> {
    private final RepositoryHost host;
    private final RepositoryShapes shapes;

    CreateRepository(RepositoryHost host) {
        this.host = host;
        this.shapes = new RepositoryShapes(host);
    }

    @Override
    public CreateRepositoryResponse run(CreateRepositoryRequest input, Request request) {
        var name = shapes.name(input.repositoryName());
        if (input.repositoryDescription() != null && !input.repositoryDescription().isEmpty()) {
            throw Fault.of(
                    "InvalidRepositoryDescriptionException",
                    "The repository '%s' cannot have a description: descriptions are not available yet",
                    name);
        }
        if (!input.tags().isEmpty()) {
            throw Fault.of(
                    "InvalidTagsMapException",
                    "The repository '%s' cannot have tags: tags of repositories are not available yet",
                    name);
        }
        if (!host.create(name)) {
            throw Fault.of("RepositoryNameExistsException", "Repository named %s already exists", name);
        }
        return CreateRepositoryResponse.builder()
                .repositoryMetadata(shapes.metadata(name, request))
                .build();
    }
}
