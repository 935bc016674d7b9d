package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.action;
import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static dev.pipewright.engine.Definition.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Definition.Making;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.Pipeline;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void only_secret_values_are_masked() {
        var stored = forging("forge", "p", "hush");
        var masked = Secrets.masked(stored, Catalogs.CATALOG);
        assertThat(configuration(masked, "forge")).isEqualTo(Map.of("Project", "p", "Token", "****"));
        assertThat(masked.stage("Source")).isEqualTo(stored.stage("Source"));
        assertThat(Secrets.masked(pipeline(stage("Go", approval("ok"))), Catalogs.CATALOG))
                .isEqualTo(pipeline(stage("Go", approval("ok"))));
    }

    @Test
    void the_secrets_of_a_run_are_masked_too() {
        var resolved = Map.of("Project", "p", "Token", "hush");
        assertThat(Secrets.masked(Catalogs.CUSTOM, resolved, Catalogs.CATALOG))
                .isEqualTo(Map.of("Project", "p", "Token", "****"));
        assertThat(Secrets.masked(approval("ok").action().actionTypeId(), resolved, Catalogs.CATALOG))
                .isEqualTo(resolved);
    }

    @Test
    void a_mask_sent_back_keeps_the_secret() {
        var meant = Secrets.restored(
                forging("forge", "other", "****"), forging("forge", "p", "hush"), Catalogs.CATALOG);
        assertThat(configuration(meant, "forge")).isEqualTo(Map.of("Project", "other", "Token", "hush"));
    }

    @Test
    void a_new_secret_takes_the_place_of_the_old() {
        var meant =
                Secrets.restored(forging("forge", "p", "new"), forging("forge", "p", "hush"), Catalogs.CATALOG);
        assertThat(configuration(meant, "forge")).containsEntry("Token", "new");
    }

    @Test
    void a_mask_for_an_action_that_was_not_there_stays_a_mask() {
        var meant =
                Secrets.restored(forging("smithy", "p", "****"), forging("forge", "p", "hush"), Catalogs.CATALOG);
        assertThat(configuration(meant, "smithy")).containsEntry("Token", "****");
    }

    @Test
    void a_secret_does_not_pass_from_one_action_type_to_another() {
        var stored = pipeline(stage("Go", new Making("take", Catalogs.CUSTOM).with("OAuthToken", "hush")));
        var github = action("take", ActionCategory.Source, ActionOwner.ThirdParty, "GitHub").with("OAuthToken", "****");
        var meant = Secrets.restored(pipeline(stage("Go", github)), stored, Catalogs.CATALOG);
        assertThat(configuration(meant, "take")).containsEntry("OAuthToken", "****");
    }

    private static Pipeline forging(String action, String project, String token) {
        return pipeline(
                stage("Source", source("take").writes("app")),
                stage("Go", new Making(action, Catalogs.CUSTOM).with("Project", project).with("Token", token)));
    }

    private static Map<String, String> configuration(Pipeline pipeline, String action) {
        return pipeline.action("Go", action).orElseThrow().configuration();
    }
}
