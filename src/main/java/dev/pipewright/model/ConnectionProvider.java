package dev.pipewright.model;

import java.net.URI;
import java.util.Optional;

/** What kind of host a connection reaches, spelled as {@code ProviderType} of CodeConnections where it knows it. */
public enum ConnectionProvider {
    /** This server's own repositories. */
    Pipewright(null, null),
    GitHub("https://github.com", "x-access-token"),
    GitHubEnterpriseServer(null, "x-access-token"),
    GitLab("https://gitlab.com", "oauth2"),
    GitLabSelfManaged(null, "oauth2"),
    Bitbucket("https://bitbucket.org", "x-token-auth"),
    /** Any host that serves Git; it tells of nothing, and its branches are looked at from time to time. */
    Git(null, "git");

    private final String address;
    private final String userOfTokens;

    ConnectionProvider(String address, String userOfTokens) {
        this.address = address;
        this.userOfTokens = userOfTokens;
    }

    /** Where all its repositories are; empty where that differs from connection to connection. */
    public Optional<URI> address() {
        return Optional.ofNullable(address).map(URI::create);
    }

    /** The user name that goes with a token, unless the connection states one. */
    public String userOfTokens() {
        return userOfTokens;
    }

    /** The page about a commit, relative to the base URL; empty for a kind of host without a page known. */
    public Optional<String> commitPage(String repository, String commitId) {
        return switch (this) {
            case GitHub, GitHubEnterpriseServer -> Optional.of(repository + "/commit/" + commitId);
            case GitLab, GitLabSelfManaged -> Optional.of(repository + "/-/commit/" + commitId);
            case Bitbucket -> Optional.of(repository + "/commits/" + commitId);
            case Pipewright, Git -> Optional.empty();
        };
    }

    /** What a repository's name needs at its end to be cloned. */
    public String cloneSuffix() {
        return switch (this) {
            case GitHub, GitHubEnterpriseServer, GitLab, GitLabSelfManaged, Bitbucket -> ".git";
            case Pipewright, Git -> "";
        };
    }
}
