package dev.pipewright.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptStatementsTest {
    private static final String INSERT = "INSERT INTO t (a) VALUES (?)";

    private final KeptStatements statements = new KeptStatements();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Sqlite.execute(connection, "CREATE TABLE t (a TEXT UNIQUE)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private PreparedStatement insert(String value) throws SQLException {
        PreparedStatement statement = statements.create(connection, INSERT, null);
        try {
            statement.setString(1, value);
            statement.execute();
        } finally {
            statements.close(connection, "INSERT INTO t (a) VALUES (:a)", statement);
        }
        return statement;
    }

    @Test
    void a_statement_is_used_again_once_it_was_given_back() throws SQLException {
        assertThat(insert("one")).isSameAs(insert("two"));
    }

    @Test
    void a_failure_does_not_spoil_the_statement_for_the_next() throws SQLException {
        insert("one");
        assertThatThrownBy(() -> insert("one")).hasMessageContaining("UNIQUE");
        insert("two");
        assertThatThrownBy(() -> insert("two")).hasMessageContaining("UNIQUE");
    }

    @Test
    void a_statement_that_was_closed_is_not_kept() throws SQLException {
        PreparedStatement closed = statements.create(connection, INSERT, null);
        closed.close();
        statements.close(connection, INSERT, closed);
        assertThat(insert("one")).isNotSameAs(closed);
    }

    @Test
    void two_in_use_at_once_are_two() throws SQLException {
        PreparedStatement first = statements.create(connection, INSERT, null);
        PreparedStatement second = statements.create(connection, INSERT, null);
        assertThat(first).isNotSameAs(second);
        statements.close(connection, INSERT, first);
        statements.close(connection, INSERT, second);
        assertThat(second.isClosed()).isTrue();
        assertThat(insert("one")).isSameAs(first);
    }

    @Test
    void only_so_many_are_kept() throws SQLException {
        PreparedStatement oldest = insert("one");
        for (int number = 0; number < 100; number++) {
            String sql = "SELECT " + number;
            statements.close(connection, sql, statements.create(connection, sql, null));
        }
        assertThat(oldest.isClosed()).isTrue();
        assertThat(insert("two")).isNotSameAs(oldest);
    }
}
