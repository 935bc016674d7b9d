package dev.pipewright.simulation;

import dev.pipewright.engine.Event;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionRun;
import java.util.HashSet;

/** A kind world: nobody dies, every door is opened, every job succeeds, every approval is given; some tell it twice. */
final class Kindness {
    private static final String BY = "arn:aws:iam::000000000000:user/kind";

    private final World world;

    Kindness(World world) {
        this.world = world;
        world.letters().clear();
    }

    void round(Chance chance) {
        world.setClock(world.now().plusSeconds(1));
        for (var transition : world.traffic().closed()) {
            world.tell(new Event.TransitionEnabled(world.now(), transition.stage(), transition.inbound(), BY));
        }
        world.carryOut(Integer.MAX_VALUE, false);
        var jobs = new HashSet<>(world.jobs());
        var due = new HashSet<>(world.timers());
        for (var run : world.running().toList()) {
            Law.ONE_TIMER.holds(due.contains(run.run()), run.run());
            var event = answer(run);
            if (event instanceof Event.ActionFinished) {
                Law.ONE_JOB.holds(jobs.contains(run.run()), run.run());
            }
            world.tell(event);
            if (chance.oneIn(4)) {
                world.tell(event);
            }
        }
    }

    private Event answer(ActionRun run) {
        var pipeline = world.history().get(run.run().executionId()).pipeline();
        return pipeline.action(run.run()).orElseThrow().actionTypeId().category() == ActionCategory.Approval
                ? new Event.ApprovalAnswered(
                        world.now(), run.run().stage(), run.run().action(), run.id(), true, "seen", BY)
                : new Event.ActionFinished(world.now(), run.run(), Hostility.success(run.run(), false));
    }
}
