package dev.pipewright.simulation;

import dev.pipewright.engine.Event.StopRequested;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Part;
import dev.pipewright.model.Place;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The laws about runs: attempts at actions, and evaluations of rules. */
final class RunLaws {
    private final Set<String> ids = new HashSet<>();

    void check(Step step) {
        for (var execution : step.decision().changed()) {
            var earlier = step.earlier(execution);
            for (int i = 0; i < execution.stages().size(); i++) {
                var now = execution.stages().get(i);
                var was = earlier == null || i >= earlier.stages().size() ? null : earlier.stages().get(i);
                if (now != was) {
                    belong(execution, now, i == execution.stages().size() - 1);
                    compare(step, execution, now, now.actions(), was == null ? List.of() : was.actions());
                    for (int c = 0; c < now.conditions().size(); c++) {
                        compare(
                                step, execution, now, now.conditions().get(c).rules(),
                                was == null || c >= was.conditions().size()
                                        ? List.of()
                                        : was.conditions().get(c).rules());
                    }
                }
            }
        }
    }

    private static void belong(Execution execution, StageRun stage, boolean current) {
        var lives = current
                && execution.place() == Place.INSIDE
                && (stage.status() == StageStatus.InProgress || stage.status() == StageStatus.Stopping);
        stage.runs().filter(run -> !run.status().ended()).forEach(run -> Law.RUNS_BELONG.holds(
                lives && run.stageAttempt() == stage.attempt(), run.run()));
    }

    private void compare(Step step, Execution execution, StageRun stage, List<ActionRun> now, List<ActionRun> was) {
        Law.ENDED_RUNS_STAY.holds(now.size() >= was.size(), stage.stage());
        for (int i = 0; i < now.size(); i++) {
            var run = now.get(i);
            if (i >= was.size()) {
                begins(step, execution, stage, run);
            } else if (run != was.get(i)) {
                Law.ENDED_RUNS_STAY.holds(
                        run.run().equals(was.get(i).run())
                                && (!was.get(i).status().ended() || run.equals(was.get(i))),
                        run.run());
            }
        }
    }

    private void begins(Step step, Execution execution, StageRun stage, ActionRun run) {
        Law.IDS_ONCE.holds(ids.add(run.id()), run.run());
        var namesakes = stage.runs()
                .filter(other -> other.run().part() == run.run().part()
                        && other.run().action().equals(run.run().action())
                        && other.run().attempt() <= run.run().attempt())
                .count();
        Law.ATTEMPTS_COUNT.holds(namesakes == run.run().attempt(), run.run());
        var earlier = step.earlier(execution);
        var leaves = earlier != null && earlier.status() == ExecutionStatus.Stopping
                || step.event() instanceof StopRequested it && it.executionId().equals(execution.id())
                || !execution.isParallel()
                        && !execution.pipeline().version().equals(step.after().pipeline().version());
        Law.QUIET_AT_THE_END.holds(!leaves, run.run());
        if (run.run().part() == Part.ACTIONS) {
            acts(execution, stage, run);
        }
        if (!run.status().ended()) {
            inputs(execution, run);
        }
    }

    private static void acts(Execution execution, StageRun stage, ActionRun run) {
        var definition = execution.pipeline().stage(stage.stage()).orElseThrow();
        var order = execution.pipeline().action(run.run()).orElseThrow().runOrder();
        for (var action : definition.actions()) {
            if (action.runOrder() < order) {
                // A run that fails where it starts may be followed, in the same decision, by another round; then the
                // stage no longer says with which attempt the run's own round began.
                var round = run.stageAttempt() < stage.since() ? 1 : stage.since();
                var latest = stage.actions().stream()
                        .filter(earlier -> earlier.run().action().equals(action.name())
                                && earlier.stageAttempt() >= round
                                && earlier.stageAttempt() <= run.stageAttempt())
                        .reduce((_, later) -> later);
                Law.RUN_ORDER.holds(
                        latest.isPresent() && latest.get().status() == ActionStatus.Succeeded,
                        run.run() + " before " + action.name());
            }
        }
        Law.ENTRY_FIRST.holds(
                definition.beforeEntry() == null
                        || stage.conditions().stream().anyMatch(condition ->
                                condition.part() == Part.BEFORE_ENTRY && condition.status().passed()),
                run.run());
    }

    private static void inputs(Execution execution, ActionRun run) {
        for (var input : execution.pipeline().action(run.run()).orElseThrow().inputArtifacts()) {
            Artifact made = null;
            if (execution.rollback() != null) {
                made = named(input.name(), execution.rollback().artifacts(), made);
            }
            for (var stage : execution.stages()) {
                for (var other : stage.actions()) {
                    if (other.status() == ActionStatus.Succeeded) {
                        made = named(input.name(), other.outputs(), made);
                    }
                }
            }
            Law.INPUTS_ARE_THERE.holds(
                    made != null && run.inputs().contains(made), run.run() + " reads " + input.name());
        }
    }

    private static Artifact named(String name, List<Artifact> artifacts, Artifact otherwise) {
        return artifacts.stream()
                .filter(artifact -> artifact.name().equals(name))
                .findFirst()
                .orElse(otherwise);
    }
}
