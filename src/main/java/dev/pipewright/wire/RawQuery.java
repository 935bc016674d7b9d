package dev.pipewright.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A query string, in the order it came, with names and values in SigV4's own encoding. */
record RawQuery(List<Parameter> parameters) {
    private record Parameter(String name, String value) {
        String decoded() {
            return new String(UriText.decode(value, false), StandardCharsets.UTF_8);
        }
    }

    /**
     * Reads the query as it came on the wire; null is the empty query.
     *
     * @throws IllegalArgumentException when it is not well percent-encoded
     */
    static RawQuery parse(String raw) {
        var parameters = new ArrayList<Parameter>();
        for (var part : (raw == null ? "" : raw).split("&")) {
            if (!part.isEmpty()) {
                var equals = part.indexOf('=');
                parameters.add(equals < 0
                        ? new Parameter(recode(part), "")
                        : new Parameter(recode(part.substring(0, equals)), recode(part.substring(equals + 1))));
            }
        }
        return new RawQuery(parameters);
    }

    // A plus sign is a space to whoever reads the parameter later, so that is what must have been signed.
    private static String recode(String text) {
        return UriText.encode(UriText.decode(text, true), false);
    }

    Optional<String> first(String name) {
        return parameters.stream().filter(each -> each.name.equals(name)).findFirst().map(Parameter::decoded);
    }

    int count(String name) {
        return (int) parameters.stream().filter(each -> each.name.equals(name)).count();
    }

    /** The canonical query: sorted, and without the signature itself, which cannot sign itself. */
    String canonical() {
        return parameters.stream()
                .filter(each -> !each.name.equals("X-Amz-Signature"))
                .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                .map(each -> each.name + "=" + each.value)
                .collect(Collectors.joining("&"));
    }
}
