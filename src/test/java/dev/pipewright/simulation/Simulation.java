package dev.pipewright.simulation;

import dev.pipewright.model.Pipeline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One seed: a random pipeline, hostile steps, then kind ones until nothing is under way. The same seed goes the same
 * way each time.
 */
final class Simulation {
    /** How many hostile steps a seed takes mostly. */
    static final int STEPS = 70;

    private static final int KIND_ROUNDS = 600;

    private final long seed;
    private final int steps;
    private final Function<Pipeline, Keeper> keepers;
    private final Edges edges = new Edges();
    private int step;

    Simulation(long seed, int steps, Function<Pipeline, Keeper> keepers) {
        this.seed = seed;
        this.steps = steps;
        this.keepers = keepers;
    }

    Simulation(long seed, int steps) {
        this(seed, steps, Keeper::inMemory);
    }

    Edges edges() {
        return edges;
    }

    /** @throws AssertionError when a law was broken, with the shortest way there that was found */
    Edges run() {
        try {
            run(Set.of(), _ -> {});
        } catch (Law.Broken broken) {
            throw new AssertionError(explain(broken), broken);
        } catch (RuntimeException broken) {
            throw new AssertionError("seed " + seed + ", step " + step + ": " + broken, broken);
        }
        return edges;
    }

    /**
     * Goes the way of the seed.
     *
     * @param without hostile steps that are left out
     * @param script hears of each step and event
     */
    private void run(Set<Integer> without, Consumer<Supplier<String>> script) {
        var chance = new Chance(seed, 0);
        var pipeline = RandomPipelines.next(chance, Keeper.KEY.name(), 1);
        script.accept(() -> Script.words(pipeline));
        var world = new World(keepers.apply(pipeline), edges, line -> script.accept(() -> step + ": " + line.get()));
        var hostility = new Hostility(world, chance);
        for (step = 1; step <= steps; step++) {
            if (!without.contains(step)) {
                hostility.step(new Chance(seed, step));
                if (step % 16 == 0) {
                    world.checkMemory();
                }
            }
        }
        var kindness = new Kindness(world);
        for (; !world.traffic().executions().isEmpty(); step++) {
            Law.ALL_ENDS.holds(step < steps + KIND_ROUNDS, world.traffic().executions().size() + " are under way");
            kindness.round(new Chance(seed, step));
        }
        world.checkMemory();
    }

    private String explain(Law.Broken broken) {
        var failedAt = step;
        var without = shorten(broken.law());
        var script = script(without);
        return "seed %d, step %d: %s%nWithout the steps that do not matter:%n%s%nSee all with -Dpipewright.seed=%d"
                .formatted(seed, failedAt, broken.getMessage(), String.join(System.lineSeparator(), script), seed);
    }

    /** Leaves out each step without which the same law is broken all the same. */
    private Set<Integer> shorten(Law law) {
        var without = new HashSet<Integer>();
        for (int leaveOut = steps; leaveOut > 0; leaveOut--) {
            without.add(leaveOut);
            if (!breaks(law, without)) {
                without.remove(leaveOut);
            }
        }
        return without;
    }

    private boolean breaks(Law law, Set<Integer> without) {
        try {
            run(without, _ -> {});
            return false;
        } catch (Law.Broken broken) {
            return broken.law() == law;
        } catch (RuntimeException _) {
            return false;
        }
    }

    /** The events of the seed and their answers, up to the end or the law that is broken. */
    List<String> script(Set<Integer> without) {
        var lines = new ArrayList<String>();
        try {
            run(without, line -> lines.add(line.get()));
        } catch (RuntimeException broken) {
            lines.add("step " + step + ": " + broken);
        }
        return lines;
    }
}
