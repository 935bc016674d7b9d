package dev.pipewright.api;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.store.StoredWebhook;
import dev.pipewright.store.Tables;
import dev.pipewright.webhook.WebhookRules;
import dev.pipewright.wire.Fault;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The repository of the GitHub action that a webhook is for.
 *
 * @param repository as {@code OWNER/NAME}
 * @param token the action's {@code OAuthToken}
 */
record GitHubTarget(String repository, String token) {
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

    /** @throws Fault {@code ValidationException} when the webhook is not for such an action, or that is not complete */
    static GitHubTarget of(Tables tables, StoredWebhook webhook) {
        var definition = webhook.definition();
        var action = tables.pipelines()
                .find(webhook.key().pipeline(definition.targetPipeline()), Optional.empty())
                .flatMap(pipeline -> WebhookRules.target(definition, pipeline.definition()))
                .orElseThrow(() -> Faults.validation(
                        "The webhook '%s' is for the action '%s' of the pipeline '%s', which is not there any more",
                        definition.name(), definition.targetAction(), definition.targetPipeline()));
        if (!isGitHub(action)) {
            throw Faults.validation(
                    "The webhook '%s' is for the action '%s' of the type %s; only webhooks for actions of the type"
                            + " Source/ThirdParty/GitHub can be registered",
                    definition.name(), action.name(), action.actionTypeId());
        }
        return new GitHubTarget(name(action, "Owner") + "/" + name(action, "Repo"), value(action, "OAuthToken"));
    }

    private static boolean isGitHub(Action action) {
        var type = action.actionTypeId();
        return type.category() == ActionCategory.Source
                && type.owner() == ActionOwner.ThirdParty
                && type.provider().equals("GitHub");
    }

    private static String name(Action action, String key) {
        var name = value(action, key);
        if (!NAME.matcher(name).matches()) {
            throw Faults.validation(
                    "The %s of the action '%s' is '%s', which cannot be a name at GitHub", key, action.name(), name);
        }
        return name;
    }

    private static String value(Action action, String key) {
        return Optional.ofNullable(action.configuration())
                .map(configuration -> configuration.get(key))
                .orElseThrow(() -> Faults.validation("The action '%s' has no %s", action.name(), key));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return repository;
    }
}
