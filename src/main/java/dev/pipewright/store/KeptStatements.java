package dev.pipewright.store;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The prepared statements of one connection, kept for the next time: the same few are run all day, and to prepare one
 * takes longer than to run it. Used by one thread at a time, as the connection.
 */
final class KeptStatements implements StatementBuilder {
    private static final int KEPT = 100;

    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>(64, 0.75f, true);

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return connection.createStatement();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        return kept != null ? kept : connection.prepareStatement(sql);
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return connection.prepareCall(sql);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (!(statement instanceof PreparedStatement prepared) || idle.containsKey(sql)) {
            statement.close();
            return;
        }
        try {
            // Fails for a statement that has failed, which the driver does not run a second time.
            prepared.clearParameters();
        } catch (SQLException _) {
            statement.close();
            return;
        }
        idle.put(sql, prepared);
        if (idle.size() > KEPT) {
            idle.pollFirstEntry().getValue().close();
        }
    }
}
