package dev.pipewright.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The URL of the server on a data directory, kept in the file {@code endpoint} while it runs. */
public final class LocalEndpoint {
    private LocalEndpoint() {}

    /**
     * The URL that the server on that data directory left; empty where none runs. A killed server leaves its file
     * behind, so that what is there may be old.
     *
     * @throws IOException when the file cannot be read or holds no URL; the message is a sentence
     */
    public static Optional<URI> read(Path data) throws IOException {
        var file = file(data);
        try {
            var endpoint = new URI(Files.readString(file).strip());
            if (endpoint.getHost() == null) throw new IOException("The file " + file + " holds no server's URL.");
            return Optional.of(endpoint);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (URISyntaxException bad) {
            throw new IOException("The file " + file + " holds no server's URL.", bad);
        }
    }

    /** Says where the server on that data directory is. */
    public static void write(Path data, URI endpoint) throws IOException {
        DataFile.write(file(data), endpoint + "\n");
    }

    /** Says that no server runs there any more. */
    public static void remove(Path data) throws IOException {
        Files.deleteIfExists(file(data));
    }

    private static Path file(Path data) {
        return data.resolve("endpoint");
    }
}
