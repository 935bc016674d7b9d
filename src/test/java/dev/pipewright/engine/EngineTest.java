package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Trigger;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the stories do not show: times and details. */
class EngineTest {
    private static final RunId GET = new RunId("e1", "Source", "get", 1);

    private Traffic traffic = Traffic.none(Trace.KEY, Sample.pipeline("Source: get | Build: compile", 1));

    private void tell(Event event) {
        traffic = ((Advance) Engine.decide(traffic, event)).next();
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
}
