package dev.pipewright.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The store of one server: a SQLite database in its data directory. */
public final class Database implements AutoCloseable {
    private final DataDirectory directory;
    private final Sqlite sqlite;
    private final Connection connection;
    private final Readers readers;
    private final Writer writer;
    private final Rotation rotation;
    private final List<CommitListener> listeners;

    private Database(
            DataDirectory directory,
            Sqlite sqlite,
            Connection connection,
            Readers readers,
            Writer writer,
            Rotation rotation,
            List<CommitListener> listeners) {
        this.directory = directory;
        this.sqlite = sqlite;
        this.connection = connection;
        this.readers = readers;
        this.writer = writer;
        this.rotation = rotation;
        this.listeners = listeners;
    }

    /**
     * Opens the store as {@link #open(Path, Path, Supplier)} does, with the keys of its secrets in the same folder, in
     * the file {@code secrets.keys}.
     */
    public static Database open(Path dataDirectory, Supplier<String> jobIds) {
        return open(dataDirectory, dataDirectory.resolve("secrets.keys"), jobIds);
    }

    /**
     * Opens the store, making the folder, the database and the keys of its secrets if they are not there and bringing
     * older tables up to date.
     *
     * @param dataDirectory the folder, which only one server may hold at a time
     * @param keyFile the file with the keys that secrets are sealed with
     * @param jobIds gives each new job and each event its id, never the same twice
     * @throws StoreUnavailable when another server holds the folder, when it cannot be written, when the disk is full,
     *     when the database is not ours or of a newer program, or when the keys are lost or not those of the database;
     *     the message is a sentence that says so
     */
    public static Database open(Path dataDirectory, Path keyFile, Supplier<String> jobIds) {
        DataDirectory directory = DataDirectory.hold(dataDirectory);
        try {
            return open(directory, new KeyFile(keyFile), jobIds);
        } catch (RuntimeException | Error failure) {
            directory.close();
            throw failure;
        }
    }

    private static Database open(DataDirectory directory, KeyFile keyFile, Supplier<String> jobIds) {
        Path file = directory.database();
        Sqlite sqlite = new Sqlite(file);
        Connection connection = null;
        try {
            Migrations.run(sqlite, file);
            connection = sqlite.dataSource().getConnection();
            Keyring keyring = new FirstSealing(connection, file, keyFile).keys();
            Definitions definitions = Definitions.ofSnapshots(keyring);
            Readers readers = new Readers(sqlite, definitions, keyring);
            List<CommitListener> listeners = new CopyOnWriteArrayList<>();
            Writer writer = new Writer(connection, sqlite, definitions, keyring, jobIds, listeners);
            Rotation rotation = new Rotation(readers, writer, keyring);
            return new Database(directory, sqlite, connection, readers, writer, rotation, listeners);
        } catch (SQLException | RuntimeException failure) {
            closeQuietly(connection);
            throw sqlite.unavailable(failure)
                    .orElseGet(() -> new StoreUnavailable(
                            "The database %s cannot be opened: %s".formatted(file, failure.getMessage()), failure));
        }
    }

    /**
     * Reads from one snapshot of what is committed, without ever waiting for the writer.
     *
     * @return what the query returned
     * @throws X what the query threw
     * @throws StoreUnavailable when the database cannot be read, the store is closed, or the wait was interrupted
     * @throws IllegalStateException when called from within a query
     */
    public <T, X extends Exception> T read(Query<T, X> query) throws X {
        return readers.read(query);
    }

    /** The one who writes. */
    public Writer writer() {
        return writer;
    }

    /** Gives the secrets of the store another key. */
    public Rotation rotation() {
        return rotation;
    }

    /** Tells a listener of the effects of every decision committed from now on. */
    public void listen(CommitListener listener) {
        listeners.add(listener);
    }

    /** Finishes what waits to be written, and gives the folder back. Closing again does nothing. */
    @Override
    public void close() {
        writer.close();
        readers.close();
        try {
            if (!connection.isClosed()) {
                Sqlite.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
        } catch (SQLException _) {
            // What is committed is safe in the log; the next start finds it there.
        }
        closeQuietly(connection);
        directory.close();
    }

    private static void closeQuietly(Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException _) {
            // There is nothing left that could be lost.
        }
    }
}
