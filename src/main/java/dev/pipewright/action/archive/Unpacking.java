package dev.pipewright.action.archive;

import dev.pipewright.action.Folders;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What files an archive becomes. Every name is checked before the first byte is written. */
final class Unpacking {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final int LONGEST_PATH = 2000;

    private final Archive archive;
    private final Map<String, Archive.Member> files = new LinkedHashMap<>();
    private final Map<String, String> linkTargets = new LinkedHashMap<>();
    private final Set<String> folders = new LinkedHashSet<>();
    private final Links links = new Links();

    private Unpacking(Archive archive) {
        this.archive = archive;
    }

    static Unpacking plan(Archive archive, ArchiveLimits limits) throws IOException {
        var unpacking = new Unpacking(archive);
        for (var member : archive.members()) {
            unpacking.place(member, limits);
        }
        unpacking.checkWays();
        return unpacking;
    }

    private void place(Archive.Member member, ArchiveLimits limits) throws IOException {
        var path = pathOf(member.name());
        if (member.folder()) {
            addFolders(path, limits);
            return;
        }
        if (path.isEmpty() || files.containsKey(path) || links.has(path)) {
            throw ArchiveRefused.unsafe(
                    "The archive holds more than one entry named \"%s\".", Archive.shown(member.name()));
        }
        var slash = path.lastIndexOf('/');
        addFolders(slash < 0 ? "" : path.substring(0, slash), limits);
        if (member.link()) {
            var target = archive.linkTarget(member);
            linkTargets.put(path, target);
            links.add(path, target);
        } else {
            files.put(path, member);
        }
    }

    private void addFolders(String path, ArchiveLimits limits) throws ArchiveRefused {
        for (var folder = path; !folder.isEmpty() && folders.add(folder); ) {
            var slash = folder.lastIndexOf('/');
            folder = slash < 0 ? "" : folder.substring(0, slash);
        }
        if (folders.size() > limits.entries()) {
            throw ArchiveRefused.unsafe("The archive holds more than %,d folders.", limits.entries());
        }
    }

    /** The entry's name as a plain relative path. */
    private static String pathOf(String name) throws ArchiveRefused {
        if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
            throw ArchiveRefused.unsafe(
                    "The archive's entry \"%s\" has an absolute path.", Archive.shown(name));
        }
        if (name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
            throw ArchiveRefused.unsafe(
                    "The archive's entry \"%s\" has a backslash or a zero byte in its name.", Archive.shown(name));
        }
        if (name.length() > LONGEST_PATH) {
            throw ArchiveRefused.unsafe(
                    "The archive's entry \"%s\" has a path of more than %,d characters.",
                    Archive.shown(name), LONGEST_PATH);
        }
        List<String> parts = new ArrayList<>();
        for (var part : name.split("/")) {
            if (part.equals("..")) {
                throw ArchiveRefused.unsafe(
                        "The archive's entry \"%s\" leads out of the archive's folder.", Archive.shown(name));
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** No entry lies behind a link or a file, and no link leads out. */
    private void checkWays() throws ArchiveRefused {
        for (var folder : folders) {
            if (links.has(folder)) {
                throw ArchiveRefused.unsafe(
                        "The archive holds entries behind the symbolic link \"%s\".", Archive.shown(folder));
            }
            if (files.containsKey(folder)) {
                throw ArchiveRefused.unsafe(
                        "The archive's entry \"%s\" is both a file and a folder.", Archive.shown(folder));
            }
        }
        for (var link : linkTargets.entrySet()) {
            if (link.getValue().isEmpty() || link.getValue().indexOf('\0') >= 0
                    || links.follow(link.getKey()).isEmpty()) {
                throw ArchiveRefused.unsafe(
                        "The archive's symbolic link \"%s\" to \"%s\" leads out of its folder or in a circle.",
                        Archive.shown(link.getKey()), Archive.shown(link.getValue()));
            }
        }
    }

    void carryOut(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            // A folder's name may come after that of a folder in it.
            for (var name : folders) {
                Files.createDirectories(folder.resolve(name));
            }
            Set<String> executables = new HashSet<>();
            for (var file : files.entrySet()) {
                var target = folder.resolve(file.getKey());
                try (var bytes = archive.read(file.getValue())) {
                    Files.copy(bytes, target);
                }
                if (file.getValue().executable()) {
                    executables.add(file.getKey());
                }
            }
            for (var name : executables) {
                Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            // Last, so that nothing can be written through them.
            for (var link : linkTargets.entrySet()) {
                Files.createSymbolicLink(folder.resolve(link.getKey()), Path.of(link.getValue()));
            }
        } catch (InvalidPathException unwritable) {
            Folders.delete(folder);
            throw ArchiveRefused.unsafe(
                    "The archive's entry \"%s\" has a name that this machine's file system cannot spell.",
                    Archive.shown(unwritable.getInput()));
        } catch (FileSystemException failure) {
            Folders.delete(folder);
            throw new IOException(
                    "The file \"%s\" of the archive cannot be written: %s."
                            .formatted(Archive.shown(relative(folder, failure.getFile())), reasonOf(failure)),
                    failure);
        } catch (IOException | RuntimeException failure) {
            Folders.delete(folder);
            throw failure;
        }
    }

    private static String relative(Path folder, String file) {
        return file == null ? "" : file.replace(folder.toString() + "/", "");
    }

    private static String reasonOf(FileSystemException failure) {
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }
}
