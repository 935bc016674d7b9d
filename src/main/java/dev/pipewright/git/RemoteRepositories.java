package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/**
 * The repositories of one host elsewhere, all below one base URL. What was fetched is kept in a folder as a mirror, so
 * that only news is fetched again; the folder may be removed at any time. Nothing outside the base URL is ever asked,
 * not even where the host redirects to.
 */
public final class RemoteRepositories implements WatchedRepositories {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~-]{1,255}(/[A-Za-z0-9._~-]{1,255}){0,20}");
    private static final int PATIENCE_SECONDS = 60;
    private static final List<RefSpec> BRANCHES_AND_TAGS =
            List.of(new RefSpec("+refs/heads/*:refs/heads/*"), new RefSpec("+refs/tags/*:refs/tags/*"));
    // Two fetches into one mirror would stand in each other's way, whoever asked for them.
    private static final Map<Path, Object> TURNS = new ConcurrentHashMap<>();

    /**
     * Where the repositories are and how they are read.
     *
     * @param suffix what comes after a repository's name in its URL
     */
    public record Host(URI baseUrl, String suffix, Optional<Login> login, CommitPages pages) {}

    /** What a host asks of those who read. */
    public record Login(String user, String token) {
        /** Keeps the token to itself. */
        @Override
        public String toString() {
            return "Login[user=%s]".formatted(user);
        }
    }

    /** Where people read about a commit. */
    @FunctionalInterface
    public interface CommitPages {
        /** The page's address; empty where the host has none. */
        Optional<String> of(String repository, String commitId);
    }

    private final Path folder;
    private final Host host;
    private final int patience;

    /** @param folder of the mirrors of this host alone; made when something is fetched */
    public RemoteRepositories(Path folder, Host host) {
        this(folder, host, PATIENCE_SECONDS);
    }

    /** @param patience how many seconds the host may be silent */
    RemoteRepositories(Path folder, Host host, int patience) {
        OwnSettings.install();
        this.patience = patience;
        this.folder = folder.toAbsolutePath();
        this.host = host;
    }

    /** Puts a folder of mirrors right after a crash. Only for a time when nobody else uses it. */
    public static void sweep(Path folder) throws IOException {
        List<Path> mirrors;
        try (var listed = Files.list(folder)) {
            mirrors = listed.toList();
        }
        for (var mirror : mirrors) {
            if (mirror.toString().endsWith(".git")) BareRepository.sweep(mirror);
            else BareRepository.remove(mirror);
        }
    }

    /** Whether a repository can have that name; whether it is there shows when it is asked for something. */
    @Override
    public boolean exists(String repository) {
        return NAME.matcher(repository).matches()
                && List.of(repository.split("/")).stream().noneMatch(part -> part.equals(".") || part.equals(".."));
    }

    @Override
    public Optional<Commit> tip(String repository, String branch) throws IOException {
        var name = Constants.R_HEADS + branch;
        if (!Repository.isValidRefName(name)) return Optional.empty();
        return in(repository, git -> {
            fetch(git, repository, BRANCHES_AND_TAGS);
            try (var walk = new RevWalk(git)) {
                var ref = git.exactRef(name);
                if (ref == null) return Optional.empty();
                return History.find(walk, ref.getObjectId())
                        .map(commit -> History.describe(commit, page(repository, commit.name())));
            }
        });
    }

    @Override
    public Optional<Commit> commit(String repository, String commitId) throws IOException {
        if (!ObjectId.isId(commitId)) return Optional.empty();
        return in(repository, git -> {
            obtain(git, repository, commitId);
            try (var walk = new RevWalk(git)) {
                return History.find(walk, ObjectId.fromString(commitId))
                        .map(commit -> History.describe(commit, page(repository, commitId)));
            }
        });
    }

    @Override
    public void archive(String repository, String commitId, OutputStream zip) throws IOException {
        in(repository, git -> {
            obtain(git, repository, commitId);
            try (var walk = new RevWalk(git)) {
                var commit = ObjectId.isId(commitId)
                        ? History.find(walk, ObjectId.fromString(commitId))
                        : Optional.<RevCommit>empty();
                TreeZip.write(
                        walk.getObjectReader(),
                        commit.orElseThrow(() -> new MissingCommit(repository, commitId)),
                        zip);
            }
            return null;
        });
    }

    @Override
    public Map<String, String> tips(String repository) throws IOException {
        return in(repository, git -> {
            try (var transport = transport(git, repository);
                    var asked = transport.openFetch(BRANCHES_AND_TAGS)) {
                var tips = new TreeMap<String, String>();
                for (var ref : asked.getRefs()) {
                    var name = ref.getName();
                    if (!name.startsWith(Constants.R_HEADS) && !name.startsWith(Constants.R_TAGS)) continue;
                    var id = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
                    tips.put(name, id.name());
                }
                return tips;
            }
        });
    }

    @Override
    public List<String> changedFiles(String repository, String before, String after) throws IOException {
        return in(repository, git -> {
            obtain(git, repository, after);
            obtain(git, repository, before);
            return new History(git).changedFiles(before, after);
        });
    }

    @Override
    public List<String> requestedFiles(String repository, String targetBranch, String commitId) throws IOException {
        return in(repository, git -> {
            fetch(git, repository, BRANCHES_AND_TAGS);
            obtain(git, repository, commitId);
            return new History(git).requestedFiles(targetBranch, commitId);
        });
    }

    @Override
    public Optional<String> fullCommitId(String repository, String beginning) throws IOException {
        return in(repository, git -> {
            var known = new History(git).fullCommitId(beginning);
            if (known.isPresent()) return known;
            fetch(git, repository, BRANCHES_AND_TAGS);
            return new History(git).fullCommitId(beginning);
        });
    }

    private interface Work<T> {
        T in(Repository git) throws IOException;
    }

    private <T> T in(String repository, Work<T> work) throws IOException {
        if (!exists(repository)) {
            throw new IOException("'%s' is not the name of a repository".formatted(printable(repository)));
        }
        var mirror = folder.resolve(hash(repository) + ".git");
        synchronized (TURNS.computeIfAbsent(mirror, _ -> new Object())) {
            try (var git = opened(mirror)) {
                return work.in(git);
            }
        }
    }

    private Repository opened(Path mirror) throws IOException {
        if (!Files.isDirectory(mirror)) {
            Files.createDirectories(folder);
            var made = Files.createTempDirectory(folder, "new-");
            BareRepository.make(made);
            try (var git = BareRepository.open(made)) {
                var config = git.getConfig();
                config.setString("http", null, "followRedirects", "false");
                config.setBoolean("fetch", null, "fsckObjects", true);
                config.save();
            }
            Files.move(made, mirror, StandardCopyOption.ATOMIC_MOVE);
        }
        return BareRepository.open(mirror);
    }

    /** Fetches what is missing for a commit to be there, if the host has it at all. */
    private void obtain(Repository git, String repository, String commitId) throws IOException {
        var history = new History(git);
        if (history.has(commitId)) return;
        fetch(git, repository, BRANCHES_AND_TAGS);
        if (history.has(commitId) || !ObjectId.isId(commitId)) return;
        try {
            // No branch has it any more. Many hosts give it out all the same.
            fetch(git, repository, List.of(new RefSpec(commitId + ":refs/pipewright/" + commitId)));
        } catch (IOException _) {
            // Then it is missing, which whoever looks for it will say.
        }
    }

    private void fetch(Repository git, String repository, List<RefSpec> what) throws IOException {
        try (var transport = transport(git, repository)) {
            transport.setRemoveDeletedRefs(what == BRANCHES_AND_TAGS);
            transport.fetch(NullProgressMonitor.INSTANCE, what);
        } catch (TransportException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Transport transport(Repository git, String repository) throws IOException {
        var suffix = repository.endsWith(host.suffix()) ? "" : host.suffix();
        try {
            var transport = Transport.open(git, new URIish(host.baseUrl() + "/" + repository + suffix));
            transport.setTimeout(patience);
            transport.setTagOpt(TagOpt.NO_TAGS);
            host.login().ifPresent(login -> transport.setCredentialsProvider(
                    new UsernamePasswordCredentialsProvider(login.user(), login.token())));
            return transport;
        } catch (URISyntaxException e) {
            throw new IOException("The address of the repository '%s' cannot be read".formatted(repository), e);
        }
    }

    private String page(String repository, String commitId) {
        return host.pages().of(repository, commitId).orElse(null);
    }

    private static String hash(String repository) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(repository.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String printable(String text) {
        return (text.length() > 100 ? text.substring(0, 100) + "..." : text).replaceAll("\\p{Cntrl}", "?");
    }
}
