package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.e2e.Sketch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionType;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.WebhookDefinition;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;

/**
 * The calls in which Terraform makes, reads, changes and drops its three resources of the service, in their order: what
 * it reads after a change has to be what it asked for, and what is gone has to be missing in the way that it knows.
 */
final class TerraformTest {
    @TempDir
    static Path directory;

    private static Ground ground;
    private static CodePipelineClient client;

    @BeforeAll
    static void start() throws Exception {
        ground = Ground.start(directory);
        client = ground.server().codePipeline();
    }

    @AfterAll
    static void stop() throws IOException {
        ground.close();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static List<Tag> tags(String arn) {
        return client.listTagsForResourcePaginator(request -> request.resourceArn(arn)).tags().stream().toList();
    }

    @Test
    void aws_codepipeline() {
        var wanted = Sketch.pipeline("terraformed", Sketches.source(), Sketches.gate());
        client.createPipeline(request -> request.pipeline(wanted).tags(tag("team", "blue"), tag("env", "test")));

        var read = client.getPipeline(request -> request.name("terraformed"));
        var arn = read.metadata().pipelineArn();
        assertThat(arn).isEqualTo(Sketches.arn("terraformed"));
        assertThat(read.pipeline().artifactStore()).isEqualTo(wanted.artifactStore());
        assertThat(read.pipeline().hasArtifactStores()).as("one store is not a map of stores").isFalse();
        assertThat(read.pipeline().roleArn()).isEqualTo(wanted.roleArn());
        var action = read.pipeline().stages().getFirst().actions().getFirst();
        assertThat(action.configuration())
                .isEqualTo(wanted.stages().getFirst().actions().getFirst().configuration());
        assertThat(action.region()).as("what nobody asked for").isNull();
        assertThat(action.namespace()).isNull();
        assertThat(action.timeoutInMinutes()).isNull();
        assertThat(tags(arn)).containsExactlyInAnyOrder(tag("team", "blue"), tag("env", "test"));

        var changed = wanted.toBuilder().stages(Sketches.source(), Sketches.gate().toBuilder().name("Door").build());
        client.updatePipeline(request -> request.pipeline(changed.build()));
        client.untagResource(request -> request.resourceArn(arn).tagKeys("env"));
        client.tagResource(request -> request.resourceArn(arn).tags(tag("team", "red")));
        assertThat(client.getPipeline(request -> request.name("terraformed")).pipeline().stages())
                .extracting(stage -> stage.name())
                .containsExactly("Source", "Door");
        assertThat(tags(arn)).containsExactly(tag("team", "red"));

        client.deletePipeline(request -> request.name("terraformed"));
        assertThatThrownBy(() -> client.getPipeline(request -> request.name("terraformed")))
                .isExactlyInstanceOf(PipelineNotFoundException.class);
        client.deletePipeline(request -> request.name("terraformed"));
    }

    private static Optional<ListWebhookItem> webhook(String arn) {
        return client.listWebhooksPaginator(request -> {}).webhooks().stream()
                .filter(webhook -> webhook.arn().equals(arn))
                .findFirst();
    }

    private static WebhookDefinition.Builder hook(String reference) {
        return WebhookDefinition.builder()
                .name("terraformed")
                .targetPipeline("target")
                .targetAction("Fetch")
                .authentication("IP")
                .authenticationConfiguration(it -> it.allowedIPRange("192.0.2.0/24"))
                .filters(WebhookFilterRule.builder().jsonPath("$.ref").matchEquals(reference).build());
    }

    @Test
    void aws_codepipeline_webhook() {
        client.createPipeline(request ->
                request.pipeline(Sketch.pipeline("target", Sketches.source(), Sketches.gate())));
        var arn = client.putWebhook(request -> request.webhook(hook("refs/heads/main").build()).tags(tag("a", "1")))
                .webhook()
                .arn();
        var read = webhook(arn).orElseThrow();
        assertThat(read.definition()).isEqualTo(hook("refs/heads/main").build());
        assertThat(read.url()).startsWith(ground.server().endpoint().toString());
        assertThat(read.tags()).containsExactly(tag("a", "1"));
        assertThat(tags(arn)).containsExactly(tag("a", "1"));

        var again = client.putWebhook(request -> request.webhook(hook("refs/heads/next").build())).webhook();
        assertThat(again.arn()).isEqualTo(arn);
        assertThat(webhook(arn).orElseThrow()).satisfies(changed -> {
            assertThat(changed.definition()).isEqualTo(hook("refs/heads/next").build());
            assertThat(changed.url()).as("the address stays").isEqualTo(read.url());
            assertThat(changed.tags()).as("tags that were not given stay").containsExactly(tag("a", "1"));
        });

        client.deleteWebhook(request -> request.name("terraformed"));
        assertThat(webhook(arn)).isEmpty();
        client.deletePipeline(request -> request.name("target"));
    }

    private static Optional<ActionType> actionType(String provider) {
        return client.listActionTypesPaginator(request -> request.actionOwnerFilter("Custom"))
                .actionTypes()
                .stream()
                .filter(type -> type.id().category() == ActionCategory.BUILD
                        && type.id().provider().equals(provider)
                        && type.id().version().equals("1"))
                .findFirst();
    }

    @Test
    void aws_codepipeline_custom_action_type() {
        client.createCustomActionType(request -> {
            Sketches.customType(request, "Terraformed");
            request.tags(tag("a", "1"))
                    .settings(settings -> settings.entityUrlTemplate("https://example.com/{Config:Project}"));
        });
        var read = actionType("Terraformed").orElseThrow();
        assertThat(read.settings().entityUrlTemplate()).isEqualTo("https://example.com/{Config:Project}");
        assertThat(read.settings().executionUrlTemplate()).isNull();
        assertThat(read.actionConfigurationProperties()).singleElement().satisfies(property -> {
            assertThat(property.name()).isEqualTo("Project");
            assertThat(List.of(property.key(), property.required(), property.secret(), property.queryable()))
                    .containsExactly(true, true, false, true);
        });
        var arn = Sketches.arn("actiontype:Custom/Build/Terraformed/1");
        assertThat(tags(arn)).containsExactly(tag("a", "1"));
        client.tagResource(request -> request.resourceArn(arn).tags(tag("b", "2")));
        client.untagResource(request -> request.resourceArn(arn).tagKeys("a"));
        assertThat(tags(arn)).containsExactly(tag("b", "2"));

        client.deleteCustomActionType(request ->
                request.category(ActionCategory.BUILD).provider("Terraformed").version("1"));
        assertThat(actionType("Terraformed")).isEmpty();
    }
}
