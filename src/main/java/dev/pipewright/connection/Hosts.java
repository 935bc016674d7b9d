package dev.pipewright.connection;

import dev.pipewright.action.Connections;
import dev.pipewright.action.Folders;
import dev.pipewright.connection.News.Happened;
import dev.pipewright.git.RemoteRepositories;
import dev.pipewright.git.WatchedRepositories;
import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.store.Database;
import dev.pipewright.store.GitRefs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Git hosts behind the connections, the server's own repositories among them. */
public final class Hosts implements Connections {
    private static final int SHORTEST_FULL_ID = 40;

    private final Database database;
    private final WatchedRepositories hosted;
    private final Path mirrors;

    /**
     * The hosts of the connections in a store. Clears away what earlier servers fetched through connections that are
     * gone.
     *
     * @param mirrors the folder for what is fetched
     */
    public Hosts(Database database, WatchedRepositories hosted, Path mirrors) throws IOException {
        this.database = database;
        this.hosted = new HostedByFullName(hosted);
        this.mirrors = mirrors;
        sweep();
    }

    @Override
    public Connected connected(String arn) throws Unusable {
        var parsed = ConnectionArn.parse(arn)
                .orElseThrow(() -> new Unusable("\"%s\" is not the ARN of a connection.".formatted(arn)));
        var connection = database.read(tables -> tables.connections().find(parsed))
                .orElseThrow(() -> new Unusable("There is no connection \"%s\".".formatted(arn)));
        return new Connected(connection.provider().name(), repositories(connection));
    }

    /**
     * The repositories that a connection leads to.
     *
     * @throws Unusable when the connection does not know its host yet
     */
    public WatchedRepositories repositories(Connection connection) throws Unusable {
        if (connection.arn().isHosted()) {
            return hosted;
        }
        var url = connection.baseUrl().orElseThrow(() -> new Unusable(
                "The connection \"%s\" is pending: it has no base URL yet.".formatted(connection.arn())));
        var secrets = database.read(tables -> tables.connections().secrets(connection.arn()));
        var provider = connection.provider();
        var login = secrets.token().map(token -> new RemoteRepositories.Login(
                secrets.userName().orElse(provider.userOfTokens()), token));
        return new RemoteRepositories(
                mirrors.resolve(connection.arn().id()),
                new RemoteRepositories.Host(url, provider.cloneSuffix(), login, (repository, commit) -> provider
                        .commitPage(repository, commit)
                        .filter(_ -> isWeb(url))
                        .map(page -> url + "/" + page)));
    }

    /**
     * The same news with full commit ids, for hosts that give only the first characters. What concerns no pipeline is
     * left as it is, and nobody is asked about it.
     */
    List<News> withFullIds(Connection connection, List<News> news) throws IOException {
        var full = new ArrayList<News>();
        for (var each : news) {
            full.add(each instanceof Happened(PullRequest request, var files) && isShort(request)
                            && isListenedTo(connection, request.repository())
                    ? new Happened(request.withCommitId(fullCommitId(connection, request)), files)
                    : each);
        }
        return full;
    }

    private static boolean isShort(PullRequest request) {
        return request.commitId().length() < SHORTEST_FULL_ID;
    }

    private boolean isListenedTo(Connection connection, String fullName) {
        var repository = repository(connection, fullName);
        return !database.read(tables -> Listeners.to(tables, repository)).isEmpty();
    }

    private String fullCommitId(Connection connection, PullRequest request) throws IOException {
        try {
            return repositories(connection)
                    .fullCommitId(request.repository(), request.commitId())
                    .orElseThrow(() -> new IOException("there is no commit " + request.commitId()));
        } catch (Unusable unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
    }

    /** The name of one of the server's own repositories, of which any owner before a slash is no part. */
    public static String hostedName(String fullName) {
        return HostedByFullName.name(fullName);
    }

    /** The name by which all connections and spellings that mean the same repository know it. */
    static GitRefs.Repository repository(Connection connection, String fullName) {
        var name = switch (connection.provider()) {
            case Pipewright -> HostedByFullName.name(fullName);
            case Git -> fullName;
            case GitHub, GitHubEnterpriseServer, GitLab, GitLabSelfManaged, Bitbucket ->
                fullName.toLowerCase(Locale.ROOT);
        };
        var id = connection.provider() == ConnectionProvider.Pipewright
                ? ConnectionArn.HOSTED
                : connection.arn().id();
        return new GitRefs.Repository(id, name);
    }

    private static boolean isWeb(URI url) {
        return url.getScheme().startsWith("http");
    }

    private void sweep() throws IOException {
        List<Path> folders;
        try (var listed = Files.list(mirrors)) {
            folders = listed.toList();
        }
        for (var folder : folders) {
            var id = folder.getFileName().toString();
            if (database.read(tables -> tables.connections().withId(id)).isPresent()) {
                RemoteRepositories.sweep(folder);
            } else {
                Folders.delete(folder);
            }
        }
    }
}
