package dev.pipewright.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** One bare repository on disk: how it is made, opened, and put right after a crash. */
final class BareRepository {
    private BareRepository() {}

    /** Makes an empty repository whose default branch is {@code main}, and has it on disk before it returns. */
    static void make(Path folder) throws IOException {
        try (var repository = open(folder, false)) {
            repository.create(true);
            var config = repository.getConfig();
            // An acknowledged push must survive a crash.
            config.setBoolean("core", null, "fsyncObjectFiles", true);
            config.setBoolean("core", null, "fsyncRefFiles", true);
            config.setBoolean("receive", null, "fsckObjects", true);
            // Old tools wrote these, Git itself reads them, and nobody can change a history that others have.
            config.setString("fsck", null, "zeroPaddedFilemode", "ignore");
            config.setString("fsck", null, "badTimezone", "ignore");
            config.setString("fsck", null, "missingSpaceBeforeDate", "ignore");
            // A build fetches the commit of its execution, which the branch may have left meanwhile.
            config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
            config.setBoolean("uploadpack", null, "allowFilter", true);
            // Executions go on with commits that no branch reaches any more, however late they are retried. (JGit takes
            // "never" for the end of time, and fails to count its milliseconds.)
            config.setString("gc", null, "pruneExpire", "100.years.ago");
            // Such commits end as loose objects, and their number is no reason to collect garbage again and again.
            config.setInt("gc", null, "auto", 0);
            config.save();
            repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
        }
        Files.writeString(folder.resolve("description"), "", UTF_8);
        syncAll(folder);
    }

    static Repository open(Path folder) throws IOException {
        return open(folder, true);
    }

    private static Repository open(Path folder, boolean mustExist) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(folder.toFile())
                .setBare()
                .setMustExist(mustExist)
                .build();
    }

    /**
     * Removes what a process that was killed has left: locks, which would refuse every later push to the same branch,
     * and packs that never arrived. Only for a time when nobody else uses the repository.
     */
    static void sweep(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                // Loose objects are many, and never locked.
                var looseObjects = directory.getParent().equals(folder.resolve("objects"))
                        && directory.getFileName().toString().length() == 2;
                return looseObjects ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (isLeftOver(folder.relativize(file))) Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean isLeftOver(Path file) {
        var name = file.getFileName().toString();
        if (file.startsWith("objects")) {
            return name.startsWith("incoming_") || name.startsWith("gc_") || name.endsWith(".keep");
        }
        return name.endsWith(".lock") || name.equals("gc.pid");
    }

    static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) throw failure;
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void syncAll(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            paths.forEach(Disk::sync);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
