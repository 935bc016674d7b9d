package dev.pipewright.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of objects, in files with names of our own making, so that no key ever becomes a path.
 *
 * <p>A file is written under {@code incoming}, synced, and moved to its place. Every opening of the store counts as a
 * new generation with a directory of its own. So a file of an earlier generation that the index does not name never
 * will be named, and may go: it was left by a process that ended between the move and the commit.
 */
final class Blobs {
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);
    private static final int FILES_IN_A_DIRECTORY = 1000;
    private static final boolean SYNCS_DIRECTORIES =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path incoming;
    private final Path data;
    private final long generation;
    private final AtomicLong next = new AtomicLong();
    private final ReentrantLock preparing = new ReentrantLock();
    private Path prepared;

    /** Which of some files of one directory the index knows. */
    interface Known {
        /** Those names that begin with the directory, which ends in a slash. */
        Set<String> in(String directory) throws IOException;
    }

    Blobs(Path directory, long generation) throws IOException {
        this.incoming = directory.resolve("incoming");
        this.data = directory.resolve("data");
        this.generation = generation;
        Files.createDirectories(data);
        Files.createDirectories(incoming);
        try (var unfinished = Files.list(incoming)) {
            for (var file : (Iterable<Path>) unfinished::iterator) {
                Files.delete(file);
            }
        }
        sync(directory);
    }

    /** A file in the making. */
    Draft draft() throws IOException {
        long number = next.getAndIncrement();
        return new Draft(
                incoming.resolve(Long.toString(number)),
                "%d/%d/%d".formatted(generation, number / FILES_IN_A_DIRECTORY, number));
    }

    /** A file that is being written; closing it without {@link #keep} leaves nothing. */
    final class Draft implements AutoCloseable {
        private final Path file;
        private final String name;
        private final FileChannel channel;

        private Draft(Path file, String name) throws IOException {
            this.file = file;
            this.name = name;
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        void write(byte[] bytes, int length) throws IOException {
            var rest = ByteBuffer.wrap(bytes, 0, length);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }

        /** Puts the bytes on disk for good, and answers the name to find them by. */
        String keep() throws IOException {
            channel.force(true);
            channel.close();
            var place = data.resolve(name);
            prepare(place.getParent());
            Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
            try {
                sync(place.getParent());
            } catch (IOException e) {
                Files.deleteIfExists(place);
                throw e;
            }
            return name;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }

    /** Makes a directory that outlasts a power cut; nobody goes on before it does. */
    private void prepare(Path directory) throws IOException {
        preparing.lock();
        try {
            if (!directory.equals(prepared)) {
                Files.createDirectories(directory);
                sync(directory.getParent());
                sync(data);
                prepared = directory;
            }
        } finally {
            preparing.unlock();
        }
    }

    /** The bytes of some files in a row, from an offset on; the caller has seen to it that there are so many. */
    InputStream open(List<Segment> segments, long offset, long length) throws IOException {
        return new SegmentStream(this, segments, offset, length);
    }

    /** One file from an offset on, after a look at its size. */
    InputStream open(Segment segment, long offset) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(data.resolve(segment.file()), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new IOException("the file " + segment.file() + " of the S3 store is gone", e);
        }
        long size = channel.size();
        if (size != segment.size()) {
            channel.close();
            throw new IOException("the file " + segment.file() + " of the S3 store has " + size + " bytes and "
                    + "should have "
                    + segment.size());
        }
        channel.position(offset);
        return Channels.newInputStream(channel);
    }

    /** Deletes files that the index does not name any more; one that resists is left for a later sweep. */
    void delete(List<String> names) {
        for (var name : names) {
            try {
                Files.deleteIfExists(data.resolve(name));
            } catch (IOException e) {
                LOG.warn("the file {} of the S3 store could not be deleted: {}", name, e.toString());
            }
        }
    }

    /** Deletes the files of earlier generations that the index does not name; answers how many there were. */
    int sweep(Known known) throws IOException {
        int swept = 0;
        for (var old : children(data)) {
            if (old.getFileName().toString().equals(Long.toString(generation))) {
                continue;
            }
            for (var directory : children(old)) {
                var prefix = old.getFileName() + "/" + directory.getFileName() + "/";
                var named = known.in(prefix);
                for (var file : children(directory)) {
                    if (!named.contains(prefix + file.getFileName())) {
                        Files.deleteIfExists(file);
                        swept++;
                    }
                }
                if (named.isEmpty()) {
                    Files.deleteIfExists(directory);
                }
            }
            if (children(old).isEmpty()) {
                Files.deleteIfExists(old);
            }
        }
        return swept;
    }

    private static List<Path> children(Path parent) throws IOException {
        try (var list = Files.list(parent)) {
            return list.toList();
        }
    }

    private static void sync(Path directory) throws IOException {
        // Windows cannot open a directory as a file, and journals its moves by itself.
        if (SYNCS_DIRECTORIES) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
