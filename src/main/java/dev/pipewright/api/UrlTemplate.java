package dev.pipewright.api;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A URL of an action type with places for what differs between runs: {@code {Config:Key}} for settings of the action,
 * {@code {ExternalExecutionId}} for the worker's name of the run, {@code {RevisionId}} and {@code {Region}}.
 */
record UrlTemplate(String text) {
    static final String EXTERNAL_EXECUTION_ID = "ExternalExecutionId";
    static final String REVISION_ID = "RevisionId";
    static final String REGION = "Region";

    private static final String CONFIG = "Config:";
    private static final Set<String> WORDS = Set.of(EXTERNAL_EXECUTION_ID, REVISION_ID, REGION);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
    private static final Pattern PAGE = Pattern.compile("https?://.+", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_URL = 2048;

    /** The settings that the URL is made with. */
    Set<String> configurationKeys() {
        var keys = new HashSet<String>();
        placeholders().filter(it -> it.startsWith(CONFIG)).forEach(it -> keys.add(it.substring(CONFIG.length())));
        return keys;
    }

    /** The first placeholder that means nothing. */
    Optional<String> unknownPlaceholder() {
        return placeholders()
                .filter(it -> !it.startsWith(CONFIG) && !WORDS.contains(it))
                .findFirst();
    }

    private Stream<String> placeholders() {
        return PLACEHOLDER.matcher(text).results().map(match -> match.group(1));
    }

    /**
     * The URL. Values lose no character and gain no meaning: what would begin a query or a fragment, or leave the URL,
     * is percent-encoded, while slashes and colons stay, since a setting may hold the server's address.
     *
     * @param words values for the placeholders that are no settings
     * @return empty when a value is missing, or when the result is no web page's URL, for people will follow it
     */
    Optional<String> fill(Map<String, String> configuration, Map<String, String> words) {
        var complete = placeholders().allMatch(it -> value(it, configuration, words) != null);
        if (!complete) {
            return Optional.empty();
        }
        var url = PLACEHOLDER.matcher(text).replaceAll(match -> quoted(match, configuration, words));
        return Optional.of(url).filter(it -> PAGE.matcher(it).matches() && it.length() <= LONGEST_URL);
    }

    private static String quoted(MatchResult match, Map<String, String> configuration, Map<String, String> words) {
        return encoded(value(match.group(1), configuration, words));
    }

    private static String value(String placeholder, Map<String, String> configuration, Map<String, String> words) {
        return placeholder.startsWith(CONFIG)
                ? configuration.get(placeholder.substring(CONFIG.length()))
                : words.get(placeholder);
    }

    private static String encoded(String value) {
        var encoded = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(isPlain(b) ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || "-._~/:@".indexOf(b) >= 0;
    }
}
