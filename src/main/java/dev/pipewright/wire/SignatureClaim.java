package dev.pipewright.wire;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a signed request says about its signature, read from the Authorization header or from a presigned URL, and not
 * yet believed.
 *
 * @param lifetime how long a presigned URL is valid; empty for a header, which is valid within the clock skew
 */
record SignatureClaim(
        CredentialScope scope,
        SortedSet<String> signedHeaders,
        String signature,
        Instant signedAt,
        Optional<String> sessionToken,
        Optional<Duration> lifetime) {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final DateTimeFormatter AMZ_DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(7);
    private static final List<String> IN_HEADER = List.of("Credential", "Signature", "SignedHeaders");
    private static final List<String> IN_QUERY = List.of(
            "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-SignedHeaders",
            "X-Amz-Expires");

    static SignatureClaim of(HttpServletRequest request, RawQuery query) {
        var headers = Collections.list(request.getHeaders("Authorization"));
        var presigned = query.first("X-Amz-Algorithm").isPresent() || query.first("X-Amz-Signature").isPresent();
        if (headers.size() > 1 || headers.size() == 1 && presigned) {
            throw new Unauthenticated(AuthFailure.MALFORMED_HEADER,
                    "Only one Authorization header, or the parameters of one presigned URL, may sign a request.");
        }
        if (headers.size() == 1) return ofHeader(headers.getFirst(), request);
        if (presigned) return ofQuery(query);
        throw new Unauthenticated(AuthFailure.NOT_SIGNED, "Missing Authentication Token");
    }

    static String amzDate(Instant instant) {
        return AMZ_DATE.format(instant);
    }

    private static SignatureClaim ofHeader(String header, HttpServletRequest request) {
        var reason = AuthFailure.MALFORMED_HEADER;
        var space = header.indexOf(' ');
        var algorithm = space < 0 ? header : header.substring(0, space);
        if (!algorithm.equals(ALGORITHM)) {
            throw new Unauthenticated(reason,
                    "Unsupported AWS 'algorithm' in the Authorization header: it must be '" + ALGORITHM + "'.");
        }
        var parameters = new HashMap<String, String>();
        for (var part : (space < 0 ? "" : header.substring(space)).split(",")) {
            var pair = part.strip().split("=", 2);
            if (pair.length != 2 || parameters.put(pair[0], pair[1]) != null) {
                throw new Unauthenticated(reason,
                        "The Authorization header must be '" + ALGORITHM + " Credential=..., SignedHeaders=..., "
                                + "Signature=...', each once and separated by commas.");
            }
        }
        var date = single(request, "X-Amz-Date").or(() -> single(request, "Date"));
        var missing = new ArrayList<String>();
        for (var name : IN_HEADER) {
            if (parameters.getOrDefault(name, "").isEmpty()) {
                missing.add("Authorization header requires '" + name + "' parameter.");
            }
        }
        if (date.isEmpty()) {
            missing.add("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        }
        if (!missing.isEmpty()) throw new Unauthenticated(reason, String.join(" ", missing));
        var signedHeaders = signedHeaders(parameters.get("SignedHeaders"), reason);
        var dateHeader = request.getHeader("X-Amz-Date") == null ? "date" : "x-amz-date";
        if (!signedHeaders.contains(dateHeader)) {
            throw new Unauthenticated(AuthFailure.HEADER_NOT_SIGNED,
                    "'" + dateHeader + "' must be a 'SignedHeader' in the AWS Authorization.");
        }
        return new SignatureClaim(
                scope(parameters.get("Credential"), reason),
                signedHeaders,
                parameters.get("Signature"),
                instant(date.orElseThrow(), reason),
                single(request, "X-Amz-Security-Token"),
                Optional.empty());
    }

    private static SignatureClaim ofQuery(RawQuery query) {
        var reason = AuthFailure.MALFORMED_QUERY;
        var parameters = new HashMap<String, String>();
        for (var name : IN_QUERY) {
            if (query.count(name) != 1 || query.first(name).orElseThrow().isEmpty()) {
                throw new Unauthenticated(reason,
                        "AWS query-string parameters must include '" + name + "' exactly once.");
            }
            parameters.put(name, query.first(name).orElseThrow());
        }
        if (query.count("X-Amz-Security-Token") > 1) {
            throw new Unauthenticated(reason, "AWS query-string parameters must include 'X-Amz-Security-Token' once.");
        }
        if (!parameters.get("X-Amz-Algorithm").equals(ALGORITHM)) {
            throw new Unauthenticated(reason, "X-Amz-Algorithm only supports \"" + ALGORITHM + "\".");
        }
        return new SignatureClaim(
                scope(parameters.get("X-Amz-Credential"), reason),
                signedHeaders(parameters.get("X-Amz-SignedHeaders"), reason),
                parameters.get("X-Amz-Signature"),
                instant(parameters.get("X-Amz-Date"), reason),
                query.first("X-Amz-Security-Token"),
                Optional.of(lifetime(parameters)));
    }

    private static CredentialScope scope(String credential, AuthFailure reason) {
        return CredentialScope.parse(credential).orElseThrow(() -> new Unauthenticated(reason,
                "Credential must have exactly 5 slash-delimited elements, keyid/date/region/service/aws4_request, "
                        + "with a date of 8 digits and region and service in lower case."));
    }

    private static SortedSet<String> signedHeaders(String names, AuthFailure reason) {
        var signedHeaders = new TreeSet<>(List.of(names.split(";", -1)));
        if (!signedHeaders.stream().allMatch(name -> HEADER_NAME.matcher(name).matches())) {
            throw new Unauthenticated(reason,
                    "SignedHeaders must be the names of headers, in lower case and separated by semicolons.");
        }
        if (!signedHeaders.contains("host")) {
            throw new Unauthenticated(AuthFailure.HEADER_NOT_SIGNED,
                    "'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        return signedHeaders;
    }

    private static Instant instant(String text, AuthFailure reason) {
        try {
            return Instant.from(AMZ_DATE.parse(text));
        } catch (DateTimeException _) {
            try {
                return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            } catch (DateTimeException _) {
                throw new Unauthenticated(reason, "Date must be in ISO-8601 'basic format', as in 20261122T173500Z.");
            }
        }
    }

    private static Duration lifetime(Map<String, String> parameters) {
        var text = parameters.get("X-Amz-Expires");
        var seconds = text.matches("[0-9]{1,7}") ? Long.parseLong(text) : -1;
        if (seconds < 1 || seconds > LONGEST_LIFETIME.toSeconds()) {
            throw new Unauthenticated(AuthFailure.MALFORMED_QUERY,
                    "X-Amz-Expires must be a number of seconds from 1 to " + LONGEST_LIFETIME.toSeconds()
                            + ", which is a week.");
        }
        return Duration.ofSeconds(seconds);
    }

    private static Optional<String> single(HttpServletRequest request, String header) {
        var values = Collections.list(request.getHeaders(header));
        if (values.size() > 1) {
            throw new Unauthenticated(AuthFailure.MALFORMED_HEADER, "The header '" + header + "' may stand only once.");
        }
        return values.stream().findFirst();
    }
}
