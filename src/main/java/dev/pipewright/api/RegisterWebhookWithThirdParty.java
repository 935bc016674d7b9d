package dev.pipewright.api;

import dev.pipewright.model.WebhookKey;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoredWebhook;
import dev.pipewright.store.StoredWebhook.Trouble;
import dev.pipewright.webhook.Addresses;
import dev.pipewright.webhook.GitHubHooks;
import dev.pipewright.webhook.ThirdPartyRefused;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.RegisterWebhookWithThirdPartyRequest;
import software.amazon.awssdk.services.codepipeline.model.RegisterWebhookWithThirdPartyResponse;

/**
 * Has GitHub deliver the pushes of a source action's repository to a webhook. That it is tried is written before GitHub
 * is asked, so that a hook which is there is never forgotten; doing it again changes nothing.
 */
final class RegisterWebhookWithThirdParty
        implements Operation<RegisterWebhookWithThirdPartyRequest, RegisterWebhookWithThirdPartyResponse> {
    private final Database database;
    private final Addresses addresses;
    private final GitHubHooks gitHub;

    RegisterWebhookWithThirdParty(Database database, Addresses addresses, GitHubHooks gitHub) {
        this.database = database;
        this.addresses = addresses;
        this.gitHub = gitHub;
    }

    private record Plan(StoredWebhook webhook, GitHubTarget target) {}

    @Override
    public RegisterWebhookWithThirdPartyResponse run(RegisterWebhookWithThirdPartyRequest input, Request request) {
        var key = WebhookShapes.key(input.webhookName(), request);
        var plan = database.writer().commit(tx -> {
            var webhook = tx.webhooks().find(key).orElseThrow(() -> Faults.webhookNotFound(key));
            var target = GitHubTarget.of(tx, webhook);
            tx.webhooks().register(key, Optional.of(target.repository()));
            return new Plan(webhook, target);
        });
        leaveOther(plan);
        var secret = Optional.ofNullable(plan.webhook().definition().authenticationConfiguration().secretToken());
        try {
            gitHub.put(plan.target().repository(), plan.target().token(), url(plan), secret);
        } catch (ThirdPartyRefused refusal) {
            throw failed(key, plan, refusal);
        }
        settle(key, Optional.empty());
        return RegisterWebhookWithThirdPartyResponse.builder().build();
    }

    private String url(Plan plan) {
        return addresses.url(plan.webhook().address());
    }

    /** The action has another repository than when the webhook was registered before. */
    private void leaveOther(Plan plan) {
        var other = plan.webhook().repository().filter(it -> !it.equals(plan.target().repository()));
        if (other.isPresent()) {
            try {
                gitHub.remove(other.get(), plan.target().token(), url(plan));
            } catch (ThirdPartyRefused _) {
                // The token may be for the new repository alone; then the old one's deliveries go on to be filtered.
            }
        }
    }

    private RuntimeException failed(WebhookKey key, Plan plan, ThirdPartyRefused refusal) {
        var message = "Webhook could not be registered with GitHub. Error cause: " + refusal.getMessage();
        settle(key, Optional.of(new Trouble("RegistrationFailed", message)));
        if (refusal.isCertain() && plan.webhook().repository().isEmpty()) {
            database.writer().commit(tx -> {
                tx.webhooks().register(key, Optional.empty());
                return null;
            });
        }
        return Faults.validation("%s", message);
    }

    private void settle(WebhookKey key, Optional<Trouble> trouble) {
        database.writer().commit(tx -> {
            tx.webhooks().report(key, trouble);
            return null;
        });
    }
}
