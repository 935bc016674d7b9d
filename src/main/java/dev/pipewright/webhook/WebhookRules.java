package dev.pipewright.webhook;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.WebhookDefinition;
import java.util.Optional;

/** What a webhook's definition must obey beyond the lengths and patterns of its members. */
public final class WebhookRules {
    private WebhookRules() {}

    /** A rule that is broken, in one sentence. */
    public sealed interface Problem {
        String message();

        /** The parameters do not fit the authentication: {@code InvalidWebhookAuthenticationParametersException}. */
        record OfAuthentication(String message) implements Problem {}

        /** A filter cannot be used: {@code InvalidWebhookFilterPatternException}. */
        record OfFilters(String message) implements Problem {}

        /** The pipeline has no such action in its first stage: {@code ValidationException}. */
        record OfTarget(String message) implements Problem {}
    }

    /**
     * The first thing that is wrong with a webhook for this pipeline.
     *
     * @param catalog tells which values of the target action's configuration are secret
     */
    public static Optional<Problem> firstProblem(WebhookDefinition webhook, Pipeline pipeline, ActionCatalog catalog) {
        Optional<Problem> ofAuthentication = Authentication.objection(webhook).map(Problem.OfAuthentication::new);
        if (ofAuthentication.isPresent()) {
            return ofAuthentication;
        }
        var target = target(webhook, pipeline);
        if (target.isEmpty()) {
            return Optional.of(new Problem.OfTarget(missingTarget(webhook)));
        }
        return Filters.objection(webhook, Placeholders.values(target.get(), catalog)).map(Problem.OfFilters::new);
    }

    /** The action that a webhook is for: one of the pipeline's first stage. */
    public static Optional<Action> target(WebhookDefinition webhook, Pipeline pipeline) {
        return pipeline.stages().getFirst().actions().stream()
                .filter(action -> action.name().equals(webhook.targetAction()))
                .findFirst();
    }

    static String missingTarget(WebhookDefinition webhook) {
        return "The webhook '%s' has the target action '%s', which the first stage of the pipeline '%s' does not have"
                .formatted(webhook.name(), webhook.targetAction(), webhook.targetPipeline());
    }
}
