package dev.pipewright.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An empty database with its tables, made once, since the migrations take longer than most tests. */
public final class EmptyStore {
    private static final List<String> FILES = List.of("pipewright.db", "secrets.keys");
    private static final Map<String, byte[]> MADE = new HashMap<>();

    private EmptyStore() {}

    /** Spares the store that is opened in this folder next its migrations. */
    public static synchronized void putInto(Path folder) {
        try {
            if (MADE.isEmpty()) {
                Database.open(folder, () -> "none").close();
                for (var file : FILES) MADE.put(file, Files.readAllBytes(folder.resolve(file)));
            } else {
                for (var file : FILES) Files.write(folder.resolve(file), MADE.get(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
