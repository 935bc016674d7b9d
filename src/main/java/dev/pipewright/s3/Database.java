package dev.pipewright.s3;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The index of the store: an SQLite file of its own with a write-ahead log that is synced at every commit.
 *
 * <p>Its work is done on threads of its own, one that writes and a few that read, because a call into SQLite holds on
 * to its carrier, and a few of them would hold up all virtual threads.
 */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int SCHEMA = 1;

    /** What one transaction does. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private final Connection writing;
    private final List<Connection> opened = new ArrayList<>();
    private final BlockingQueue<Connection> reading = new ArrayBlockingQueue<>(READERS);
    private final ExecutorService writer = threads(1, "s3-index-write-");
    private final ExecutorService readers = threads(READERS, "s3-index-read-");

    Database(Path file) throws IOException {
        try {
            writing = connect(file);
            migrate();
            for (int i = 0; i < READERS; i++) {
                reading.add(connect(file));
            }
        } catch (SQLException e) {
            close();
            throw new IOException("the index " + file + " of the S3 store cannot be opened: " + e.getMessage(), e);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static ExecutorService threads(int count, String name) {
        return Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    private Connection connect(Path file) throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        opened.add(connection);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("PRAGMA foreign_keys = ON");
        }
        return connection;
    }

    private void migrate() throws IOException, SQLException {
        int found = Rows.first(writing, row -> row.getInt(1), "PRAGMA user_version").orElseThrow();
        if (found > SCHEMA) {
            throw new IOException("the S3 store has format " + found + ": this program reads formats up to " + SCHEMA);
        }
        if (found == 0) {
            write(connection -> {
                for (var sql : Schema.STATEMENTS) {
                    execute(connection, sql);
                }
                execute(connection, "PRAGMA user_version = " + SCHEMA);
                return null;
            });
        }
    }

    /** Carries out one transaction that changes something; when it is back, the change is on disk. */
    <T> T write(Work<T> work) throws IOException {
        return await(CompletableFuture.supplyAsync(() -> transaction(writing, "BEGIN IMMEDIATE", work), writer));
    }

    /** Carries out reads that all see the same state. */
    <T> T read(Work<T> work) throws IOException {
        return await(CompletableFuture.supplyAsync(
                () -> {
                    var connection = reading.remove();
                    try {
                        return transaction(connection, "BEGIN", work);
                    } finally {
                        reading.add(connection);
                    }
                },
                readers));
    }

    /**
     * Begins and ends the transaction in SQL. The driver's own way (no auto-commit) loses count when SQLite itself has
     * rolled back, as it does when the disk is full: the next statements would then be committed one by one.
     */
    private static <T> T transaction(Connection connection, String begin, Work<T> work) {
        boolean committed = false;
        try {
            execute(connection, begin);
            var result = work.run(connection);
            execute(connection, "COMMIT");
            committed = true;
            return result;
        } catch (SQLException e) {
            throw new CompletionException(new IOException("the index of the S3 store failed: " + e.getMessage(), e));
        } finally {
            if (!committed) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back already; what made it do so is on its way to the caller.
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException trouble -> throw new IOException(trouble.getMessage(), trouble);
                case RuntimeException known -> throw known;
                case null, default -> throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        readers.close();
        for (var connection : opened) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IOException("the index of the S3 store cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
