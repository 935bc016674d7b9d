package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.RunId;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.model.Trigger;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stories do not show: times and details. */
class EngineTest {
    private static final RunId GET = new RunId("e1", "Source", "get", 1);

    private Traffic traffic = Traffic.none(Trace.KEY, Sample.pipeline("Source: get | Build: compile", 1));

    private Advance tell(Event event) {
        var decision = (Advance) Engine.decide(traffic, event);
        traffic = decision.next();
        return decision;
    }

    private static Instant second(int number) {
        return Trace.START.plusSeconds(number);
    }

    private void start() {
        tell(new Event.Started(second(0), "e1", "salt", new Trigger("Any", "one"), Map.of(), Map.of()));
    }

    @Test
    void an_execution_knows_when_anything_about_it_last_changed() {
        start();
        tell(new Event.ActionProgressed(second(1), GET, ExecutionDetails.summary("half")));
        assertThat(traffic.execution("e1").orElseThrow().changedAt()).isEqualTo(second(1));

        tell(new Event.ActionFinished(second(2), GET, Outcome.succeeded()));
        assertThat(traffic.execution("e1").orElseThrow().changedAt()).isEqualTo(second(2));
        assertThat(traffic.execution("e1").orElseThrow().startedAt()).isEqualTo(second(0));
    }

    @Test
    void what_a_run_told_last_stays_until_it_tells_something_else() {
        start();
        tell(new Event.ActionProgressed(
                second(1), GET, new ExecutionDetails("half", "run-7", "https://x.example/7", 50, "arn:log")));
        tell(new Event.ActionProgressed(second(2), GET, new ExecutionDetails(null, null, null, 80, null)));

        assertThat(traffic.execution("e1").orElseThrow().find(GET).orElseThrow().details())
                .isEqualTo(new ExecutionDetails("half", "run-7", "https://x.example/7", 80, "arn:log"));
    }

    @Test
    void what_is_announced_after_a_retry_has_its_attempt_and_of_that_stage_its_time() {
        start();
        var stopped = tell(new Event.StopRequested(second(1), "e1", true, null));
        assertThat(stopped.effects())
                .contains(new Effect.AnnounceStage("e1", "Source", Announced.STOPPED, 1, null));

        var again = new RunId("e1", "Source", "get", 2);
        var retried = tell(new Event.RetryRequested(
                second(2), "Source", stopped.changed().getFirst(), StageRetryMode.FAILED_ACTIONS));
        assertThat(retried.effects())
                .contains(
                        new Effect.AnnounceExecution("e1", Announced.RESUMED, 2),
                        new Effect.AnnounceStage("e1", "Source", Announced.RESUMED, 2, second(2)),
                        new Effect.AnnounceAction(again, Announced.STARTED, 2));

        var left = tell(new Event.ActionFinished(second(3), again, Outcome.succeeded()));
        assertThat(left.effects())
                .contains(
                        new Effect.AnnounceAction(again, Announced.SUCCEEDED, 2),
                        new Effect.AnnounceStage("e1", "Source", Announced.SUCCEEDED, 2, second(2)),
                        new Effect.AnnounceStage("e1", "Build", Announced.STARTED, 2, null));
    }
}
