package dev.pipewright.webhook;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import dev.pipewright.model.ConfigurationProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code {Key}} in what a filter compares with, which stand for values of the target action's configuration. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)}");

    private Placeholders() {}

    /** The keys that a text names, in its order. */
    static List<String> keys(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The text with the values in the places of their keys. What a value holds is never read as a key again. */
    static String filled(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, values)));
    }

    private static String value(MatchResult found, Map<String, String> values) {
        return values.getOrDefault(found.group(1), found.group());
    }

    /**
     * The values that may stand in a filter: all but secrets, which a sender could otherwise find out by trying. Of an
     * action whose type is not known nobody can say what is secret.
     */
    static Map<String, String> values(Action target, ActionCatalog catalog) {
        var values = new HashMap<String, String>();
        var configuration = target.configuration() == null ? Map.<String, String>of() : target.configuration();
        catalog.find(target.actionTypeId()).ifPresent(type -> {
            values.putAll(configuration);
            type.configurationProperties().stream()
                    .filter(ConfigurationProperty::secret)
                    .map(ConfigurationProperty::name)
                    .forEach(values::remove);
        });
        return Map.copyOf(values);
    }
}
