package dev.pipewright.action.deploy.ec2;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Folders;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.TemporaryFile;
import dev.pipewright.action.archive.Archive;
import dev.pipewright.action.archive.ArchiveLimits;
import dev.pipewright.action.archive.ArchiveRefused;
import dev.pipewright.model.FailureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * An artifact ready to be sent: unpacked with distrust, and packed anew as a tar that every machine can read.
 *
 * @param files where it was unpacked
 */
record Bundle(Path folder, Path files, Path tar) implements AutoCloseable {
    /** Fetches the run's artifact into a folder of its own below another one. */
    static Bundle of(ActionRequest request, ObjectStore objects, Path temporary, ArchiveLimits limits)
            throws IOException, DeployFailed {
        var input = request.firstInput();
        var place = input.location();
        var own = objects.as(request.pipeline().account());
        var artifact = own.find(place.bucket(), place.key(), Optional.empty())
                .orElseThrow(() -> new DeployFailed(
                        FailureType.JobFailed,
                        "The artifact \"%s\" is not there: the bucket \"%s\" has no object \"%s\".",
                        input.name(), place.bucket(), place.key()));
        Files.createDirectories(temporary);
        var folder = Files.createTempDirectory(temporary, "deploy-");
        var bundle = new Bundle(folder, folder.resolve("files"), folder.resolve("files.tar"));
        try (var zip = TemporaryFile.in(temporary)) {
            try (var bytes = own.open(artifact)) {
                Files.copy(bytes, zip.path(), StandardCopyOption.REPLACE_EXISTING);
            }
            try (var archive = Archive.open(zip.path(), limits)) {
                archive.unpackTo(bundle.files(), limits);
            }
            bundle.pack();
            return bundle;
        } catch (ArchiveRefused refused) {
            bundle.close();
            throw new DeployFailed(
                    switch (refused.reason()) {
                        case MALFORMED -> FailureType.JobFailed;
                        case UNSAFE -> FailureType.ConfigurationError;
                    },
                    "The artifact \"%s\" cannot be unpacked: %s", input.name(), refused.getMessage());
        } catch (IOException | RuntimeException failure) {
            bundle.close();
            throw failure;
        }
    }

    private void pack() throws IOException {
        try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar), "UTF-8");
                var paths = Files.walk(files)) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            out.setAddPaxHeadersForNonAsciiNames(true);
            for (var path : (Iterable<Path>) paths.filter(each -> !each.equals(files))::iterator) {
                add(path, out);
            }
        }
    }

    private void add(Path path, TarArchiveOutputStream out) throws IOException {
        var name = files.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
            var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            entry.setLinkName(Files.readSymbolicLink(path).toString());
            out.putArchiveEntry(entry);
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            var entry = new TarArchiveEntry(name + "/");
            entry.setMode(0755);
            out.putArchiveEntry(entry);
        } else {
            var entry = new TarArchiveEntry(name);
            entry.setSize(Files.size(path));
            entry.setMode(Files.isExecutable(path) ? 0755 : 0644);
            out.putArchiveEntry(entry);
            Files.copy(path, out);
        }
        out.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }
}
