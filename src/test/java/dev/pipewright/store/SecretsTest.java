package dev.pipewright.store;

import static dev.pipewright.store.Planted.CONNECTION;
import static dev.pipewright.store.Planted.HOOK;
import static dev.pipewright.store.Planted.SECRET;
import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.definition;
import static dev.pipewright.store.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.model.WebhookKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is stored of secrets, and what becomes of it without its keys. */
final class SecretsTest extends StoreTest {
    private Path keys() {
        return folder.resolve("secrets.keys");
    }

    private void isRefused(Path keyFile, String... words) {
        assertThatThrownBy(() -> Database.open(folder, keyFile, () -> "none"))
                .isInstanceOf(StoreUnavailable.class)
                .message()
                .contains(words)
                .contains(keyFile.toString())
                .endsWith(".")
                .doesNotContain("\n");
    }

    @Test
    void no_file_holds_a_secret_while_the_store_is_open_and_after() {
        Planted.into(database);
        Planted.areAllReadable(database);
        assertThat(Planted.everythingIn(folder)).contains("sealed:").doesNotContain(SECRET);
        reopen();
        Planted.areAllReadable(database);
        database.close();
        assertThat(Planted.everythingIn(folder)).contains("sealed:").doesNotContain(SECRET);
    }

    @Test
    void every_column_with_sealed_texts_is_known_to_rotations() {
        Planted.into(database);
        List<String> found = read(tables -> {
            var columns = new ArrayList<String>();
            tables.handle.createQuery("""
                            SELECT m.name AS tab, c.name AS col
                              FROM sqlite_schema m
                              JOIN pragma_table_info(m.name) c
                             WHERE m.type = 'table'""")
                    .map((row, _) -> List.of(row.getString("tab"), row.getString("col")))
                    .list()
                    .forEach(each -> {
                        if (tables.handle.createQuery("SELECT count(*) FROM \"%s\" WHERE \"%s\" LIKE 'sealed:%%'"
                                        .formatted(each.getFirst(), each.getLast()))
                                .mapTo(int.class)
                                .one() > 0) {
                            columns.add(each.getFirst() + "." + each.getLast());
                        }
                    });
            return columns;
        });
        assertThat(found).containsExactlyInAnyOrderElementsOf(SealedColumn.ALL.stream()
                .map(column -> column.table() + "." + column.column())
                .toList());
    }

    @Test
    void the_keys_are_for_their_owner_only() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(otherKeys())))
                .isEqualTo("rw-------");
    }

    /** The keys of another database. */
    private Path otherKeys() {
        Database.open(temp.resolve("other"), () -> "none").close();
        return temp.resolve("other/secrets.keys");
    }

    @Test
    void without_its_keys_a_database_is_not_opened_and_no_new_keys_are_made() throws IOException {
        database.close();
        var kept = Files.readAllBytes(keys());
        Files.delete(keys());
        isRefused(keys(), "holds sealed secrets", "is not there");
        assertThat(keys()).doesNotExist();
        Files.write(keys(), kept);
        database = open();
    }

    @Test
    void the_keys_of_another_database_are_refused() throws IOException {
        database.close();
        var kept = Files.readAllBytes(keys());
        Files.copy(otherKeys(), keys(),
                StandardCopyOption.REPLACE_EXISTING);
        isRefused(keys(), "are not those of the database");
        Files.write(keys(), kept);
        database = open();
    }

    @Test
    void a_damaged_file_of_keys_is_refused_and_none_of_it_is_told() throws IOException {
        database.close();
        var kept = Files.readString(keys());
        var key = kept.replaceAll(".*\"key\":\"([^\"]+)\".*\\R", "$1");
        var other = (key.startsWith("A") ? "B" : "A") + key.substring(1);
        for (var damaged : List.of("", "null", "{}", "{\"keys\":[]}", kept.replace(key, other), kept.substring(9),
                kept.replace(key, ""), "x".repeat(2_000_000))) {
            Files.writeString(keys(), damaged);
            isRefused(keys(), "is damaged, or is no file of keys");
        }
        Files.writeString(keys(), kept);
        database = open();
    }

    @Test
    void the_keys_may_be_in_another_file_also_behind_a_link() throws IOException {
        var elsewhere = Files.createDirectory(temp.resolve("vault"));
        var link = Files.createSymbolicLink(temp.resolve("link"), elsewhere.resolve("the.keys"));
        var data = temp.resolve("data2");
        Files.copy(otherKeys(), elsewhere.resolve("the.keys"));
        try (var opened = Database.open(data, link, () -> "none")) {
            Planted.into(opened);
            opened.rotation().watched(Runnable::run, () -> {}).rotate();
        }
        assertThat(link).isSymbolicLink();
        assertThat(data.resolve("secrets.keys")).doesNotExist();
        try (var opened = Database.open(data, link, () -> "none")) {
            Planted.areAllReadable(opened);
        }
    }

    @Test
    void a_tampered_definition_is_named_and_the_others_are_read() {
        Planted.into(database);
        makePipeline(key("other"));
        sql("""
                UPDATE pipeline_version
                   SET body = substr(body, 1, 40) || 'AAAA' || substr(body, 45)
                 WHERE pipeline_id = 1""");
        assertThatThrownBy(() -> read(tables -> tables.pipelines().find(KEY, Optional.empty())))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageContaining("pipeline " + KEY.arn())
                .hasMessageContaining("pipeline_version/1/1")
                .hasMessageContaining(keys().toString());
        assertThat(this.<Optional<StoredPipeline>>read(
                        tables -> tables.pipelines().find(key("other"), Optional.empty())))
                .isPresent();
        assertThat(this.<Optional<StoredWebhook>>read(tables -> tables.webhooks().find(HOOK))).isPresent();
    }

    @Test
    void a_sealed_text_opens_at_no_other_place() {
        Planted.into(database);
        makePipeline(key("other"));
        write(tx -> tx.webhooks().put(
                new WebhookKey(KEY.account(), KEY.region(), "mine"),
                Planted.webhook("mine"), "mine", T));
        sql(
                "UPDATE pipeline_version SET body = (SELECT body FROM pipeline_version WHERE pipeline_id = 1)",
                "UPDATE webhook SET secret_token = (SELECT secret_token FROM webhook WHERE name = 'hook')",
                "UPDATE connection SET webhook_secret = token",
                "UPDATE action_run SET body = (SELECT body FROM action_run WHERE stage = 'Build')");
        assertThatThrownBy(() -> read(tables -> tables.pipelines().find(key("other"), Optional.empty())))
                .isInstanceOf(UnreadableRow.class);
        assertThatThrownBy(() -> read(tables -> tables.webhooks().findByAddress("mine")))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageContaining("webhook:mine")
                .message().doesNotContain(SECRET);
        assertThatThrownBy(() -> read(tables -> tables.connections().secrets(CONNECTION)))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageContaining(CONNECTION.toString());
        assertThatThrownBy(() -> read(tables -> tables.executions().find(KEY, "e1")))
                .isInstanceOf(UnreadableRow.class)
                .hasMessageContaining("execution e1");
        assertThat(this.<Optional<StoredWebhook>>read(tables -> tables.webhooks().find(HOOK))).isPresent();
    }

    @Test
    void a_definition_with_nothing_secret_in_it_is_sealed_all_the_same() {
        write(tx -> tx.pipelines().insert(KEY, definition(KEY.name()), T));
        assertThat(Planted.everythingIn(folder)).doesNotContain("shop-build");
    }
}
