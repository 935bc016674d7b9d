package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random pipelines under hostile schedules, from seeds; {@code -Dpipewright.seeds=N} says how many. */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("pipewright.seeds", 2_000);

    /** First a hostile world (late, doubled and failing results, closed doors, updates), then a kind one. */
    @Test
    void every_execution_ends_once_the_world_turns_kind() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void run(long seed) {
        var world = new SimulatedWorld(new Random(seed));
        for (int step = 0; step < 120; step++) {
            world.hostileStep();
        }
        for (int step = 0; step < 100 && !world.traffic().executions().isEmpty(); step++) {
            world.kindStep();
        }
        assertThat(world.traffic().executions()).as("what is still under way").isEmpty();
    }
}
