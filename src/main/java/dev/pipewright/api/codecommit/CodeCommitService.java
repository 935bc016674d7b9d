package dev.pipewright.api.codecommit;

import dev.pipewright.api.PageTokens;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Permissions;
import software.amazon.awssdk.services.codecommit.model.CreateRepositoryRequest;
import software.amazon.awssdk.services.codecommit.model.GetRepositoryRequest;
import software.amazon.awssdk.services.codecommit.model.ListRepositoriesRequest;

/** As much of CodeCommit as is needed to make a repository and to learn where to push. */
public final class CodeCommitService {
    private CodeCommitService() {}

    /** The service over these repositories. */
    public static JsonService of(RepositoryHost host, PageTokens tokens) {
        return JsonService.named("codecommit", "CodeCommit_20150413", Constraints.of("codecommit"))
                .with("CreateRepository", CreateRepositoryRequest::builder, new CreateRepository(host))
                .with("GetRepository", GetRepositoryRequest::builder, new GetRepository(host))
                .with("ListRepositories", ListRepositoriesRequest::builder, new ListRepositories(host, tokens))
                .permitting(Permissions.of("codecommit"))
                .build();
    }
}
