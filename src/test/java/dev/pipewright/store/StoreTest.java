package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.advance;
import static dev.pipewright.store.Samples.definition;

import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Execution;
import dev.pipewright.model.PipelineKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** A fresh store on disk for each test. */
abstract class StoreTest {
    @TempDir
    Path temp;

    Path folder;
    Database database;
    private final AtomicInteger jobs = new AtomicInteger();

    @BeforeEach
    void openStore() throws IOException {
        folder = temp.resolve("data");
        Files.createDirectory(folder);
        EmptyStore.putInto(folder);
        database = open();
    }

    @AfterEach
    void closeStore() {
        database.close();
    }

    Database open() {
        return Database.open(folder, () -> "job-" + jobs.incrementAndGet());
    }

    void reopen() {
        database.close();
        database = open();
    }

    /** Statements behind the store's back, while it is closed. */
    void sql(String... statements) {
        database.close();
        SQLiteDataSource dataSource = new SQLiteDataSource();
        dataSource.setUrl("jdbc:sqlite:" + folder.resolve("pipewright.db"));
        try (Connection connection = dataSource.getConnection()) {
            for (String statement : statements) {
                Sqlite.execute(connection, statement);
            }
        } catch (SQLException failure) {
            throw new UncheckedIOException(new IOException(failure));
        }
        database = open();
    }

    <T> T write(Work<T, RuntimeException> work) {
        return database.writer().commit(work);
    }

    <T> T read(Query<T, RuntimeException> query) {
        return database.read(query);
    }

    void makePipeline(PipelineKey key) {
        write(tx -> tx.pipelines().insert(key, definition(key.name()), T).orElseThrow());
    }

    Traffic traffic(PipelineKey key) {
        return read(tables -> tables.traffic(key).orElseThrow());
    }

    Execution start(PipelineKey key, String id, Effect... effects) {
        return write(tx -> {
            Traffic before = tx.traffic(key).orElseThrow();
            Execution execution = Samples.started(before.pipeline(), id, before.lastNumber() + 1, T);
            tx.save(key, advance(before, execution, effects));
            return execution;
        });
    }

    Execution save(Execution changed, Effect... effects) {
        return write(tx -> {
            tx.save(KEY, advance(tx.traffic(KEY).orElseThrow(), changed, effects));
            return changed;
        });
    }
}
