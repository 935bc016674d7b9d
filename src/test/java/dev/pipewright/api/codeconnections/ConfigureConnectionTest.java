package dev.pipewright.api.codeconnections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.ConnectionSecrets;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import dev.pipewright.wire.Request;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

final class ConfigureConnectionTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ACCOUNT = "123456789012";
    private static final ConnectionArn ARN =
            new ConnectionArn("eu-west-1", ACCOUNT, "11111111-0000-4000-8000-000000000000");

    @TempDir
    private Path folder;

    private Database database;
    private ConfigureConnection operation;

    @BeforeEach
    void open() {
        EmptyStore.putInto(folder);
        database = Database.open(folder, () -> "job");
        operation = new ConfigureConnection(
                database, new ConnectionShapes("codeconnections"), () -> "a-secret-that-was-made",
                URI.create("https://ci.example.com/"));
        var connection =
                new Connection(ARN, "code", ConnectionProvider.GitLabSelfManaged, Optional.empty());
        database.writer().commit(tx -> tx.connections().add(connection, AT));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ObjectNode configure(String... membersAndValues) {
        return configureAs(ACCOUNT, ARN.toString(), membersAndValues);
    }

    private ObjectNode configureAs(String account, String arn, String... membersAndValues) {
        var input = JsonNodeFactory.instance.objectNode().put("ConnectionArn", arn);
        for (int i = 0; i < membersAndValues.length; i += 2) input.put(membersAndValues[i], membersAndValues[i + 1]);
        var caller = new Principal(account, "arn:aws:iam::" + account + ":user/ada", Principal.Grants.ALL);
        return operation.run(input, new Request("id", AT, caller, "eu-west-1"));
    }

    private ConnectionSecrets secrets() {
        return database.read(tables -> tables.connections().secrets(ARN));
    }

    @Test
    void the_first_answer_holds_the_secret_that_was_made_and_the_next_ones_do_not() {
        var first = configure("BaseUrl", "https://gitlab.example.com/", "Token", "token-1");
        assertThat(first.path("WebhookSecret").asString("")).isEqualTo("a-secret-that-was-made");
        assertThat(first.path("WebhookUrl").asString(""))
                .isEqualTo("https://ci.example.com/connections/11111111-0000-4000-8000-000000000000/events");
        assertThat(first.path("BaseUrl").asString("")).isEqualTo("https://gitlab.example.com");
        assertThat(first.path("Connection").path("ConnectionStatus").asString("")).isEqualTo("AVAILABLE");
        assertThat(configure().toString()).doesNotContain("a-secret-that-was-made", "token-1");
        assertThat(secrets().webhookSecret()).contains("a-secret-that-was-made");
    }

    @Test
    void what_is_left_out_stays_and_an_empty_text_takes_away() {
        configure("BaseUrl", "https://a.example", "Token", "token-1", "UserName", "ada", "WebhookSecret", "s".repeat(16));
        configure("UserName", "bob");
        assertThat(secrets()).isEqualTo(new ConnectionSecrets(
                Optional.of("bob"), Optional.of("token-1"), Optional.of("s".repeat(16))));
        configure("Token", "", "WebhookSecret", "");
        assertThat(secrets()).isEqualTo(new ConnectionSecrets(
                Optional.of("bob"), Optional.empty(), Optional.empty()));
    }

    @Test
    void a_token_is_never_sent_to_an_address_that_came_without_it() {
        configure("BaseUrl", "https://a.example", "Token", "token-1");
        assertThatThrownBy(() -> configure("BaseUrl", "https://b.example"))
                .isInstanceOf(Fault.class)
                .hasMessage("The BaseUrl of a connection with a Token changes only with its Token.");
        configure("BaseUrl", "https://a.example/");
        configure("BaseUrl", "https://b.example", "Token", "token-2");
        assertThat(secrets().token()).contains("token-2");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', textBlock = """
            https://user:word@a.example ; The BaseUrl holds a user name or password, which belong into UserName and Token.
            https://a.example/?x=1      ; The BaseUrl has a query or a fragment.
            https:///a                  ; The BaseUrl names no host.
            ssh://a.example             ; The BaseUrl must begin with https://, http:// or file://.
            a.example                   ; The BaseUrl must begin with https://, http:// or file://.
            file://host/srv             ; The BaseUrl must name a folder of this machine, as in file:///srv/git.
            https://a b                 ; The BaseUrl is no URL.
            """)
    void an_address_that_may_not_be_is_refused(String url, String sentence) {
        assertThatThrownBy(() -> configure("BaseUrl", url)).isInstanceOf(Fault.class).hasMessage(sentence);
        assertThat(secrets()).isEqualTo(ConnectionSecrets.NONE);
    }

    @Test
    void what_is_not_there_or_not_the_callers_is_refused() {
        assertThatThrownBy(() -> configureAs(ACCOUNT, ARN.toString().replace("1111", "2222")))
                .hasMessageStartingWith("There is no connection 'arn:aws:codeconnections:");
        assertThatThrownBy(() -> configureAs("999999999999", ARN.toString()))
                .hasMessageStartingWith("There is no connection 'arn:aws:codeconnections:");
        assertThatThrownBy(() -> configure("WebhookSecret", "short"))
                .hasMessage("The WebhookSecret must have at least 16 characters.");
        assertThatThrownBy(() -> configureAs(
                        ACCOUNT, Connection.hosted(ACCOUNT, "eu-west-1").arn().toString()))
                .hasMessage("The connection to the server's own repositories needs no configuration.");
    }
}
