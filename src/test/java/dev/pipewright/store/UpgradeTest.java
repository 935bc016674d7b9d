package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.definition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.RunId;
import dev.pipewright.model.SourceOverride;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Tables that were written before conditions, retries and rollbacks are read as if they had been written since. */
final class UpgradeTest {
    @TempDir
    private Path folder;

    private final SQLiteDataSource source = new SQLiteDataSource();

    private void version1(String... statements) throws SQLException {
        source.setUrl("jdbc:sqlite:" + folder.resolve("pipewright.db"));
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/sqlite")
                .target("1")
                .load()
                .migrate();
        try (var connection = source.getConnection();
                var definition = connection.prepareStatement(
                        "INSERT INTO pipeline_version VALUES (1, 1, NULL, NULL, 0, ?)")) {
            Sqlite.execute(connection, """
                    INSERT INTO pipeline (id, account, region, name, version, last_number, created_at, updated_at)
                    VALUES (1, '%s', '%s', '%s', 1, 2, 0, 0)""".formatted(KEY.account(), KEY.region(), KEY.name()));
            definition.setString(1, Json.write(definition("shop")));
            definition.executeUpdate();
            for (var statement : statements) {
                Sqlite.execute(connection, statement);
            }
        }
    }

    private static String execution(int row, String status, String place, String revisions) {
        return """
                INSERT INTO execution VALUES (%1$d, 1, 'e%1$d', %1$d, 1, '%2$s', %3$d, 0, 0,
                    '{"salt":"s%1$d","trigger":{"type":"StartPipelineExecution","detail":"ann"},
                      "startedAt":"2026-01-01T00:00:00Z","changedAt":"2026-01-01T00:00:00Z","status":"%2$s",
                      "variables":{},"sourceRevisions":%5$s,"stage":0,"place":"%4$s"}')"""
                .formatted(row, status, place.equals("NOWHERE") ? 0 : 1, place, revisions);
    }

    private static String stage(int row, String status) {
        return """
                INSERT INTO stage_run VALUES (%1$d, 0, 1, %1$d, 'Source', '%2$s',
                    '{"stage":"Source","status":"%2$s","attempt":1,"actions":[]}')""".formatted(row, status);
    }

    private static String action(int row) {
        return """
                INSERT INTO action_run VALUES (%1$d, %1$d, 1, 'Source', 'fetch', 1, 'id%1$d', 'InProgress', 0, 0, 0,
                    '{"id":"id%1$d","run":{"executionId":"e%1$d","stage":"Source","action":"fetch","attempt":1},
                      "status":"InProgress","startedAt":"2026-01-01T00:00:00Z","changedAt":"2026-01-01T00:00:00Z",
                      "configuration":{},"commands":[],"environment":[],"inputs":[],"outputs":[],"outputVariables":{},
                      "revisions":[],"details":{}}')""".formatted(row);
    }

    private Database open() {
        return Database.open(folder, () -> "job");
    }

    @Test
    void executions_live_and_over_are_read_with_their_runs_and_timers() throws Exception {
        version1(
                execution(1, "Failed", "NOWHERE", "{}"),
                stage(1, "Failed"),
                execution(2, "InProgress", "INSIDE", "{\"fetch\":\"r7\"}"),
                stage(2, "InProgress"),
                action(2),
                "INSERT INTO timer VALUES ('e2', 'Source', 'fetch', 1, 1, 5)");
        try (var database = open()) {
            var traffic = database.read(tables -> tables.traffic(KEY)).orElseThrow();
            assertThat(traffic.lastEntry()).isEqualTo(2);
            assertThat(traffic.latest()).isEqualTo(Map.of("Source", "e2"));
            var live = traffic.executions().getFirst();
            assertThat(live.attempt()).isEqualTo(1);
            assertThat(live.sourceRevisions()).isEqualTo(Map.of("fetch", SourceOverride.revision("r7")));
            var run = new RunId("e2", "Source", "fetch", 1);
            assertThat(live.find(run).orElseThrow().stageAttempt()).isEqualTo(1);
            assertThat(live.currentStage().latest("fetch")).isPresent();
            Optional<Instant> timer = database.read(tables -> tables.timers().next());
            assertThat(timer).contains(Instant.ofEpochMilli(5));
            List<Executions.Header> headers =
                    database.read(tables -> tables.executions().page(KEY, Long.MAX_VALUE, 10));
            assertThat(headers)
                    .extracting(Executions.Header::status)
                    .containsExactly(ExecutionStatus.InProgress, ExecutionStatus.Failed);
        }
    }

    @Test
    void a_damaged_row_keeps_no_other_from_being_read() throws Exception {
        version1(
                execution(1, "Succeeded", "NOWHERE", "{}"),
                execution(2, "Succeeded", "NOWHERE", "{}"),
                "UPDATE execution SET body = '{' WHERE id = 1");
        try (var database = open()) {
            Optional<Execution> other = database.read(tables -> tables.executions().find(KEY, "e2"));
            assertThat(other).isPresent();
        }
    }
}
