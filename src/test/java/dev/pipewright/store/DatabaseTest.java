package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.PipelineKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseTest extends StoreTest {
    @Test
    void the_folder_and_the_database_are_for_the_owner_only() throws IOException {
        Path made = temp.resolve("deep/new");
        try (Database fresh = Database.open(made, () -> "none")) {
            List<PipelineKey> keys = fresh.read(tables -> tables.pipelines().keys());
            assertThat(keys).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.resolve("pipewright.db"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void what_was_committed_is_there_after_opening_again() {
        makePipeline(KEY);
        reopen();
        Optional<StoredPipeline> found = read(tables -> tables.pipelines().find(KEY, Optional.empty()));
        assertThat(found)
                .hasValueSatisfying(stored -> assertThat(stored.definition()).isEqualTo(definition("shop")));
    }

    @Test
    void a_second_server_of_the_same_process_is_turned_away_and_the_first_keeps_its_lock() throws Exception {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The data directory %s is held by another server, process %d."
                        .formatted(folder.toRealPath(), ProcessHandle.current().pid()));
        assertThat(lockFromAnotherProcess()).isEqualTo("held");
    }

    @Test
    void a_folder_held_by_another_process_is_refused_with_its_process_id() throws Exception {
        database.close();
        Process other = otherProcess("hold");
        try (var answers = other.inputReader()) {
            assertThat(answers.readLine()).isEqualTo("got it");
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("The data directory %s is held by another server, process %d."
                            .formatted(folder.toRealPath(), other.pid()));
        } finally {
            other.destroy();
            other.waitFor(10, TimeUnit.SECONDS);
        }
        database = open();
    }

    private String lockFromAnotherProcess() throws Exception {
        Process other = otherProcess("try");
        try (var answers = other.inputReader()) {
            return answers.readLine();
        } finally {
            other.destroy();
        }
    }

    private Process otherProcess(String wish) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherServer.class.getName(),
                        wish,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void a_file_in_place_of_the_folder_is_refused() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> Database.open(file, () -> "none"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The data directory " + file + " is not a folder.");
    }

    // The administrator may write into folders that nobody may write into, so a lock file that cannot be opened for
    // writing stands for such a folder.
    @Test
    void a_folder_that_cannot_be_written_to_is_refused() throws IOException {
        Path readOnly = Files.createDirectory(temp.resolve("read-only"));
        Files.createDirectory(readOnly.resolve("pipewright.lock"));
        assertThatThrownBy(() -> Database.open(readOnly, () -> "none"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("The data directory " + readOnly.toRealPath() + " cannot be written to: ");
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_left_as_it_is() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        Path file = other.resolve("pipewright.db");
        Files.writeString(file, "Dear diary, ".repeat(1000));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> Database.open(other, () -> "none"))
                    .isInstanceOf(StoreUnavailable.class)
                    .hasMessage("The file " + file.toRealPath() + " is not a database of Pipewright.");
        }
        assertThat(file).hasContent("Dear diary, ".repeat(1000));
    }

    @Test
    void a_database_of_another_program_is_refused() {
        assertThatThrownBy(() -> sql("DROP TABLE flyway_schema_history"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The database " + folder.resolve("pipewright.db") + " is that of another program.");
    }

    @Test
    void tables_of_a_newer_program_are_refused() {
        assertThatThrownBy(() -> sql("""
                INSERT INTO flyway_schema_history
                       (installed_rank, version, description, type, script, checksum, installed_by, execution_time,
                        success)
                VALUES (99, '9001', 'from the future', 'SQL', 'V9001__from_the_future.sql', 1, '', 1, 1)"""))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The database %s was written by a newer version of Pipewright"
                                .formatted(folder.resolve("pipewright.db"))
                        + " (its tables are of version 9001); use that one.");
    }

    @Test
    void a_read_sees_one_snapshot_and_does_not_wait_for_the_writer() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        var unit = database.writer().submit(tx -> {
            tx.pipelines().insert(KEY, definition("shop"), T);
            writing.countDown();
            return goOn.await(10, TimeUnit.SECONDS);
        });
        writing.await();
        assertThat(pipelineIsThere()).isFalse();
        boolean seenLater = read(tables -> {
            boolean before = tables.pipelines().exists(KEY);
            goOn.countDown();
            unit.join();
            return before || tables.pipelines().exists(KEY);
        });
        assertThat(seenLater).isFalse();
        assertThat(pipelineIsThere()).isTrue();
    }

    private boolean pipelineIsThere() {
        return read(tables -> tables.pipelines().exists(KEY));
    }

    @Test
    void a_read_cannot_write() {
        assertThatThrownBy(() -> read(tables -> tables.pipelines().insert(KEY, definition("shop"), T)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The database " + folder.resolve("pipewright.db") + " may not be written to.");
    }

    @Test
    void a_read_within_a_read_is_a_mistake_that_is_told() {
        assertThatThrownBy(() -> read(_ -> read(tables -> tables.pipelines().keys())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a read within a read");
    }

    @Test
    void what_a_query_throws_reaches_the_caller() {
        assertThatThrownBy(() -> database.read(_ -> {
                    throw new IOException("from the query");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("from the query");
    }

    @Test
    void after_closing_nothing_can_be_read_or_written_and_closing_again_is_no_matter() {
        database.close();
        Database second = open();
        database.close();
        assertThatThrownBy(() -> read(tables -> tables.pipelines().keys()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The store is closed.");
        assertThatThrownBy(() -> makePipeline(KEY))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The store is closed.");
        assertThatThrownBy(this::open).hasMessageContaining("is held by another server");
        second.close();
    }

    @Test
    void an_interrupted_reader_is_told_so() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> read(tables -> tables.pipelines().keys()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The wait for the store was interrupted; nothing was read.");
        assertThat(Thread.interrupted()).isTrue();
    }
}
