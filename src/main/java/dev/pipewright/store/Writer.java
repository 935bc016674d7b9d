package dev.pipewright.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one who writes. Callers hand over units of work and wait; one thread takes all that waits, does it in order in
 * one transaction, and commits once, so that many callers share one flush to the disk. A unit that fails is taken back
 * alone.
 */
public final class Writer {
    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
    private static final int LARGEST_BATCH = 256;

    private final Connection connection;
    private final Handle handle;
    private final Sqlite sqlite;
    private final Definitions definitions;
    private final Vault vault;
    private final Supplier<String> jobIds;
    private final List<CommitListener> listeners;
    private final LiveTraffic traffic = new LiveTraffic();
    private final BlockingQueue<Unit<?>> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong commits = new AtomicLong();
    private final Object gate = new Object();
    private final Thread thread;
    private boolean closed;

    private enum State {
        WAITING,
        BEGUN,
        WITHDRAWN
    }

    /** A caller's work, and what has become of it. */
    private static final class Unit<T> {
        private final Work<T, ?> work;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
        private T result;
        private Throwable failure;
        private List<Runnable> afterCommit = List.of();

        Unit(Work<T, ?> work) {
            this.work = work;
        }

        boolean begin() {
            return state.compareAndSet(State.WAITING, State.BEGUN);
        }

        boolean withdraw() {
            return state.compareAndSet(State.WAITING, State.WITHDRAWN);
        }

        void run(Tx tx) throws Exception {
            result = work.run(tx);
            afterCommit = tx.afterCommit();
        }

        void complete() {
            if (failure != null) {
                answer.completeExceptionally(failure);
                return;
            }
            for (Runnable action : afterCommit) {
                try {
                    action.run();
                } catch (RuntimeException | Error mistake) {
                    LOG.error("What was to be done after a commit failed.", mistake);
                }
            }
            answer.complete(result);
        }
    }

    // Takes its place in the queue behind the last unit.
    private final Unit<Void> end = new Unit<>(_ -> null);

    Writer(
            Connection connection,
            Sqlite sqlite,
            Definitions definitions,
            Vault vault,
            Supplier<String> jobIds,
            List<CommitListener> listeners) {
        this.connection = connection;
        this.handle = Sqlite.handle(connection);
        this.sqlite = sqlite;
        this.definitions = definitions;
        this.vault = vault;
        this.jobIds = jobIds;
        this.listeners = listeners;
        this.thread = Thread.ofPlatform().name("pipewright-writer").daemon().start(this::write);
    }

    /**
     * Has the work done and waits until it is committed. An interruption before the work is begun takes it back; after
     * that the wait goes on to the end, because only the end tells whether it was done.
     *
     * @return what the work returned
     * @throws X what the work threw; nothing of it is written then
     * @throws StoreUnavailable when it could not be committed, the store is closed, or the wait was interrupted in
     *     time; nothing of it is written then
     * @throws IllegalStateException when called from within a unit of work, which would wait for itself
     */
    public <T, X extends Exception> T commit(Work<T, X> work) throws X {
        Unit<T> unit = enqueue(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return unit.answer.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                    if (unit.withdraw()) {
                        throw new StoreUnavailable("The wait for the store was interrupted; nothing was written.");
                    }
                } catch (ExecutionException failure) {
                    Failures.<X>raise(sqlite, failure.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Has the work done without waiting. What hangs on the future without an executor of its own runs on the writer's
     * thread, so it must not block.
     */
    public <T> CompletableFuture<T> submit(Work<T, ?> work) {
        return enqueue(work).answer;
    }

    private <T> Unit<T> enqueue(Work<T, ?> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a unit of work cannot wait for another one");
        }
        Unit<T> unit = new Unit<>(work);
        synchronized (gate) {
            if (closed) {
                throw new StoreUnavailable("The store is closed.");
            }
            waiting.add(unit);
        }
        return unit;
    }

    /** How many commits there have been, for the curious; fewer than units when many wait at once. */
    public long commits() {
        return commits.get();
    }

    /** Finishes what waits, and takes no more. */
    void close() {
        synchronized (gate) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(end);
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<Unit<?>> batch = new ArrayList<>(LARGEST_BATCH);
        boolean ended = false;
        while (!ended) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, LARGEST_BATCH - 1);
                ended = batch.remove(end);
                batch.removeIf(unit -> !unit.begin());
                if (!batch.isEmpty()) {
                    writeTogether(batch);
                }
            } catch (InterruptedException _) {
                // Nobody has a reason to interrupt this thread; it ends by the last unit.
            } finally {
                batch.clear();
            }
        }
    }

    private void writeTogether(List<Unit<?>> batch) {
        try {
            run("BEGIN IMMEDIATE");
            for (Unit<?> unit : batch) {
                write(unit);
            }
            run("COMMIT");
            commits.incrementAndGet();
        } catch (SQLException | RuntimeException | Error failure) {
            takeBack(batch, failure);
        }
        batch.forEach(Unit::complete);
    }

    private void run(String sql) throws SQLException {
        Sqlite.execute(connection, sql);
    }

    private void write(Unit<?> unit) throws SQLException {
        Tx tx = new Tx(handle, definitions.ofTransaction(), vault, traffic, jobIds, listeners);
        run("SAVEPOINT unit");
        try {
            unit.run(tx);
        } catch (Exception | Error failure) {
            unit.failure = sqlite.unavailable(failure).<Throwable>map(it -> it).orElse(failure);
            tx.undone();
            // Where a full disk has ended the whole transaction there is no savepoint to go back to, and this throws.
            run("ROLLBACK TO unit");
        }
        run("RELEASE unit");
    }

    /**
     * Fails every unit of the batch, also those that had failed by themselves: they may have judged by what others had
     * written and what is not true now.
     */
    private void takeBack(List<Unit<?>> batch, Throwable failure) {
        traffic.forgetAll();
        try {
            run("ROLLBACK");
        } catch (SQLException _) {
            // The database has rolled back by itself.
        }
        StoreUnavailable unavailable = batch.stream()
                .map(unit -> unit.failure)
                .filter(Objects::nonNull)
                .flatMap(cause -> sqlite.unavailable(cause).stream())
                .findFirst()
                .or(() -> sqlite.unavailable(failure))
                .orElseGet(() -> new StoreUnavailable("The store could not be written to.", failure));
        LOG.error("A commit failed, and with it {} units of work.", batch.size(), unavailable);
        for (Unit<?> unit : batch) {
            unit.failure = unavailable;
        }
    }
}
