package dev.pipewright.runtime;

import static dev.pipewright.runtime.Bench.BAKE;
import static dev.pipewright.runtime.Bench.FETCH;
import static dev.pipewright.runtime.Bench.action;
import static dev.pipewright.runtime.Bench.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Execution;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SourceWatchTest {
    @TempDir
    private Path folder;

    private final Map<String, String> newest = new ConcurrentHashMap<>();
    private Bench bench;
    private SourceWatch watch;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        bench.fetch.sees(configuration -> Optional.ofNullable(newest.get(configuration.get("S3Bucket"))));
        watch = bench.watch();
    }

    @AfterEach
    void close() {
        watch.close();
        bench.close();
    }

    private static final Stage MAKE = stage("Make", action("Bread", BAKE));

    private static Stage from(String bucket) {
        return stage("Get", action("Flour", FETCH, Map.of("S3Bucket", bucket)));
    }

    /** By the source actions' names, the revisions that each execution is to take, newest first. */
    private List<Map<String, String>> started(PipelineKey key) {
        return bench.executions(key).stream()
                .map(header -> revisions(bench.execution(key, header.id())))
                .toList();
    }

    private static Map<String, String> revisions(Execution execution) {
        return execution.sourceRevisions().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().revision()));
    }

    @Test
    void the_first_sight_of_a_revision_starts_the_pipeline_with_it() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        assertThat(started(key)).containsExactly(Map.of("Flour", "r1"));
        assertThat(bench.executions(key).getFirst().trigger())
                .isEqualTo(new Trigger(Trigger.POLL_FOR_SOURCE_CHANGES, "Flour"));
    }

    @Test
    void a_source_that_cannot_be_read_is_in_trouble_and_keeps_no_other_from_starting() {
        bench.fetch.sees(configuration -> {
            if (configuration.get("S3Bucket").equals("locked")) {
                throw new UncheckedIOException(new AccessDeniedException("locked"));
            }
            return Optional.ofNullable(newest.get(configuration.get("S3Bucket")));
        });
        newest.put("mill", "r1");
        var key = bench.create(
                "shop",
                stage(
                        "Get",
                        action("Salt", FETCH, Map.of("S3Bucket", "locked")),
                        action("Yeast", FETCH, Map.of("S3Bucket", "nowhere")),
                        action("Flour", FETCH, Map.of("S3Bucket", "mill"))),
                MAKE);
        watch.look(key);

        assertThat(started(key)).containsExactly(Map.of("Flour", "r1"));
        assertThat(watch.troubles().of(key, "Salt").orElseThrow().code()).isEqualTo("PermissionError");
        assertThat(watch.troubles().of(key, "Yeast").orElseThrow().code()).isEqualTo("ConfigurationError");
        assertThat(watch.troubles().of(key, "Flour")).isEmpty();

        newest.put("nowhere", "r1");
        watch.look(key);
        assertThat(watch.troubles().of(key, "Yeast")).isEmpty();
    }

    private Report report(PipelineKey key, String revision) {
        var stage = from("mill");
        var trigger = new Trigger(Trigger.PUT_ACTION_REVISION, "arn:someone");
        return watch.report(key, stage, stage.actions().getFirst(), revision, trigger);
    }

    @Test
    void a_reported_revision_that_is_the_newest_starts_the_pipeline_once_whoever_sees_it_next() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);

        assertThat(report(key, "r1")).isInstanceOf(Report.New.class);
        watch.look(key);
        assertThat(report(key, "r1")).isInstanceOf(Report.Known.class);
        assertThat(started(key)).containsExactly(Map.of("Flour", "r1"));
        assertThat(bench.executions(key).getFirst().trigger().type()).isEqualTo(Trigger.PUT_ACTION_REVISION);
    }

    @Test
    void a_reported_revision_that_was_seen_before_starts_nothing_and_names_its_execution() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);

        var seen = bench.executions(key).getFirst().id();
        assertThat(report(key, "r1")).isEqualTo(new Report.Known(Optional.of(seen)));
        assertThat(started(key)).hasSize(1);
    }

    @Test
    void a_reported_revision_that_is_not_the_newest_does_not_start_the_newest_again() {
        newest.put("mill", "r2");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);

        assertThat(report(key, "r1")).isInstanceOf(Report.New.class);
        assertThat(report(key, "r1")).isInstanceOf(Report.Known.class);
        watch.look(key);
        assertThat(started(key)).containsExactly(Map.of("Flour", "r1"), Map.of("Flour", "r2"));
    }

    @Test
    void a_revision_can_be_reported_of_a_source_that_does_not_answer() {
        bench.fetch.sees(_ -> {
            throw new IllegalStateException("the mill is shut");
        });
        var key = bench.create("shop", from("mill"), MAKE);

        assertThat(report(key, "r1")).isInstanceOf(Report.New.class);
        assertThat(started(key)).containsExactly(Map.of("Flour", "r1"));
    }

    @Test
    void once_begun_it_looks_at_all_pipelines_by_itself() {
        newest.put("mill", "r1");
        var first = bench.create("one", from("mill"), MAKE);
        var second = bench.create("two", from("mill"), MAKE);
        assertThat(watch.isRunning()).isFalse();
        watch.start();
        assertThat(watch.isRunning()).isTrue();
        Soon.holds("both are started", () -> started(first).size() + started(second).size() == 2);
        assertThat(started(first)).hasSize(1);
    }

    @Test
    void a_source_with_nothing_in_it_starts_nothing_until_something_is_there() {
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        assertThat(started(key)).isEmpty();

        newest.put("mill", "r1");
        watch.changed(_ -> true);
        assertThat(started(key)).hasSize(1);
    }

    @Test
    void a_revision_starts_the_pipeline_once_also_after_a_restart() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        watch.look(key);
        watch.changed(_ -> true);
        try (var next = bench.watch()) {
            next.look(key);
            assertThat(started(key)).hasSize(1);

            newest.put("mill", "r2");
            next.look(key);
            assertThat(started(key)).containsExactly(Map.of("Flour", "r2"), Map.of("Flour", "r1"));
        }
    }

    @Test
    void a_change_is_looked_for_only_where_it_concerns_somebody() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        newest.put("mill", "r2");
        watch.changed(source -> source.configuration().get("S3Bucket").equals("barn"));
        assertThat(started(key)).hasSize(1);
        watch.changed(source -> source.configuration().get("S3Bucket").equals("mill"));
        assertThat(started(key)).hasSize(2);
    }

    @Test
    void a_source_that_is_not_polled_starts_nothing() {
        newest.put("mill", "r1");
        var get = stage("Get", action("Flour", FETCH, Map.of("S3Bucket", "mill", "PollForSourceChanges", "false")));
        var key = bench.create("shop", get, MAKE);
        watch.look(key);
        watch.changed(_ -> true);
        assertThat(started(key)).isEmpty();
        assertThat(watch.watches(Bench.pipeline("shop", null, get, MAKE))).isFalse();
        assertThat(watch.watches(Bench.pipeline("shop", null, from("mill"), MAKE))).isTrue();
    }

    @Test
    void polling_that_is_switched_on_again_does_not_start_for_what_was_seen_before() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        bench.update(
                key, 2,
                stage("Get", action("Flour", FETCH, Map.of("S3Bucket", "mill", "PollForSourceChanges", "true"))),
                MAKE);
        watch.look(key);
        assertThat(started(key)).hasSize(1);
    }

    @Test
    void two_sources_that_changed_at_once_make_one_execution() {
        newest.put("mill", "r1");
        newest.put("barn", "s1");
        var get = stage(
                "Get", action("Flour", FETCH, Map.of("S3Bucket", "mill")),
                action("Milk", FETCH, Map.of("S3Bucket", "barn")));
        var key = bench.create("shop", get, MAKE);
        watch.look(key);
        assertThat(started(key)).containsExactly(Map.of("Flour", "r1", "Milk", "s1"));

        newest.put("barn", "s2");
        watch.look(key);
        assertThat(started(key)).first().isEqualTo(Map.of("Milk", "s2"));
        assertThat(bench.executions(key).getFirst().trigger().detail()).isEqualTo("Milk");
    }

    @Test
    void another_bucket_is_seen_afresh_though_its_revision_is_called_the_same() {
        newest.put("mill", "r1");
        newest.put("barn", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        bench.update(key, 2, from("barn"), MAKE);
        watch.look(key);
        assertThat(started(key)).hasSize(2);
    }

    @Test
    void another_token_for_the_same_source_starts_nothing() {
        newest.put("mill", "r1");
        var old = stage("Get", action("Flour", FETCH, Map.of("S3Bucket", "mill", "OAuthToken", "old")));
        var renewed = stage("Get", action("Flour", FETCH, Map.of("S3Bucket", "mill", "OAuthToken", "new")));
        var key = bench.create("shop", old, MAKE);
        watch.look(key);
        bench.update(key, 2, renewed, MAKE);
        watch.look(key);
        assertThat(started(key)).hasSize(1);
    }

    @Test
    void an_update_between_look_and_start_keeps_the_old_definition_from_starting() {
        newest.put("mill", "r1");
        newest.put("barn", "s1");
        var key = bench.create("shop", from("mill"), MAKE);
        bench.fetch.sees(configuration -> {
            if (bench.database().read(tables -> tables.pipelines().find(key, Optional.of(2))).isEmpty()) {
                bench.update(key, 2, from("barn"), MAKE);
            }
            return Optional.ofNullable(newest.get(configuration.get("S3Bucket")));
        });
        watch.look(key);
        assertThat(started(key)).isEmpty();

        watch.look(key);
        assertThat(started(key)).containsExactly(Map.of("Flour", "s1"));
    }

    @Test
    void a_pipeline_that_is_deleted_between_look_and_start_is_no_trouble() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        bench.fetch.sees(configuration -> {
            bench.delete(key);
            return Optional.of("r1");
        });
        watch.look(key);
        boolean there = bench.database().read(tables -> tables.pipelines().exists(key));
        assertThat(there).isFalse();
    }

    @Test
    void a_pipeline_that_is_made_anew_under_its_old_name_is_started_anew() {
        newest.put("mill", "r1");
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        bench.delete(key);
        bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        assertThat(started(key)).hasSize(1);
    }

    @Test
    void a_source_that_cannot_be_looked_at_keeps_no_other_pipeline_from_starting() {
        newest.put("mill", "r1");
        var broken = bench.create("broken", from("pit"), MAKE);
        var sound = bench.create("sound", from("mill"), MAKE);
        bench.fetch.sees(configuration -> {
            if (configuration.get("S3Bucket").equals("pit") && !newest.containsKey("pit")) {
                throw new IllegalStateException("nobody can look into the pit");
            }
            return Optional.ofNullable(newest.get(configuration.get("S3Bucket")));
        });
        watch.start();
        Soon.holds("the sound one is started", () -> !started(sound).isEmpty());
        assertThat(started(broken)).isEmpty();

        newest.put("mill", "r2");
        watch.changed(_ -> true);
        assertThat(started(sound)).hasSize(2);

        newest.put("pit", "p1");
        watch.changed(_ -> true);
        assertThat(started(broken)).hasSize(1);
    }

    @Test
    void a_change_starts_what_is_watched_now_and_not_what_was() {
        newest.put("mill", "r1");
        Pipeline idle = Bench.pipeline(
                "shop", null,
                stage("Get", action("Flour", FETCH, Map.of("S3Bucket", "mill", "PollForSourceChanges", "false"))),
                MAKE);
        var key = bench.create("shop", from("mill"), MAKE);
        watch.look(key);
        bench.update(key, 2, idle.stages().toArray(Stage[]::new));
        newest.put("mill", "r2");
        watch.changed(_ -> true);
        assertThat(started(key)).hasSize(1);
    }
}
