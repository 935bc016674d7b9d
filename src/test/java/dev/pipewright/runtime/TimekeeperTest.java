package dev.pipewright.runtime;

import static dev.pipewright.runtime.Bench.BAKE;
import static dev.pipewright.runtime.Bench.action;
import static dev.pipewright.runtime.Bench.run;
import static dev.pipewright.runtime.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Action;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import dev.pipewright.store.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimekeeperTest {
    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private PipelineKey oven(String name) {
        return bench.create(name, stage("Make", action("Bread", BAKE)));
    }

    private List<Timer> timers() {
        return bench.database().read(tables -> tables.timers().due(bench.now().plus(Duration.ofDays(9)), 1000));
    }

    @Test
    void a_timer_fires_once_when_it_is_due_and_not_before() {
        var key = oven("oven");
        var id = bench.start(key);
        bench.pass(Bench.TIME.minusMillis(1));
        bench.timekeeper.fire();
        assertThat(bench.execution(key, id).status()).isEqualTo(ExecutionStatus.InProgress);

        bench.pass(Duration.ofMillis(1));
        bench.timekeeper.fire();
        var ended = bench.execution(key, id);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.Failed);
        assertThat(ended.changedAt()).isEqualTo(bench.now());
        assertThat(timers()).isEmpty();

        bench.pass(Duration.ofHours(1));
        bench.timekeeper.fire();
        assertThat(bench.execution(key, id)).isEqualTo(ended);
    }

    @Test
    void a_timer_of_a_run_that_has_ended_does_nothing_and_goes() {
        var key = oven("oven");
        bench.worker("one");
        var id = bench.start(key);
        Soon.holds("the bread is done", () -> bench.execution(key, id).status().ended());
        var ended = bench.execution(key, id);
        assertThat(timers()).isEmpty();
        leaveTimer(key, run(id, "Make", "Bread"));
        assertThat(timers()).hasSize(1);

        bench.timekeeper.fire();
        assertThat(timers()).isEmpty();
        assertThat(bench.execution(key, id)).isEqualTo(ended);
        assertThat(ended.status()).isEqualTo(ExecutionStatus.Succeeded);
    }

    private void leaveTimer(PipelineKey key, RunId run) {
        bench.database().writer().commit(tx -> {
            tx.timers().set(key, run, bench.now());
            return null;
        });
    }

    @Test
    void it_looks_by_itself_once_begun() {
        var key = oven("oven");
        var id = bench.start(key);
        bench.pass(Bench.TIME);
        assertThat(bench.timekeeper.isRunning()).isFalse();
        bench.timekeeper.start();
        assertThat(bench.timekeeper.isRunning()).isTrue();
        Soon.holds("its time is up", () -> bench.execution(key, id).status() == ExecutionStatus.Failed);
    }

    @Test
    void however_many_are_due_all_of_them_fire() {
        var actions = IntStream.range(0, 120).mapToObj(it -> action("A" + it, BAKE)).toArray(Action[]::new);
        var key = bench.create("busy", stage("All", actions));
        var id = bench.start(key);
        assertThat(timers()).hasSize(120);
        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        assertThat(timers()).isEmpty();
        assertThat(bench.execution(key, id).status()).isEqualTo(ExecutionStatus.Failed);
    }

    @Test
    void a_damaged_pipeline_keeps_no_timer_of_another_from_firing() {
        var damaged = oven("damaged");
        bench.start(damaged);
        bench.pass(Duration.ofMinutes(1));
        var sound = oven("sound");
        var id = bench.start(sound);
        bench = bench.reopenedWithout(damaged);

        bench.pass(Bench.TIME);
        bench.timekeeper.fire();
        assertThat(bench.execution(sound, id).status()).isEqualTo(ExecutionStatus.Failed);
        assertThat(timers()).hasSize(1);
    }
}
