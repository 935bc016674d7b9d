package dev.pipewright.action.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** The files of a folder that patterns choose, to be packed as an artifact. */
public final class Harvest {
    private final Path folder;
    private final Set<String> paths;

    private Harvest(Path folder, Set<String> paths) {
        this.folder = folder;
        this.paths = paths;
    }

    /**
     * Finds what the patterns choose; symbolic links are found, not followed.
     *
     * @throws IllegalArgumentException with a sentence, where a pattern is bad or chooses nothing, or where a chosen
     *     link leads out of the folder
     */
    public static Harvest of(Path folder, List<String> patterns) throws IOException {
        var globs = patterns.stream().map(Glob::of).toList();
        Set<Glob> idle = new HashSet<>(globs);
        Set<String> paths = new TreeSet<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // Sockets and pipes, which a build may leave behind, have no bytes to pack.
                if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
                    var path = folder.relativize(file).toString();
                    for (var glob : globs) {
                        if (glob.matches(path)) {
                            idle.remove(glob);
                            paths.add(path);
                        }
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (var glob : globs) {
            if (idle.contains(glob)) {
                throw new IllegalArgumentException(
                        "The file pattern \"%s\" of the output artifact matches no file in the working folder."
                                .formatted(Archive.shown(glob.toString())));
            }
        }
        var harvest = new Harvest(folder, paths);
        harvest.checkLinks();
        return harvest;
    }

    private void checkLinks() throws IOException {
        var links = new Links();
        var found = new ArrayList<String>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    var path = folder.relativize(file).toString();
                    links.add(path, Files.readSymbolicLink(file).toString());
                    if (paths.contains(path)) {
                        found.add(path);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (var path : found) {
            if (links.follow(path).isEmpty()) {
                throw new IllegalArgumentException(
                        "The symbolic link \"%s\" of the output artifact leads out of the working folder."
                                .formatted(Archive.shown(path)));
            }
        }
    }

    /** How many files and links there are. */
    public int size() {
        return paths.size();
    }

    /** Packs them, with their paths, their times, links as links, and whether they can be executed. */
    public void pack(Path zip) throws IOException {
        try (var out = new ZipArchiveOutputStream(zip)) {
            out.setUseZip64(Zip64Mode.AsNeeded);
            for (var path : paths) {
                var file = folder.resolve(path);
                var entry = new ZipArchiveEntry(path);
                entry.setLastModifiedTime(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
                if (Files.isSymbolicLink(file)) {
                    entry.setUnixMode(UnixStat.LINK_FLAG | 0777);
                    out.putArchiveEntry(entry);
                    out.write(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
                } else {
                    entry.setUnixMode(UnixStat.FILE_FLAG | (isExecutable(file) ? 0755 : 0644));
                    entry.setSize(Files.size(file));
                    out.putArchiveEntry(entry);
                    Files.copy(file, out);
                }
                out.closeArchiveEntry();
            }
        }
    }

    private static boolean isExecutable(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
    }
}
