package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an object carries beside its bytes, by the lower-case names of S3's headers: {@code content-type},
 * {@code cache-control}, {@code x-amz-meta-...}, {@code x-amz-server-side-encryption} and so on.
 */
public record Attributes(Map<String, String> headers) {
    /** What every user metadata name begins with. */
    public static final String USER_PREFIX = "x-amz-meta-";

    /** No attributes. */
    public static final Attributes NONE = new Attributes(Map.of());

    private static final int MOST_USER_METADATA = 2048;

    /**
     * Checks that every name and value fits into one header line.
     *
     * @throws Fault {@code InvalidArgument}, or {@code MetadataTooLarge} for more than 2,048 bytes of user metadata
     */
    public Attributes {
        var sorted = new TreeMap<String, String>();
        headers.forEach((name, value) -> sorted.put(name.toLowerCase(Locale.ROOT), checked(name, value)));
        int user = 0;
        for (var header : sorted.entrySet()) {
            if (header.getKey().startsWith(USER_PREFIX)) {
                user += header.getKey().length() - USER_PREFIX.length() + Names.utf8(header.getValue()).length;
            }
        }
        if (user > MOST_USER_METADATA) {
            throw new Fault(
                    "MetadataTooLarge",
                    400,
                    "The user metadata has " + user + " bytes: names and values together may have at most 2048");
        }
        headers = Collections.unmodifiableMap(sorted);
    }

    private static String checked(String name, String value) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == ':' || c >= 127)) {
            throw new Fault("InvalidArgument", 400, "'" + Names.shown(name) + "' cannot be the name of a header");
        }
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new Fault(
                    "InvalidArgument",
                    400,
                    "The value of " + name + " is '" + Names.shown(value) + "': it must be a single line");
        }
        return value.strip();
    }

    /** These attributes and one more, which replaces the one of that name; a null value changes nothing. */
    public Attributes with(String name, String value) {
        if (value == null) {
            return this;
        }
        var more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new Attributes(more);
    }

    /** The value of one attribute. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The content type; {@code binary/octet-stream}, as in S3, when none was given. */
    public String contentType() {
        return headers.getOrDefault("content-type", "binary/octet-stream");
    }

    /** The user metadata, by lower-case names without {@code x-amz-meta-}. */
    public Map<String, String> userMetadata() {
        var user = new TreeMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.startsWith(USER_PREFIX)) {
                user.put(name.substring(USER_PREFIX.length()), value);
            }
        });
        return Collections.unmodifiableMap(user);
    }

    /** One line for each attribute, as the index keeps them. */
    String lines() {
        var lines = new StringBuilder();
        headers.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
        return lines.toString();
    }

    static Attributes ofLines(String lines) {
        var headers = new TreeMap<String, String>();
        for (var line : lines.split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return new Attributes(headers);
    }
}
