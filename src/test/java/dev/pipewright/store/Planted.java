package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.advance;
import static dev.pipewright.store.Samples.definition;
import static dev.pipewright.store.Samples.run;
import static dev.pipewright.store.Samples.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ConditionRun;
import dev.pipewright.model.ConditionStatus;
import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.ConnectionSecrets;
import dev.pipewright.model.Instance;
import dev.pipewright.model.Part;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.RunId;
import dev.pipewright.model.WebhookAuthConfiguration;
import dev.pipewright.model.WebhookAuthenticationType;
import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookFilterRule;
import dev.pipewright.model.WebhookKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A recognisable secret at every place of a store that takes secrets. */
final class Planted {
    static final String SECRET = "correct-horse-battery-staple";
    static final WebhookKey HOOK = new WebhookKey(KEY.account(), KEY.region(), "hook");
    static final ConnectionArn CONNECTION = new ConnectionArn("eu-west-1", KEY.account(), "1".repeat(36));
    private static final RunId RULE = new RunId("e1", "Build", Part.BEFORE_ENTRY, "check", 1);

    private Planted() {}

    static Pipeline secretDefinition() {
        return Json.read(Json.write(definition(KEY.name())).replace("shop-build", SECRET), Pipeline.class);
    }

    static ActionRun secretRun() {
        return running(run("e1", "Build", "make"), Map.of("Password", SECRET), T);
    }

    static ActionRun secretRule() {
        return running(RULE, Map.of("Password", SECRET), T);
    }

    static ConditionRun secretCondition() {
        return new ConditionRun(Part.BEFORE_ENTRY, 1, ConditionStatus.Succeeded, "", T, List.of(secretRule()));
    }

    static WebhookDefinition webhook(String name) {
        return new WebhookDefinition(
                name, KEY.name(), "fetch", List.of(new WebhookFilterRule("$.ref", null)),
                WebhookAuthenticationType.GITHUB_HMAC, new WebhookAuthConfiguration(null, SECRET));
    }

    static void into(Database database) {
        database.writer().commit(tx -> {
            tx.pipelines().insert(KEY, secretDefinition(), T).orElseThrow();
            tx.save(KEY, advance(tx.traffic(KEY).orElseThrow(), Samples.started(
                    tx.traffic(KEY).orElseThrow().pipeline(), "e1", 1, T)));
            var building = Samples.building(
                    tx.traffic(KEY).orElseThrow().execution("e1").orElseThrow(), "r1", T);
            var stage = building.stages().get(1)
                    .withActions(List.of(secretRun()))
                    .withConditions(List.of(secretCondition()));
            var next = building.withStages(List.of(building.stages().getFirst(), stage), T);
            tx.save(KEY, advance(tx.traffic(KEY).orElseThrow(), next));
            tx.webhooks().put(HOOK, webhook("hook"), "address", T);
            tx.connections().add(
                    new Connection(CONNECTION, "code", ConnectionProvider.GitHub, Optional.empty()), T);
            tx.connections().configure(
                    CONNECTION,
                    Optional.empty(),
                    new ConnectionSecrets(Optional.of("ann"), Optional.of(SECRET), Optional.of(SECRET)));
            tx.accessKeys().add(new AccessKeys.WithSecret("AKIAPLANTED", KEY.account(), "ann", SECRET), T);
            tx.instances().add(
                    KEY.account(), KEY.region(),
                    new Instance("mi-1", "web", "localhost", 22, "ann", "ssh-ed25519 AAAA", Map.of()), SECRET, T);
            return null;
        });
    }

    static void areAllReadable(Database database) {
        wereAlwaysReadable(database);
        database.read(tables -> {
            assertThat(tables.accessKeys().enabled("AKIAPLANTED").orElseThrow().secret()).isEqualTo(SECRET);
            assertThat(tables.instances().identity("mi-1")).contains(SECRET);
            return null;
        });
    }

    /** Those that there were before there were keys. */
    static void wereAlwaysReadable(Database database) {
        database.read(tables -> {
            assertThat(tables.pipelines().find(KEY, Optional.empty()).orElseThrow().definition().toString())
                    .contains(SECRET);
            var execution = tables.executions().find(KEY, "e1").orElseThrow();
            assertThat(execution.find(secretRun().run())).contains(secretRun());
            assertThat(execution.find(RULE)).contains(secretRule());
            assertThat(tables.actionPages().page(KEY, Optional.empty(), Long.MAX_VALUE, 10)).hasSize(2);
            assertThat(tables.webhooks().find(HOOK).orElseThrow().definition()).isEqualTo(webhook("hook"));
            assertThat(tables.connections().secrets(CONNECTION).token()).contains(SECRET);
            assertThat(tables.connections().secrets(CONNECTION).webhookSecret()).contains(SECRET);
            return null;
        });
    }

    /** All that lies in a folder, but for the keys. */
    static String everythingIn(Path folder) {
        var all = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("secrets.keys")) {
                    all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }
}
