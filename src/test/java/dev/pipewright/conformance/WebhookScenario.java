package dev.pipewright.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/** Webhooks are put, called, listed, registered and deleted. */
final class WebhookScenario implements Scenario {
    @Override
    public void play(Scene scene) throws Exception {
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "called",
                Declared.stage("Source", Declared.action("Get", Declared.type("Source", "ThirdParty", "GitHub"), """
                        configuration: {Owner: 'octo', Repo: 'cat', Branch: 'main', OAuthToken: 'sesame',
                                        PollForSourceChanges: 'false'},
                        outputArtifacts: [{name: 'Code'}]""")),
                Declared.stage("Ask", Declared.approval("Ask")))));
        put(scene);
        called(scene);
        listed(scene);
        registered(scene);
        scene.trying("DeleteWebhook", "{name: 'hook'}")
                .with("name", "other").changesNothing(() -> scene.call("ListWebhooks", "{}"))
                .without("name").isRefused("ValidationException", "'name'")
                .succeeds();
    }

    private static String webhook(String name, String authentication, String configuration) {
        return """
                {webhook: {name: '%s', targetPipeline: 'called', targetAction: 'Get',
                           filters: [{jsonPath: '$.ref', matchEquals: 'refs/heads/main'}],
                           authentication: '%s', authenticationConfiguration: {%s}},
                 tags: [{key: 'cost', value: '7'}, {key: 'team', value: 'blue'}]}"""
                .formatted(name, authentication, configuration);
    }

    private static void put(Scene scene) {
        var request = webhook("hook", "IP", "AllowedIPRange: '127.0.0.0/8'");
        scene.trying("PutWebhook", request)
                .with("webhook.targetPipeline", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("webhook.targetAction", "Nobody").isRefused("ValidationException", "Nobody")
                .with("webhook.filters.0.jsonPath", "$[?(@.a)]")
                .isRefused("InvalidWebhookFilterPatternException", "$[?(@.a)]")
                .with("webhook.authentication", "GITHUB_HMAC")
                .isRefused("InvalidWebhookAuthenticationParametersException", "SecretToken")
                .with("webhook.authenticationConfiguration.AllowedIPRange", "here")
                .isRefused("InvalidWebhookAuthenticationParametersException", "here")
                .with("tags.0.key", "aws:x").isRefused("InvalidTagsException", "aws:x")
                .succeeds();
        var found = scene.call("ListWebhooks", "{}").at("/webhooks/0");
        var sent = Scene.json(request);
        scene.echoes("PutWebhook", "webhook", sent.get("webhook"), found.path("definition"));
        scene.echoes("PutWebhook", "tags", sent.get("tags"), found.path("tags"));
        sent.set("tags", Scene.json("{it: %s}".formatted(Declared.tags(51))).get("it"));
        scene.refused("PutWebhook", sent, "TooManyTagsException", "50");

        scene.trying("PutWebhook", webhook("signed", "GITHUB_HMAC", "SecretToken: 'open sesame'"))
                .without("webhook.authenticationConfiguration.SecretToken")
                .isRefused("InvalidWebhookAuthenticationParametersException", "SecretToken")
                .succeeds();
    }

    private static void called(Scene scene) throws IOException, InterruptedException {
        var url = hook(scene).path("url").asString();
        try (var client = HttpClient.newHttpClient()) {
            for (var body : new String[] {"{\"ref\": \"refs/heads/main\"}", "no JSON"}) {
                client.send(
                        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body)).build(),
                        BodyHandlers.discarding());
                // Reading it back after each of the two shows the time of the first, and the trouble of the second.
                scene.call("ListWebhooks", "{}");
            }
        }
        scene.call("PutWebhook", webhook("hook", "IP", "AllowedIPRange: '127.0.0.0/8'"));
    }

    private static JsonNode hook(Scene scene) {
        return scene.call("ListWebhooks", "{}").at("/webhooks/0");
    }

    private static void listed(Scene scene) {
        var all = scene.trying("ListWebhooks", "{}")
                .with("NextToken", "made up").isRefused("InvalidNextTokenException")
                .with("MaxResults", 101).isRefused("ValidationException", "'MaxResults'");
        var page = all.with("MaxResults", 1).isAnsweredOtherwise();
        all.with("NextToken", page.path("NextToken").asString()).isAnsweredOtherwise();
    }

    private static void registered(Scene scene) {
        for (var operation : new String[] {"RegisterWebhookWithThirdParty", "DeregisterWebhookWithThirdParty"}) {
            scene.trying(operation, "{webhookName: 'signed'}")
                    .with("webhookName", "nowhere").isRefused("WebhookNotFoundException", "nowhere")
                    .without("webhookName").isRefused("ValidationException", "webhookName")
                    .succeeds();
        }
    }
}
