package dev.pipewright.store;

import static dev.pipewright.store.Planted.SECRET;
import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory from before there were keys, as a kill of its server left it. */
final class SealingOfOldRowsTest {
    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void makeOld() throws SQLException, IOException {
        var old = Files.createDirectory(temp.resolve("old"));
        var source = new Sqlite(old.resolve("pipewright.db")).dataSource();
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/sqlite")
                .target("5")
                .load()
                .migrate();
        try (var connection = source.getConnection()) {
            Sqlite.execute(connection, "PRAGMA secure_delete = OFF");
            insert(connection);
            Sqlite.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            // Freed pages of the file, and others that are only in the log.
            forgotten(connection, 3);
            Sqlite.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            forgotten(connection, 4);
            folder = copy(old, temp.resolve("data"));
        }
        for (var file : List.of("pipewright.db", "pipewright.db-wal")) {
            assertThat(Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1))
                    .as(file)
                    .contains(SECRET);
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static void insert(Connection connection) throws SQLException {
        var pipeline = Samples.started(Planted.secretDefinition(), "e1", 1, T);
        var building = Samples.building(pipeline, "r1", T);
        var stage = building.stages().get(1);
        var secrets = new String[][] {
            {"INSERT INTO pipeline VALUES (1, '%s', '%s', '%s', 1, 1, 0, 0, 9)"
                    .formatted(KEY.account(), KEY.region(), KEY.name())},
            {"INSERT INTO pipeline_version VALUES (1, 1, 'V2', 'SUPERSEDED', 0, ?)",
                Json.write(Planted.secretDefinition())},
            {"INSERT INTO execution VALUES (1, 1, 'e1', 1, 1, 'InProgress', 1, 0, 0, ?, NULL)",
                Json.write(ExecutionRows.Body.of(building))},
            {"INSERT INTO stage_run VALUES (1, 0, 1, 1, 'Source', 'Succeeded', ?, 2)",
                Json.write(building.stages().getFirst().withActions(List.of()))},
            {"INSERT INTO stage_run VALUES (1, 1, 1, 1, 'Build', 'InProgress', ?, 3)",
                Json.write(stage.withActions(List.of()).withConditions(List.of(Planted.secretCondition().withRules(
                        List.of()))))},
            {"INSERT INTO action_run VALUES (1, 1, 1, 'Source', 'fetch', 1, 'a1', 'Succeeded', 1, 0, 0, ?)",
                Json.write(building.stages().getFirst().actions().getFirst())},
            {"INSERT INTO action_run VALUES (2, 1, 1, 'Build', 'make', 1, 'a2', 'InProgress', 0, 0, 0, ?)",
                Json.write(Planted.secretRun())},
            {"INSERT INTO rule_run VALUES (1, 1, 1, 'Build', 'BEFORE_ENTRY', 'check', 1, 'a3', 'Succeeded', 0, 0, ?)",
                Json.write(Planted.secretRule())},
            {"INSERT INTO webhook VALUES (1, '%s', '%s', 'hook', 'address', '%s', NULL, NULL, NULL, NULL, 0, ?)"
                    .formatted(KEY.account(), KEY.region(), SECRET),
                Json.write(Planted.webhook("hook").withSecretToken(null))},
            {"INSERT INTO connection VALUES ('%s', '%s', '%s', 'code', 'GitHub', NULL, 'ann', '%s', ?, 0)"
                    .formatted(KEY.account(), KEY.region(), Planted.CONNECTION.id(), SECRET), SECRET},
        };
        for (var each : secrets) {
            try (var statement = connection.prepareStatement(each[0])) {
                if (each.length > 1) statement.setString(1, each[1]);
                statement.executeUpdate();
            }
        }
    }

    private static void forgotten(Connection connection, int version) throws SQLException {
        Sqlite.execute(connection, """
                INSERT INTO pipeline_version
                WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 2 FROM n WHERE i < 400)
                SELECT 1, i, NULL, NULL, 0, '%s' || hex(zeroblob(900)) || '%s' FROM n"""
                .formatted(version, SECRET, SECRET));
        Sqlite.execute(connection, "DELETE FROM pipeline_version WHERE version > 1");
    }

    @Test
    void everything_is_read_as_before_and_nothing_is_left_in_the_clear() {
        try (var database = Database.open(folder, () -> "job")) {
            Planted.wereAlwaysReadable(database);
            assertThat(Planted.everythingIn(folder)).contains("sealed:").doesNotContain(SECRET);
        }
        assertThat(Planted.everythingIn(folder)).contains("sealed:").doesNotContain(SECRET);
    }

    @Test
    void a_first_start_that_was_killed_before_it_had_swept_is_made_good_by_the_next() throws SQLException {
        Database.open(folder, () -> "job").close();
        var source = new Sqlite(folder.resolve("pipewright.db")).dataSource();
        try (var connection = source.getConnection()) {
            Sqlite.execute(connection, "PRAGMA secure_delete = OFF");
            forgotten(connection, 3);
            Sqlite.execute(connection, "UPDATE vault SET swept = 0");
        }
        assertThat(Planted.everythingIn(folder)).contains(SECRET);
        try (var database = Database.open(folder, () -> "job")) {
            assertThat(Planted.everythingIn(folder)).doesNotContain(SECRET);
            Planted.wereAlwaysReadable(database);
        }
    }

    @Test
    void a_first_start_that_was_killed_before_it_had_sealed_keeps_the_keys_it_had_made() throws IOException {
        Keyring.make(new KeyFile(folder.resolve("secrets.keys")));
        var made = Files.readString(folder.resolve("secrets.keys"));
        try (var database = Database.open(folder, () -> "job")) {
            Planted.wereAlwaysReadable(database);
        }
        assertThat(Files.readString(folder.resolve("secrets.keys"))).isEqualTo(made);
    }

    @Test
    void a_damaged_row_is_sealed_as_it_is_and_keeps_no_other_from_being_read() throws SQLException {
        var source = new Sqlite(folder.resolve("pipewright.db")).dataSource();
        try (var connection = source.getConnection()) {
            Sqlite.execute(connection, "INSERT INTO pipeline VALUES (2, 'a', 'r', 'p', 1, 1, 0, 0, 0)");
            Sqlite.execute(connection, "INSERT INTO pipeline_version VALUES (2, 1, NULL, NULL, 0, '{" + SECRET + "')");
        }
        try (var database = Database.open(folder, () -> "job")) {
            Planted.wereAlwaysReadable(database);
            assertThat(Planted.everythingIn(folder)).doesNotContain(SECRET);
        }
    }
}
