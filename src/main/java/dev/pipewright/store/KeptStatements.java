package dev.pipewright.store;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The prepared statements of one connection, kept for the next time: the same few are run all day, and to prepare one
 * takes longer than to run it. Used by one thread at a time, as the connection.
 */
final class KeptStatements implements StatementBuilder {
    private static final int KEPT = 100;

    private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<Statement, String> inUse = new IdentityHashMap<>();

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return connection.createStatement();
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        PreparedStatement kept = idle.remove(sql);
        PreparedStatement statement = kept != null ? kept : connection.prepareStatement(sql);
        inUse.put(statement, sql);
        return statement;
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return connection.prepareCall(sql);
    }

    /** Takes a statement back. The text given is that before names became positions, not the one it was made from. */
    @Override
    public void close(Connection connection, String text, Statement statement) throws SQLException {
        String sql = inUse.remove(statement);
        if (!(statement instanceof PreparedStatement prepared) || sql == null || idle.containsKey(sql)) {
            statement.close();
            return;
        }
        try {
            // Fails where the driver has closed the statement by itself, as it does after some errors.
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
