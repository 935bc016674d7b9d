package dev.pipewright.webhook;

import dev.pipewright.model.WebhookDefinition;
import dev.pipewright.model.WebhookFilterRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Which payloads start the pipeline: those that every filter of the webhook matches. */
final class Filters {
    private static final int MOST = 5;

    private Filters() {}

    /** What is wrong with the filters of a definition, in one sentence. */
    static Optional<String> objection(WebhookDefinition webhook, Map<String, String> values) {
        var filters = webhook.filters();
        if (filters.isEmpty() || filters.size() > MOST) {
            return Optional.of("The webhook '%s' has %d filters; it must have 1 to %d"
                    .formatted(webhook.name(), filters.size(), MOST));
        }
        return filters.stream()
                .filter(filter -> Selection.compile(filter.jsonPath()).isEmpty())
                .findFirst()
                .map(filter -> unusable(webhook, filter))
                .or(() -> unknownKey(filters, values).map(key -> unknown(webhook, key)));
    }

    private static String unusable(WebhookDefinition webhook, WebhookFilterRule filter) {
        return ("The webhook '%s' has the jsonPath '%s', which must be a JsonPath expression such as $.ref: names,"
                        + " indices, '*', at most one list of indices, and at most one '..' with only names and single"
                        + " indices after it, without filters and functions")
                .formatted(webhook.name(), filter.jsonPath());
    }

    static String unknown(WebhookDefinition webhook, String key) {
        return ("A filter of the webhook '%s' has the placeholder '{%s}', which must name a value in the configuration"
                        + " of the action '%s' that is not secret")
                .formatted(webhook.name(), key, webhook.targetAction());
    }

    /** The first placeholder of these filters for which there is no value. */
    static Optional<String> unknownKey(List<WebhookFilterRule> filters, Map<String, String> values) {
        return filters.stream()
                .filter(filter -> filter.matchEquals() != null)
                .flatMap(filter -> Placeholders.keys(filter.matchEquals()).stream())
                .filter(key -> !values.containsKey(key))
                .findFirst();
    }

    /**
     * Whether a payload is what all filters ask for. A filter without {@code matchEquals} asks for any value but null;
     * with it, for a text, number or boolean that is written so. Where a path finds many, one that fits will do.
     */
    static boolean match(List<WebhookFilterRule> filters, Map<String, String> values, JsonNode payload) {
        return filters.stream().allMatch(filter -> matches(filter, values, payload));
    }

    private static boolean matches(WebhookFilterRule filter, Map<String, String> values, JsonNode payload) {
        var found = Selection.compile(filter.jsonPath()).map(it -> it.of(payload)).orElse(List.of());
        if (filter.matchEquals() == null) {
            return !found.isEmpty();
        }
        var wanted = Placeholders.filled(filter.matchEquals(), values);
        return found.stream().anyMatch(it -> isWritten(it, wanted));
    }

    private static boolean isWritten(JsonNode value, String text) {
        return value.isValueNode() && (value.isString() ? value.stringValue() : value.toString()).equals(text);
    }
}
