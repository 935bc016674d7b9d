package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages about what actions work on, made from the URL templates of their types. */
record EntityUrls(ActionCatalog catalog) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{Config:([^}]+)}");

    /** The page about the action's resource; null where its type has no template. */
    String entity(Action action) {
        var template = catalog.find(action.actionTypeId())
                .map(type -> type.settings().entityUrlTemplate())
                .orElse(null);
        if (template == null) {
            return null;
        }
        return PLACEHOLDER.matcher(template).replaceAll(match -> Matcher.quoteReplacement(URLEncoder.encode(
                action.configuration().getOrDefault(match.group(1), ""), StandardCharsets.UTF_8)));
    }
}
