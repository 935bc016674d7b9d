package dev.pipewright.webhook;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.WebhookDefinition;
import java.util.ArrayList;
import java.util.List;
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
        return problems(webhook, pipeline, catalog).stream().findFirst();
    }

    /** As {@link #firstProblem}, everything that is wrong. */
    public static List<Problem> problems(WebhookDefinition webhook, Pipeline pipeline, ActionCatalog catalog) {
        var problems = new ArrayList<Problem>();
        Authentication.objection(webhook).map(Problem.OfAuthentication::new).ifPresent(problems::add);
        target(webhook, pipeline).ifPresentOrElse(
                target -> Filters.objection(webhook, Placeholders.values(target, catalog))
                        .map(Problem.OfFilters::new)
                        .ifPresent(problems::add),
                () -> problems.add(new Problem.OfTarget(missingTarget(webhook))));
        return problems;
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
