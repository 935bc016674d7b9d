package dev.pipewright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random pipelines in hostile worlds, from seeds. {@code -Dseeds=N} says how many, and {@code -Dpipewright.seed=N}
 * tells the whole story of one.
 */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("pipewright.seeds", 10_000);
    private static final Long ONE_SEED = Long.getLong("pipewright.seed");

    @Test
    void every_law_holds_whatever_happens_and_all_ends_when_the_world_turns_kind() {
        if (ONE_SEED != null) {
            new Simulation(ONE_SEED, Simulation.STEPS).script(Set.of()).forEach(System.out::println);
            new Simulation(ONE_SEED, Simulation.STEPS).run();
            return;
        }
        var broken = new AtomicReference<AssertionError>();
        LongStream.range(0, SEEDS).parallel().filter(_ -> broken.get() == null).forEach(seed -> {
            try {
                new Simulation(seed, Simulation.STEPS).run();
            } catch (AssertionError e) {
                broken.compareAndSet(null, e);
            }
        });
        if (broken.get() != null) {
            throw broken.get();
        }
    }

    @Test
    void a_seed_always_goes_the_same_way() {
        assertThat(new Simulation(7, Simulation.STEPS).script(Set.of()))
                .isEqualTo(new Simulation(7, Simulation.STEPS).script(Set.of()))
                .isNotEqualTo(new Simulation(8, Simulation.STEPS).script(Set.of()));
    }
}
