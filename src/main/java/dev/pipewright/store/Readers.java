package dev.pipewright.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jdbi.v3.core.Handle;

/**
 * A few connections that only read, each used by one platform thread at a time: the driver would pin the carrier of a
 * virtual thread while it reads.
 */
final class Readers implements AutoCloseable {
    private static final int COUNT = 4;

    private final Sqlite sqlite;
    private final Definitions definitions;
    private final Vault vault;
    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Handle> idle = new ArrayBlockingQueue<>(COUNT);
    private final ExecutorService threads;
    private final ThreadLocal<Boolean> reading = ThreadLocal.withInitial(() -> false);

    Readers(Sqlite sqlite, Definitions definitions, Vault vault) throws SQLException {
        this.sqlite = sqlite;
        this.definitions = definitions;
        this.vault = vault;
        try {
            for (int reader = 0; reader < COUNT; reader++) {
                Connection connection = sqlite.openReader();
                connections.add(connection);
                idle.add(Sqlite.handle(connection));
            }
        } catch (SQLException | RuntimeException failure) {
            closeConnections();
            throw failure;
        }
        threads = Executors.newFixedThreadPool(
                COUNT, Thread.ofPlatform().daemon().name("pipewright-reader-", 1).factory());
    }

    <T, X extends Exception> T read(Query<T, X> query) throws X {
        if (reading.get()) {
            throw new IllegalStateException("a read within a read would see another snapshot; use the tables given");
        }
        try {
            Future<T> answer = threads.submit(() -> readHere(query));
            return answer.get();
        } catch (RejectedExecutionException _) {
            throw new StoreUnavailable("The store is closed.");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("The wait for the store was interrupted; nothing was read.");
        } catch (ExecutionException failure) {
            Failures.raise(sqlite, failure.getCause());
            throw new IllegalStateException(failure);
        }
    }

    private <T, X extends Exception> T readHere(Query<T, X> query) throws X, SQLException, InterruptedException {
        // There are as many handles as threads, so this never waits.
        Handle handle = idle.take();
        reading.set(true);
        try {
            Sqlite.execute(handle.getConnection(), "BEGIN");
            try {
                return query.run(new Tables(handle, definitions, vault));
            } finally {
                Sqlite.execute(handle.getConnection(), "ROLLBACK");
            }
        } finally {
            reading.set(false);
            idle.add(handle);
        }
    }

    @Override
    public void close() {
        threads.close();
        closeConnections();
    }

    private void closeConnections() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException _) {
                // Nothing hangs on a connection that only reads.
            }
        }
    }
}
