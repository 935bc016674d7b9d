package dev.pipewright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Event.ActionTimedOut;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.store.Outbox.Entry;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What decisions leave in the outbox. */
class ConductorTest {
    @TempDir
    Path folder;

    private Bench bench;
    private PipelineKey bakery;

    @BeforeEach
    void open() {
        bench = new Bench(folder);
        bakery = bench.bakery();
        bench.worker("worker");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private String runToTheEnd() {
        var id = bench.start(bakery);
        Soon.holds("it is done", () -> bench.execution(bakery, id).status() == ExecutionStatus.Succeeded);
        return id;
    }

    private void keepSink() {
        bench.database().writer().commit(tx -> tx.outbox().keepSinks(Set.of("one")));
    }

    private List<Entry> waiting() {
        return bench.database().read(tables -> tables.outbox().waiting("one", 1_000));
    }

    private long rows() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pipewright.db"));
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM event")) {
            return rows.getLong(1);
        }
    }

    @Test
    void without_a_sink_no_event_is_kept() throws SQLException {
        runToTheEnd();
        assertThat(rows()).isZero();
        keepSink();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void with_a_sink_each_change_is_an_event_in_its_order_and_with_an_id_of_its_own() {
        keepSink();
        var id = runToTheEnd();
        assertThat(waiting().stream().map(ConductorTest::told)).containsExactly(
                "Pipeline STARTED", "Stage Get STARTED", "Action Flour STARTED", "Action Flour SUCCEEDED",
                "Stage Get SUCCEEDED", "Stage Make STARTED", "Action Bread STARTED", "Action Bread SUCCEEDED",
                "Stage Make SUCCEEDED", "Pipeline SUCCEEDED");
        assertThat(waiting()).extracting(entry -> entry.change().executionId()).containsOnly(id);
        assertThat(waiting()).extracting(entry -> entry.change().id()).doesNotHaveDuplicates();
    }

    @Test
    void an_event_that_comes_twice_is_told_once() {
        keepSink();
        var id = runToTheEnd();
        var before = waiting();
        bench.database().writer().commit(tx -> Conductor.tell(
                tx,
                bakery,
                new ActionTimedOut(bench.now(), Bench.run(id, "Make", "Bread"))));
        assertThat(waiting()).isEqualTo(before);
    }

    private static String told(Entry entry) {
        var detail = new JsonMapper().readTree(entry.change().detail());
        var kind = entry.change().detailType().split(" ")[1];
        var name = detail.path("action").asString(detail.path("stage").asString(""));
        return "%s %s %s".formatted(kind, name, detail.get("state").asString()).replace("  ", " ");
    }
}
