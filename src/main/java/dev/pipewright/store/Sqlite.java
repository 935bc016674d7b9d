package dev.pipewright.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The database file: how it is opened, and what its errors mean to the person who runs the server. */
final class Sqlite {
    private static final int BUSY_MILLIS = 10_000;
    private static final int CACHE_KIBIBYTES = 16 * 1024;
    private static final int KEPT_WAL_BYTES = 64 * 1024 * 1024;

    // Primary result codes of SQLite.
    private static final int BUSY = 5;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    private final Path file;

    Sqlite(Path file) {
        this.file = file;
    }

    /** Connections with full durability and foreign keys, as everybody here needs them. */
    SQLiteDataSource dataSource() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-CACHE_KIBIBYTES);
        config.setJournalSizeLimit(KEPT_WAL_BYTES);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return dataSource;
    }

    /** A connection that only reads. */
    Connection openReader() throws SQLException {
        Connection connection = dataSource().getConnection();
        execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    /** The connection for queries with named parameters. */
    static Handle handle(Connection connection) {
        Jdbi jdbi = Jdbi.create(connection);
        // By default messages tell the values that a statement was given, and messages end in logs. Some are secret.
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(StatementExceptions.MessageRendering.NONE);
        KeptStatements statements = new KeptStatements();
        jdbi.setStatementBuilderFactory(_ -> statements);
        return jdbi.open();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The sentence for an error that lies outside the program; empty for mistakes in the program. */
    Optional<StoreUnavailable> unavailable(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnavailable unavailable) {
                return Optional.of(unavailable);
            }
            if (cause instanceof SQLException sql) {
                return sentence(sql).map(sentence -> new StoreUnavailable(sentence, error));
            }
        }
        return Optional.empty();
    }

    private Optional<String> sentence(SQLException error) {
        return switch (error.getErrorCode() & 0xff) {
            case FULL -> Optional.of("The disk that holds the database " + file + " is full.");
            case READONLY -> Optional.of("The database " + file + " may not be written to.");
            case IOERR -> Optional.of(
                    "The disk that holds the database %s gave an error (%s).".formatted(file, error.getMessage()));
            case CANTOPEN -> Optional.of("The database " + file + " cannot be opened or made.");
            case CORRUPT -> Optional.of(
                    "The database %s is damaged; put back a copy of it from a backup.".formatted(file));
            case NOTADB -> Optional.of("The file " + file + " is not a database of Pipewright.");
            case BUSY -> Optional.of("Another program keeps the database " + file + " locked.");
            default -> Optional.empty();
        };
    }
}
