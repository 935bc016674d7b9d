package dev.pipewright.simulation;

import dev.pipewright.engine.Event;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Revision;
import dev.pipewright.model.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A hostile world. Answers come late, twice, in another order or never; two workers do the same job, two servers wait
 * for the same timer; a server dies between a commit and its effects; the clock jumps; callers ask for anything at any
 * time, and what they saw is old when it is heard.
 */
final class Hostility {
    /** What can happen in a step, with its share among all. */
    private enum Move {
        CARRY_OUT(14),
        WORK(34),
        READ_LETTER(10),
        LOSE_LETTER(2),
        TIMER(3),
        CLOCK(2),
        START(9),
        CROWD(1),
        STOP(3),
        RETRY(6),
        ROLL_BACK(4),
        OVERRIDE(4),
        APPROVE(6),
        CLOSE(4),
        OPEN(4),
        UPDATE(2);

        private final int share;

        Move(int share) {
            this.share = share;
        }
    }

    private static final List<Move> NEVER_LEFT_OUT = List.of(Move.CARRY_OUT, Move.WORK, Move.START, Move.READ_LETTER);

    private final World world;
    private final List<Move> moves = new ArrayList<>();
    private final int luck;
    private final boolean letters;

    /** Each seed leaves some kinds of moves out, so that the others get further. */
    Hostility(World world, Chance chance) {
        this.world = world;
        for (var move : Move.values()) {
            var rare = move == Move.CROWD && !chance.oneIn(100);
            if (!rare && (NEVER_LEFT_OUT.contains(move) || chance.percent(65))) {
                int share = move.share * (chance.oneIn(4) ? 3 : 1);
                for (int i = 0; i < share; i++) {
                    moves.add(move);
                }
            }
        }
        luck = chance.between(50, 97);
        letters = chance.oneIn(2);
    }

    void step(Chance chance) {
        world.setClock(world.now().plusSeconds(chance.oneIn(4) ? 0 : chance.below(600)));
        var callers = new Callers(world, chance);
        switch (chance.pick(moves)) {
            case CARRY_OUT -> world.carryOut(chance.between(1, 20), chance.oneIn(4));
            case WORK -> work(chance);
            case READ_LETTER -> readLetter(chance);
            case LOSE_LETTER -> loseLetter(chance);
            case TIMER -> timer(chance);
            case CLOCK -> jump(chance);
            case START -> send(chance, callers.start());
            case CROWD -> crowd(chance, callers);
            case STOP -> callers.stop().ifPresent(event -> send(chance, event));
            case RETRY -> callers.retry().ifPresent(event -> send(chance, event));
            case ROLL_BACK -> callers.rollBack().ifPresent(event -> send(chance, event));
            case OVERRIDE -> callers.override().ifPresent(event -> send(chance, event));
            case APPROVE -> callers.answer().ifPresent(event -> send(chance, event));
            case CLOSE -> send(chance, callers.close());
            case OPEN -> send(chance, callers.open());
            case UPDATE -> send(chance, callers.update());
        }
    }

    /** Heard at once, or written down to be heard later, perhaps more than once. */
    private void send(Chance chance, Event event) {
        if (letters && chance.oneIn(3)) {
            world.letters().add(event);
        } else {
            world.tell(event);
        }
        if (chance.oneIn(12)) {
            world.letters().add(event);
        }
    }

    private void work(Chance chance) {
        if (chance.oneIn(2)) {
            world.carryOut(chance.between(3, 12), false);
        }
        var jobs = world.jobs();
        if (!jobs.isEmpty() && !chance.oneIn(30)) {
            send(chance, answer(chance, chance.pick(jobs)));
        } else {
            anyRun(chance).forEach(run -> send(chance, answer(chance, run)));
        }
    }

    /** A run that may be over since long, or that there never was. */
    private List<RunId> anyRun(Chance chance) {
        if (world.history().isEmpty()) {
            return List.of();
        }
        var execution = chance.pick(List.copyOf(world.history().values()));
        var runs = execution.stages().stream().flatMap(stage -> stage.runs()).toList();
        return runs.isEmpty() || chance.oneIn(5)
                ? List.of(new RunId(execution.id(), "A", "act0", chance.between(1, 3)))
                : List.of(chance.pick(runs).run());
    }

    private Event answer(Chance chance, RunId run) {
        if (chance.oneIn(12)) {
            return new Event.ActionProgressed(world.now(), run, ExecutionDetails.summary("half"));
        }
        if (!chance.percent(luck)) {
            return new Event.ActionFinished(world.now(), run, Outcome.failed(FailureType.JobFailed, "bad luck"));
        }
        return new Event.ActionFinished(world.now(), run, success(run, chance.oneIn(8)));
    }

    static Outcome success(RunId run, boolean forgets) {
        var revisions = run.stage().equals("Source")
                ? List.of(new Revision(null, "r-" + run.executionId(), null, null, null, null))
                : List.<Revision>of();
        return new Outcome.Succeeded(
                ExecutionDetails.NONE,
                forgets
                        ? Map.of(RandomPipelines.ALWAYS, "x")
                        : Map.of(RandomPipelines.ALWAYS, "x", RandomPipelines.SOMETIMES, "y"),
                revisions);
    }

    private void readLetter(Chance chance) {
        if (!world.letters().isEmpty()) {
            int which = chance.below(world.letters().size());
            world.tell(chance.oneIn(4) ? world.letters().get(which) : world.letters().remove(which));
        }
    }

    private void loseLetter(Chance chance) {
        if (!world.letters().isEmpty()) {
            world.letters().remove(chance.below(world.letters().size()));
        }
    }

    private void timer(Chance chance) {
        var due = world.dueTimers();
        if (due.isEmpty()) {
            anyRun(chance).forEach(run -> world.letters().add(new Event.ActionTimedOut(world.now(), run)));
        } else {
            send(chance, new Event.ActionTimedOut(world.now(), chance.pick(due)));
        }
    }

    private void jump(Chance chance) {
        var jump = chance.oneIn(3) ? Duration.ofHours(-chance.below(72)) : Duration.ofHours(chance.below(40 * 24));
        world.setClock(world.now().plus(jump));
    }

    private void crowd(Chance chance, Callers callers) {
        int crowd = chance.between(10, 30);
        for (int i = 0; i < crowd; i++) {
            world.tell(callers.start());
        }
    }

    /** An execution that something could still become of, rather a young one. */
    static Execution anyone(World world, Chance chance) {
        var all = List.copyOf(world.history().values());
        int last = all.size() - 1;
        return all.get(Math.max(0, last - chance.below(chance.oneIn(4) ? all.size() : Math.min(all.size(), 5))));
    }
}
