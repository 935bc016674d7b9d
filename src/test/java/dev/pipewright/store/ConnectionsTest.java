package dev.pipewright.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.ConnectionSecrets;
import dev.pipewright.store.GitRefs.Known;
import dev.pipewright.store.GitRefs.Repository;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConnectionsTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final ConnectionArn ARN =
            new ConnectionArn("eu-west-1", "123456789012", "11111111-0000-4000-8000-000000000000");
    private static final Connection GITHUB =
            new Connection(ARN, "code", ConnectionProvider.GitHub, Optional.of(URI.create("https://github.com")));
    private static final ConnectionSecrets SECRETS = new ConnectionSecrets(
            Optional.of("ada"), Optional.of("the-token"), Optional.of("the-webhook-secret"));

    @TempDir
    private Path folder;

    private Database database;

    @BeforeEach
    void open() {
        EmptyStore.putInto(folder);
        database = Database.open(folder, () -> "job");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private boolean add(Connection connection) {
        return database.writer().commit(tx -> tx.connections().add(connection, AT));
    }

    private boolean did(Work<Boolean, RuntimeException> work) {
        return database.writer().commit(work);
    }

    private boolean is(Query<Boolean, RuntimeException> query) {
        return database.read(query);
    }

    @Test
    void a_connection_is_found_as_it_was_added_also_after_a_restart() {
        assertThat(add(GITHUB)).isTrue();
        database.writer().commit(tx -> tx.connections().configure(ARN, GITHUB.baseUrl(), SECRETS));
        database.close();
        database = Database.open(folder, () -> "job");
        assertThat(database.<Optional<Connection>, RuntimeException>read(tables -> tables.connections().find(ARN)))
                .contains(GITHUB);
        assertThat(database.<Optional<Connection>, RuntimeException>read(
                        tables -> tables.connections().withId(ARN.id())))
                .contains(GITHUB);
        assertThat(database.<ConnectionSecrets, RuntimeException>read(tables -> tables.connections().secrets(ARN)))
                .isEqualTo(SECRETS);
        assertThat(SECRETS.toString()).doesNotContain("the-token", "the-webhook-secret");
    }

    @Test
    void a_name_is_taken_once_in_an_account_and_region() {
        add(GITHUB);
        var sameName = new ConnectionArn("eu-west-1", "123456789012", "2".repeat(36));
        assertThat(add(new Connection(sameName, "code", ConnectionProvider.Git, Optional.empty()))).isFalse();
        var elsewhere = new ConnectionArn("us-east-1", "123456789012", "3".repeat(36));
        assertThat(add(new Connection(elsewhere, "code", ConnectionProvider.Git, Optional.empty()))).isTrue();
        var listed = database.read(tables -> tables.connections().list("123456789012", "eu-west-1"));
        assertThat(listed).containsExactly(GITHUB);
    }

    @Test
    void the_hosted_connection_is_there_without_a_row() {
        var arn = new ConnectionArn("eu-west-1", "123456789012", ConnectionArn.HOSTED);
        assertThat(database.<Optional<Connection>, RuntimeException>read(tables -> tables.connections().find(arn)))
                .contains(Connection.hosted("123456789012", "eu-west-1"));
        assertThat(is(tables -> tables.connections().withId(ConnectionArn.HOSTED).isPresent())).isFalse();
    }

    @Test
    void what_belongs_to_a_connection_goes_with_it() {
        add(GITHUB);
        var repository = new Repository(ARN.id(), "acme/shop");
        database.writer().commit(tx -> {
            tx.gitRefs().learn(repository);
            tx.gitRefs().put(repository, new Known("refs/heads/main", "a", Optional.empty(), Optional.of(AT)));
            return tx.gitDeliveries().add(ARN.id(), "id:1", AT);
        });
        assertThat(did(tx -> tx.connections().remove(ARN))).isTrue();
        assertThat(did(tx -> tx.connections().remove(ARN))).isFalse();
        var known = database.read(tables -> tables.gitRefs().repositories());
        assertThat(known).isEmpty();
        assertThat(is(tables -> tables.gitDeliveries().contains(ARN.id(), "id:1"))).isFalse();
    }

    @Test
    void a_branch_is_known_as_it_was_put_last() {
        var repository = new Repository(ARN.id(), "acme/shop");
        var first = new Known("refs/heads/main", "a", Optional.empty(), Optional.of(AT));
        var second = new Known("refs/heads/main", "b", Optional.of("a"), Optional.empty());
        database.writer().commit(tx -> {
            tx.gitRefs().put(repository, first);
            tx.gitRefs().put(repository, second);
            return null;
        });
        var known = database.read(tables -> tables.gitRefs().all(repository));
        assertThat(known).isEqualTo(Map.of("refs/heads/main", second));
        assertThat(is(tables -> tables.gitRefs().isKnown(repository))).isFalse();
        database.writer().commit(tx -> {
            tx.gitRefs().remove(repository, "refs/heads/main");
            return null;
        });
        var left = database.read(tables -> tables.gitRefs().all(repository));
        assertThat(left).isEmpty();
    }

    @Test
    void deliveries_are_forgotten_when_they_are_old() {
        database.writer().commit(tx -> tx.gitDeliveries().add("c", "old", AT.minusSeconds(1)));
        database.writer().commit(tx -> tx.gitDeliveries().add("c", "new", AT));
        assertThat(did(tx -> tx.gitDeliveries().add("c", "new", AT))).isFalse();
        var forgotten = database.writer().commit(tx -> tx.gitDeliveries().forget(AT));
        assertThat(forgotten).isEqualTo(1);
        assertThat(did(tx -> tx.gitDeliveries().add("c", "old", AT))).isTrue();
    }
}
