package dev.pipewright.server;

import dev.pipewright.cli.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The keys with which the server seals what it gives out: session tokens and page tokens. Made at the first start, kept
 * in the data directory beside the database, readable by their owner only.
 */
record ServerKeys(byte[] sessions, byte[] pages) {
    private static final int LENGTH = 32;

    /** The keys of a data directory, which are made where there are none yet. */
    static ServerKeys of(Path data) throws IOException {
        var file = data.resolve("server.key");
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            bytes = Ids.bytes(2 * LENGTH);
            DataFile.write(file, bytes);
        }
        if (bytes.length != 2 * LENGTH) {
            throw new IOException(("The file %s has %d bytes and should have %d: restore it from a backup, or remove it"
                            + " to have all tokens refused that were given out.")
                    .formatted(file, bytes.length, 2 * LENGTH));
        }
        return new ServerKeys(Arrays.copyOf(bytes, LENGTH), Arrays.copyOfRange(bytes, LENGTH, 2 * LENGTH));
    }
}
