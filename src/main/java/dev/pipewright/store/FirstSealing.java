package dev.pipewright.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the keys that belong to a database. At the first start with keys it makes them, seals what older programs
 * stored in the clear, and then takes what they left in freed pages out of the file; so it does with what a rotation
 * has left there. A crash in between is made good by the next start.
 */
final class FirstSealing {
    private static final Logger LOG = LoggerFactory.getLogger(FirstSealing.class);
    private static final int BATCH = 500;
    private static final String PROOF_PLACE = "vault/1";

    private final Connection connection;
    private final Path database;
    private final KeyFile file;

    private record Proof(String text, boolean swept) {}

    private record Row(Object id, String text, String place) {}

    /** @param connection with no transaction open, and nobody else at work in the database */
    FirstSealing(Connection connection, Path database, KeyFile file) {
        this.connection = connection;
        this.database = database;
        this.file = file;
    }

    /**
     * The keys of the database. All that is to be sealed is sealed when this returns.
     *
     * @throws StoreUnavailable when the file of keys is lost, damaged, or another database's
     */
    Keyring keys() throws SQLException {
        Optional<Proof> proof = proof();
        Optional<Keyring> known = Keyring.read(file);
        Keyring keyring;
        if (proof.isEmpty()) {
            keyring = known.orElseGet(() -> Keyring.make(file));
            sealAll(keyring);
        } else {
            keyring = known.orElseThrow(() -> new StoreUnavailable(
                    ("The database %s holds sealed secrets, and the file with their keys, %s, is not there;"
                                    + " put it back, or name the place it has now with --secrets-key.")
                            .formatted(database, file.path())));
            check(keyring, proof.get());
        }
        if (proof.filter(Proof::swept).isEmpty()) {
            sweep();
        }
        return keyring;
    }

    private Optional<Proof> proof() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT proof, swept FROM vault")) {
            return row.next()
                    ? Optional.of(new Proof(row.getString("proof"), row.getBoolean("swept")))
                    : Optional.empty();
        }
    }

    private void check(Keyring keyring, Proof proof) {
        try {
            keyring.open(proof.text(), PROOF_PLACE);
        } catch (IllegalArgumentException _) {
            throw new StoreUnavailable(
                    "The keys in the file %s are not those of the database %s; put back the file that belongs to it."
                            .formatted(file.path(), database));
        }
    }

    private void sealAll(Keyring keyring) throws SQLException {
        Sqlite.execute(connection, "BEGIN IMMEDIATE");
        try {
            long sealed = 0;
            for (SealedColumn column : SealedColumn.ALL) {
                sealed += sealAll(column, keyring);
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO vault (id, proof, swept) VALUES (1, ?, 0)")) {
                insert.setString(1, keyring.seal("proof", PROOF_PLACE));
                insert.executeUpdate();
            }
            Sqlite.execute(connection, "COMMIT");
            if (sealed > 0) {
                LOG.info("sealed {} texts that were stored before there were keys", sealed);
            }
        } catch (SQLException | RuntimeException | Error failure) {
            Sqlite.execute(connection, "ROLLBACK");
            throw failure;
        }
    }

    private long sealAll(SealedColumn column, Keyring keyring) throws SQLException {
        long sealed = 0;
        Object after = null;
        while (true) {
            List<Row> rows = next(column, after);
            if (rows.isEmpty()) {
                return sealed;
            }
            try (PreparedStatement update = connection.prepareStatement(column.update())) {
                for (Row row : rows) {
                    update.setString(1, keyring.seal(row.text(), row.place()));
                    update.setObject(2, row.id());
                    update.setString(3, row.text());
                    update.addBatch();
                }
                update.executeBatch();
            }
            sealed += rows.size();
            after = rows.getLast().id();
        }
    }

    private List<Row> next(SealedColumn column, Object after) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(column.select(after != null))) {
            if (after != null) {
                select.setObject(1, after);
            }
            select.setMaxRows(BATCH);
            List<Row> rows = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getObject("id"), row.getString("text"), row.getString("place")));
                }
            }
            return rows;
        }
    }

    /** Writes the file anew without its freed pages, and empties the log. */
    private void sweep() throws SQLException {
        try {
            // In memory, where temporary things are otherwise, a large database may have no room.
            Sqlite.execute(connection, "PRAGMA temp_store = FILE");
            Sqlite.execute(connection, "VACUUM");
            if (emptyLog()) {
                Sqlite.execute(connection, "UPDATE vault SET swept = 1");
            }
        } catch (SQLException failure) {
            // A server whose disk has no room for a second copy of the database still serves.
            LOG.warn("The database {} may still hold secrets of the past in freed pages; the next start tries to write"
                    + " it anew again: {}", database, failure.getMessage());
        } finally {
            Sqlite.execute(connection, "PRAGMA temp_store = MEMORY");
        }
    }

    private boolean emptyLog() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return result.next() && result.getInt("busy") == 0;
        }
    }
}
