package dev.pipewright.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with the keys that secrets are sealed with, for its owner only. A crash leaves the old or the new one. */
final class KeyFile {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final long LARGEST = 1024 * 1024;

    private final Path file;

    /** The file's JSON. The last key is the one that seals. */
    private record Content(List<Entry> keys) {}

    private record Entry(String id, String key) {}

    KeyFile(Path file) {
        this.file = file;
    }

    /** Where it is, for people. */
    Path path() {
        return file;
    }

    /**
     * The keys, the oldest first.
     *
     * @return empty when there is no file
     * @throws StoreUnavailable when it cannot be read, or holds something else
     */
    Optional<List<SealingKey>> read() {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                // No refusal: what is mounted into a container is often so and cannot be changed there.
                LOG.warn("Everybody on this machine may read the file of keys {}", file);
            }
            String text = Files.size(file) > LARGEST ? "" : Files.readString(file);
            return Optional.of(keys(Json.read(text, Content.class)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new StoreUnavailable(
                    "The file of keys %s cannot be read: %s.".formatted(file, DataDirectory.reason(failure)), failure);
        } catch (RuntimeException _) {
            // Without the cause, which may quote what is in the file.
            throw new StoreUnavailable("The file " + file + " is damaged, or is no file of keys.");
        }
    }

    private static List<SealingKey> keys(Content content) {
        List<SealingKey> keys = new ArrayList<>();
        for (Entry entry : content.keys()) {
            SealingKey key = SealingKey.of(entry.key());
            if (!key.id().equals(entry.id())) {
                throw new IllegalArgumentException("a key is damaged");
            }
            keys.add(key);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("there is no key");
        }
        return keys;
    }

    /** Replaces the keys; they are on the disk when this returns. */
    void write(List<SealingKey> keys) {
        Content content = new Content(
                keys.stream().map(key -> new Entry(key.id(), key.written())).toList());
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(Json.write(content) + "\n");
        try {
            // What a link leads to is replaced, not the link.
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path next = target.resolveSibling(target.getFileName() + ".new");
            Files.deleteIfExists(next);
            try (FileChannel channel = FileChannel.open(
                    next, Set.of(CREATE_NEW, WRITE), DataDirectory.ownerOnly(next, "rw-------"))) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, target, ATOMIC_MOVE);
            // The name must be on the disk before anything is that only these keys open.
            try (FileChannel folder = FileChannel.open(target.getParent(), READ)) {
                folder.force(true);
            }
        } catch (NoSuchFileException failure) {
            throw new StoreUnavailable(
                    "The file of keys %s cannot be written: its folder does not exist.".formatted(file), failure);
        } catch (IOException failure) {
            throw new StoreUnavailable(
                    "The file of keys %s cannot be written: %s.".formatted(file, DataDirectory.reason(failure)),
                    failure);
        }
    }
}
