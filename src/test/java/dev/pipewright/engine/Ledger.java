package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.RunId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Timers and jobs as the world keeps them: whatever is under way has one of each, and nothing else has. */
final class Ledger {
    private final Map<RunId, Instant> due = new HashMap<>();
    private final Map<RunId, Instant> everDue = new HashMap<>();
    private final Set<RunId> offered = new HashSet<>();
    private final Set<RunId> jobs = new HashSet<>();

    Optional<Instant> due(RunId run) {
        return Optional.ofNullable(everDue.get(run));
    }

    void enter(Event event, Decision decision) {
        if (!(decision instanceof Advance advance)) {
            return;
        }
        if (event instanceof Event.ActionFinished it) {
            jobs.remove(it.run());
        }
        advance.effects().forEach(this::enter);
        var underWay = runs(advance.next().executions()).filter(run -> !run.status().ended()).toList();
        assertThat(due.keySet())
                .as("timers")
                .containsExactlyInAnyOrderElementsOf(underWay.stream().map(ActionRun::run).toList());
        assertThat(jobs)
                .as("jobs")
                .containsExactlyInAnyOrderElementsOf(underWay.stream()
                        .map(ActionRun::run)
                        .filter(run -> !isApproval(advance.next(), run))
                        .toList());
        assertThat(runs(advance.changed().stream().filter(it -> it.status().ended()).toList()))
                .as("runs of what has ended")
                .allMatch(run -> run.status().ended());
    }

    private void enter(Effect effect) {
        switch (effect) {
            case Effect.OfferJob it -> {
                assertThat(offered.add(it.run())).as("%s is offered once", it.run()).isTrue();
                jobs.add(it.run());
            }
            case Effect.WithdrawJob it -> jobs.remove(it.run());
            case Effect.SetTimer it -> {
                due.put(it.run(), it.due());
                everDue.put(it.run(), it.due());
            }
            case Effect.ClearTimer it -> due.remove(it.run());
            case Effect.Notify _, Effect.AnnounceExecution _, Effect.AnnounceStage _, Effect.AnnounceAction _ -> {}
        }
    }

    private static Stream<ActionRun> runs(List<Execution> executions) {
        return executions.stream().flatMap(it -> it.stages().stream()).flatMap(stage -> stage.runs());
    }

    private static boolean isApproval(Traffic traffic, RunId run) {
        return traffic.execution(run.executionId())
                .flatMap(execution -> execution.pipeline().action(run))
                .filter(Engine::isApproval)
                .isPresent();
    }
}
