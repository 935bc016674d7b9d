package dev.pipewright.api;

import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoredWebhook.Trouble;
import dev.pipewright.store.Tables;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.webhook.GitHubHooks;
import dev.pipewright.webhook.ThirdPartyRefused;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.DeregisterWebhookWithThirdPartyRequest;
import software.amazon.awssdk.services.codepipeline.model.DeregisterWebhookWithThirdPartyResponse;

/** Ends GitHub's deliveries to a webhook; one that is not registered is left as it is. */
final class DeregisterWebhookWithThirdParty
        implements Operation<DeregisterWebhookWithThirdPartyRequest, DeregisterWebhookWithThirdPartyResponse> {
    private final Database database;
    private final Addresses addresses;
    private final GitHubHooks gitHub;

    DeregisterWebhookWithThirdParty(Database database, Addresses addresses, GitHubHooks gitHub) {
        this.database = database;
        this.addresses = addresses;
        this.gitHub = gitHub;
    }

    private record Plan(String repository, String token, String url) {}

    @Override
    public DeregisterWebhookWithThirdPartyResponse run(DeregisterWebhookWithThirdPartyRequest input, Request request) {
        var key = WebhookShapes.key(input.webhookName(), request);
        var plan = database.read(tables -> plan(tables, key));
        if (plan.isPresent()) {
            remove(key, plan.get());
        }
        return DeregisterWebhookWithThirdPartyResponse.builder().build();
    }

    private Optional<Plan> plan(Tables tables, WebhookKey key) {
        var webhook = tables.webhooks().find(key).orElseThrow(() -> Faults.webhookNotFound(key));
        return webhook.repository()
                .map(repository -> new Plan(
                        repository, GitHubTarget.of(tables, webhook).token(), addresses.url(webhook.address())));
    }

    private void remove(WebhookKey key, Plan plan) {
        try {
            gitHub.remove(plan.repository(), plan.token(), plan.url());
        } catch (ThirdPartyRefused refusal) {
            var message = "Webhook could not be deregistered with GitHub. Error cause: " + refusal.getMessage();
            database.writer().commit(tx -> {
                tx.webhooks().report(key, Optional.of(new Trouble("DeregistrationFailed", message)));
                return null;
            });
            throw Faults.validation("%s", message);
        }
        database.writer().commit(tx -> {
            tx.webhooks().register(key, Optional.empty());
            tx.webhooks().report(key, Optional.empty());
            return null;
        });
    }
}
