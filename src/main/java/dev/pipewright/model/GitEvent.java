package dev.pipewright.model;

import java.util.Optional;

/** Something that happened in a Git repository and may start pipelines. */
public sealed interface GitEvent {
    /** The repository's full name where it is kept, such as {@code owner/name}. */
    String repository();

    /** The id of the commit that an execution started by this takes. */
    String commitId();

    /** The branch that an execution started by this takes instead of the configured one; a tag is on no branch. */
    Optional<String> branchName();

    /**
     * A branch came to point to another commit.
     *
     * @param before the commit it pointed to; empty for a branch that is new
     */
    record BranchPush(String repository, String branch, Optional<String> before, String commitId) implements GitEvent {
        @Override
        public Optional<String> branchName() {
            return Optional.of(branch);
        }
    }

    /** A tag was made or moved. The commit is the one that the tag finally stands for. */
    record TagPush(String repository, String tag, String commitId) implements GitEvent {
        @Override
        public Optional<String> branchName() {
            return Optional.empty();
        }
    }

    /**
     * A pull request, or merge request, from one branch of the repository to another.
     *
     * @param branch the branch whose commits are asked to be taken over
     * @param targetBranch the branch that is to take them over
     * @param commitId the newest commit of the request
     */
    record PullRequest(
            String repository,
            String number,
            PullRequestEvent event,
            String branch,
            String targetBranch,
            String commitId)
            implements GitEvent {
        @Override
        public Optional<String> branchName() {
            return Optional.of(branch);
        }

        /** The same with another commit id. */
        public PullRequest withCommitId(String id) {
            return new PullRequest(repository, number, event, branch, targetBranch, id);
        }
    }
}
