package dev.pipewright.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An empty database with its tables, made once, since the migrations take longer than most tests. */
public final class EmptyStore {
    private static final String FILE = "pipewright.db";
    private static byte[] made;

    private EmptyStore() {}

    /** Spares the store that is opened in this folder next its migrations. */
    public static synchronized void putInto(Path folder) {
        try {
            if (made == null) {
                Database.open(folder, () -> "none").close();
                made = Files.readAllBytes(folder.resolve(FILE));
            } else {
                Files.write(folder.resolve(FILE), made);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
