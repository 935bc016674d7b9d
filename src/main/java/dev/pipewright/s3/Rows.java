package dev.pipewright.s3;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements with their values in order, which may be strings, numbers, booleans, byte arrays and null. */
final class Rows {
    /** Makes a value of the row at hand. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Rows() {}

    static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Inserts one row and answers its number. */
    static long insert(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = prepare(connection, sql + " RETURNING row", values);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static <T> Optional<T> first(Connection connection, Reader<T> reader, String sql, Object... values)
            throws SQLException {
        try (var cursor = cursor(connection, reader, sql, values)) {
            return Optional.ofNullable(cursor.next());
        }
    }

    static <T> List<T> all(Connection connection, Reader<T> reader, String sql, Object... values) throws SQLException {
        var all = new ArrayList<T>();
        try (var cursor = cursor(connection, reader, sql, values)) {
            for (T one = cursor.next(); one != null; one = cursor.next()) {
                all.add(one);
            }
        }
        return all;
    }

    static <T> Listing.Cursor<T> cursor(Connection connection, Reader<T> reader, String sql, Object... values)
            throws SQLException {
        var statement = prepare(connection, sql, values);
        ResultSet rows;
        try {
            rows = statement.executeQuery();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
        return new Listing.Cursor<>() {
            @Override
            public T next() throws SQLException {
                return rows.next() ? reader.read(rows) : null;
            }

            @Override
            public void close() throws SQLException {
                statement.close();
            }
        };
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                case null -> statement.setString(i + 1, null);
                case String text -> statement.setString(i + 1, text);
                case Number number -> statement.setLong(i + 1, number.longValue());
                case Object other -> throw new IllegalArgumentException("no column holds " + other.getClass());
            }
        }
        return statement;
    }
}
