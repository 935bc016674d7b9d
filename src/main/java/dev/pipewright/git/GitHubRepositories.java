package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pipewright.action.Folders;
import dev.pipewright.action.GitHub;
import dev.pipewright.action.Repositories;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;

/**
 * The repositories at GitHub, or at a GitHub of somebody's own. What one token opens is kept apart from what others
 * open: whoever cannot read a repository is not given it because somebody else could.
 */
public final class GitHubRepositories implements GitHub {
    private static final String SUFFIX = ".git";
    /** GitHub takes any name beside a token. */
    private static final String USER = "x-access-token";

    private static final Pattern API_HOST = Pattern.compile("api\\.(github\\.com|[^.]+\\.ghe\\.com)");
    /** What JGit says when a host does not take the password, and when it takes it for other things than reading. */
    private static final Pattern DENIED = Pattern.compile(": (not authorized$|git-upload-pack not permitted)");

    private static final String QUESTIONS = "questions";
    private static final int PATIENCE_SECONDS = 10;
    private static final int LONGEST_REASON = 300;

    private final Path folder;
    private final URI base;

    /**
     * @param folder for what is fetched; may be emptied while no server runs
     * @param api GitHub's API, such as {@code https://api.github.com} or {@code https://HOST/api/v3}
     */
    public GitHubRepositories(Path folder, URI api) {
        OwnSettings.install();
        this.folder = folder;
        this.base = base(api);
    }

    /** Where the repositories are that belong to an API, without a slash at the end. */
    static URI base(URI api) {
        var host = API_HOST.matcher(api.getHost());
        var port = api.getPort() < 0 ? "" : ":" + api.getPort();
        return URI.create("%s://%s%s%s".formatted(
                api.getScheme(),
                host.matches() ? host.group(1) : api.getHost(),
                port,
                api.getPath().replaceFirst("/api/v3$", "")));
    }

    /** Removes what was fetched with other tokens, and puts the rest right after a crash. Only before the first use. */
    public void sweep(Set<String> tokens) throws IOException {
        var known = tokens.stream().map(this::mirrors).collect(Collectors.toSet());
        List<Path> found;
        try (var listed = Files.list(folder)) {
            found = listed.toList();
        }
        for (var each : found) {
            if (known.contains(each)) RemoteRepositories.sweep(each);
            else Folders.delete(each);
        }
    }

    @Override
    public Repositories with(String token) {
        return new Opened(token, new RemoteRepositories(mirrors(token), host(token)));
    }

    @Override
    public Optional<String> newest(String token, String repository, String branch) throws IOException {
        // In a place of its own: who only asks must not wait for somebody who fetches.
        var asked = new RemoteRepositories(mirrors(token).resolve(QUESTIONS), host(token), PATIENCE_SECONDS);
        return told(token, repository, () ->
                Optional.ofNullable(asked.tips(repository).get(Constants.R_HEADS + branch)));
    }

    private RemoteRepositories.Host host(String token) {
        var login = Optional.of(new RemoteRepositories.Login(USER, token));
        return new RemoteRepositories.Host(base, SUFFIX, login, (repository, commit) ->
                Optional.of("%s/%s/commit/%s".formatted(base, repository, commit)));
    }

    private interface Question<T> {
        Optional<T> ask() throws IOException;
    }

    /** What is answered; empty where there is no such repository. What is refused says nothing of the token. */
    private <T> Optional<T> told(String token, String repository, Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (IOException failure) {
            if (isOf(NoRemoteRepositoryException.class, failure)) return Optional.empty();
            if (!isOf(TransportException.class, failure)) throw failure;
            var message = String.valueOf(failure.getMessage());
            if (DENIED.matcher(message).find()) {
                throw new AccessDeniedException(base + "/" + repository, null, "the OAuthToken does not open it");
            }
            // Without the cause: GitHub, or who answers in its place, may repeat what it was sent.
            var reason = message.replace(token, "****").replaceAll("\\p{Cntrl}+", " ");
            throw new IOException(reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
        }
    }

    private static boolean isOf(Class<? extends IOException> type, IOException failure) {
        return type.isInstance(failure) || type.isInstance(failure.getCause());
    }

    /** What one token opens, told without the token. */
    private final class Opened implements Repositories {
        private final String token;
        private final RemoteRepositories remote;

        Opened(String token, RemoteRepositories remote) {
            this.token = token;
            this.remote = remote;
        }

        @Override
        public boolean exists(String repository) {
            return remote.exists(repository);
        }

        @Override
        public Optional<Commit> tip(String repository, String branch) throws IOException {
            return told(token, repository, () -> remote.tip(repository, branch));
        }

        @Override
        public Optional<Commit> commit(String repository, String commitId) throws IOException {
            return told(token, repository, () -> remote.commit(repository, commitId));
        }

        @Override
        public void archive(String repository, String commitId, OutputStream zip) throws IOException {
            told(token, repository, () -> {
                remote.archive(repository, commitId, zip);
                return Optional.of(commitId);
            }).orElseThrow(() -> new MissingCommit(repository, commitId));
        }
    }

    private Path mirrors(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest((base + " " + token).getBytes(UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
