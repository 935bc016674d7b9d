package dev.pipewright.git;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** The tree of a commit as a zip. */
final class TreeZip {
    // A zip knows no times before 1980; what a zone may take off stays clear of that.
    private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 2, 0, 0);

    private TreeZip() {}

    static void write(ObjectReader objects, RevCommit commit, OutputStream out) throws IOException {
        var time = commit.getCommitterIdent().getWhenAsInstant();
        try (var zip = new ZipArchiveOutputStream(leftOpen(out));
                var tree = new TreeWalk(objects)) {
            tree.addTree(commit.getTree());
            tree.setRecursive(true);
            while (tree.next()) {
                var mode = tree.getFileMode();
                if (mode == FileMode.GITLINK) continue;
                var content = objects.open(tree.getObjectId(0));
                var entry = new ZipArchiveEntry(tree.getPathString());
                entry.setUnixMode(unixMode(mode));
                entry.setSize(content.getSize());
                stamp(entry, time);
                zip.putArchiveEntry(entry);
                content.copyTo(zip);
                zip.closeArchiveEntry();
            }
        }
    }

    private static int unixMode(FileMode mode) {
        if (mode == FileMode.SYMLINK) return UnixStat.LINK_FLAG | UnixStat.DEFAULT_LINK_PERM;
        return UnixStat.FILE_FLAG | (mode == FileMode.EXECUTABLE_FILE ? 0755 : 0644);
    }

    private static void stamp(ZipArchiveEntry entry, Instant time) {
        var seconds = time.getEpochSecond();
        if (seconds == (int) seconds) {
            var exact = new X5455_ExtendedTimestamp();
            exact.setModifyFileTime(FileTime.from(time));
            entry.addExtraField(exact);
        }
        // A zip's own time has no zone. Writing it as if here were UTC gives the same bytes on every machine; the extra
        // field, which has to be there first, holds the true time, and is what Unix tools believe.
        var utc = time.atOffset(ZoneOffset.UTC).toLocalDateTime();
        var sameClockHere = (isInRange(utc) ? utc : EARLIEST).atZone(ZoneId.systemDefault());
        entry.setTime(sameClockHere.toInstant().toEpochMilli());
    }

    private static boolean isInRange(LocalDateTime time) {
        return !time.isBefore(EARLIEST) && time.getYear() < 2107;
    }

    private static OutputStream leftOpen(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
