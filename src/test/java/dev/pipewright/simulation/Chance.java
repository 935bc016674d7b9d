package dev.pipewright.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The dice of one step. Each step has its own, so that a step can be left out and the others throw what they threw. */
final class Chance {
    private final SplittableRandom dice;

    Chance(long seed, int step) {
        dice = new SplittableRandom(seed * 1_000_003L + step);
    }

    /** From 0 on, below the bound. */
    int below(int bound) {
        return dice.nextInt(bound);
    }

    /** From the least to the most, both possible. */
    int between(int least, int most) {
        return dice.nextInt(least, most + 1);
    }

    boolean oneIn(int number) {
        return dice.nextInt(number) == 0;
    }

    boolean percent(int number) {
        return dice.nextInt(100) < number;
    }

    <T> T pick(List<T> list) {
        return list.get(dice.nextInt(list.size()));
    }

    <T> List<T> shuffled(List<T> list) {
        var left = new ArrayList<>(list);
        var shuffled = new ArrayList<T>();
        while (!left.isEmpty()) {
            shuffled.add(left.remove(dice.nextInt(left.size())));
        }
        return shuffled;
    }
}
