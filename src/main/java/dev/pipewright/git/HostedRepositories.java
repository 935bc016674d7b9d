package dev.pipewright.git;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.FS;

/**
 * The Git repositories of this server: bare ones, one folder each, in one folder that nobody else writes to. Safe for
 * use by many threads; what a call has answered survives a crash.
 */
public final class HostedRepositories implements WatchedRepositories {
    // No name of a repository ends so, and therefore a folder that is being made is never taken for a repository.
    private static final String SUFFIX = ".git";
    private static final String BEING_MADE = "new-";
    // JGit measures the disk with a file of such a name.
    private static final String PROBE = ".probe-";

    private final Path folder;
    private final String baseUrl;

    /**
     * The repositories in a folder, which is made where it is missing. Removes what a crash has left of unfinished
     * work.
     *
     * @param baseUrl where clients reach the server, such as {@code http://127.0.0.1:4567}
     */
    public HostedRepositories(Path folder, URI baseUrl) throws IOException {
        OwnSettings.install();
        this.folder = Files.createDirectories(folder).toRealPath();
        this.baseUrl = baseUrl.toString().replaceFirst("/+$", "");
        sweep();
        // Begins to measure the disk here, and not in a folder that is about to be renamed.
        FS.getFileStoreAttributes(this.folder);
    }

    /**
     * Makes an empty repository whose default branch is {@code main}.
     *
     * @return whether there was none before; one that is there stays as it is
     * @throws IllegalArgumentException with the sentence of {@link RepositoryName#objection} for a name that may not be
     */
    public boolean create(String name) throws IOException {
        RepositoryName.objection(name).ifPresent(objection -> {
            throw new IllegalArgumentException(objection);
        });
        if (exists(name)) return false;
        var made = Files.createTempDirectory(folder, BEING_MADE);
        try {
            BareRepository.make(made);
            Files.move(made, folderOf(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            BareRepository.remove(made);
            // Somebody else was faster: a folder is never moved onto one that holds something.
            if (exists(name)) return false;
            throw e;
        }
        try {
            Disk.sync(folder);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return true;
    }

    @Override
    public boolean exists(String repository) {
        return RepositoryName.objection(repository).isEmpty() && Files.isDirectory(folderOf(repository));
    }

    /** The names of all repositories, in alphabetical order. */
    public List<String> list() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(entry -> entry.endsWith(SUFFIX))
                    .map(entry -> entry.substring(0, entry.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The branch that a clone checks out: {@code main}, until the first push brings only branches of other names.
     *
     * @throws MissingRepository when there is no such repository
     */
    public String defaultBranch(String repository) throws IOException {
        try (var git = open(repository)) {
            return Repository.shortenRefName(git.exactRef(Constants.HEAD).getLeaf().getName());
        }
    }

    /** What {@code git clone} takes. */
    public String cloneUrl(String repository) {
        return baseUrl + "/git/" + repository;
    }

    /** {@inheritDoc} A message comes without white space at its end. */
    @Override
    public Optional<Commit> tip(String repository, String branch) throws IOException {
        var refName = Constants.R_HEADS + branch;
        // Names of refs become names of files, and only valid ones stay within the repository.
        if (!exists(repository) || !Repository.isValidRefName(refName)) return Optional.empty();
        try (var git = open(repository);
                var walk = new RevWalk(git)) {
            var ref = git.exactRef(refName);
            if (ref == null) return Optional.empty();
            return History.find(walk, ref.getObjectId()).map(commit -> describe(repository, commit));
        }
    }

    /** {@inheritDoc} A message comes without white space at its end. */
    @Override
    public Optional<Commit> commit(String repository, String commitId) throws IOException {
        if (!exists(repository) || !ObjectId.isId(commitId)) return Optional.empty();
        try (var git = open(repository);
                var walk = new RevWalk(git)) {
            return History.find(walk, ObjectId.fromString(commitId)).map(commit -> describe(repository, commit));
        }
    }

    /**
     * {@inheritDoc} The same commit always gives the same bytes: entries come in Git's order, with the time of the
     * commit. Submodules are left out, as they are other repositories. The stream is left open.
     *
     * @throws MissingRepository when there is no such repository
     * @throws MissingCommit when there is no such commit in it
     */
    @Override
    public void archive(String repository, String commitId, OutputStream zip) throws IOException {
        try (var git = open(repository);
                var walk = new RevWalk(git)) {
            if (!ObjectId.isId(commitId)) throw new MissingCommit(repository, commitId);
            var commit = History.find(walk, ObjectId.fromString(commitId))
                    .orElseThrow(() -> new MissingCommit(repository, commitId));
            TreeZip.write(walk.getObjectReader(), commit, zip);
        }
    }

    @Override
    public Map<String, String> tips(String repository) throws IOException {
        try (var git = open(repository)) {
            return new History(git).tips();
        }
    }

    @Override
    public List<String> changedFiles(String repository, String before, String after) throws IOException {
        try (var git = open(repository)) {
            return new History(git).changedFiles(before, after);
        }
    }

    @Override
    public List<String> requestedFiles(String repository, String targetBranch, String commitId) throws IOException {
        try (var git = open(repository)) {
            return new History(git).requestedFiles(targetBranch, commitId);
        }
    }

    @Override
    public Optional<String> fullCommitId(String repository, String beginning) throws IOException {
        try (var git = open(repository)) {
            return new History(git).fullCommitId(beginning);
        }
    }

    /** Opens a repository, which the caller closes. */
    Repository open(String repository) throws IOException {
        if (!exists(repository)) throw new MissingRepository(repository);
        return BareRepository.open(folderOf(repository));
    }

    private Commit describe(String repository, RevCommit commit) {
        return History.describe(commit, cloneUrl(repository) + "/commit/" + commit.name());
    }

    private Path folderOf(String name) {
        return folder.resolve(name + SUFFIX);
    }

    private void sweep() throws IOException {
        List<Path> entries;
        try (var listed = Files.list(folder)) {
            entries = listed.toList();
        }
        for (var entry : entries) {
            var name = entry.getFileName().toString();
            if (name.endsWith(SUFFIX)) BareRepository.sweep(entry);
            else if (name.startsWith(BEING_MADE) || name.startsWith(PROBE)) BareRepository.remove(entry);
        }
    }
}
