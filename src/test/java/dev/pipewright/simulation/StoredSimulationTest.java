package dev.pipewright.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some seeds once more, one for every 250 of {@link SimulationTest}, with the real store under them, which is closed
 * and opened again at any time.
 */
class StoredSimulationTest {
    private static final int SEEDS = Integer.getInteger("pipewright.seeds", 10_000) / 250 + 1;
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    private final List<StoredKeeper> keepers = new ArrayList<>();

    @AfterEach
    void close() {
        keepers.forEach(StoredKeeper::close);
    }

    @Test
    void what_is_in_the_tables_is_what_the_engine_decided() {
        for (long seed = 0; seed < SEEDS; seed++) {
            long chance = seed;
            new Simulation(seed, STEPS, pipeline -> {
                        close();
                        keepers.clear();
                        var keeper = new StoredKeeper(newFolder(), pipeline, new Chance(chance, -1));
                        keepers.add(keeper);
                        return keeper;
                    })
                    .run();
        }
    }

    private Path newFolder() {
        try {
            return Files.createTempDirectory(folder, "store");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
