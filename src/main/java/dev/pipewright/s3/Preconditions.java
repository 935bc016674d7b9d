package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** The conditions of a read, which HTTP checks in this order: If-Match before dates, If-None-Match before dates. */
record Preconditions(
        Optional<String> match,
        Optional<String> noneMatch,
        Optional<Instant> modifiedSince,
        Optional<Instant> unmodifiedSince) {
    /** What a read shall do. */
    enum Verdict {
        GO_ON,
        NOT_MODIFIED
    }

    /** Reads {@code prefix + "if-match"} and its like. */
    static Preconditions of(Function<String, Optional<String>> headers, String prefix) {
        return new Preconditions(
                headers.apply(prefix + "if-match"),
                headers.apply(prefix + "if-none-match"),
                headers.apply(prefix + "if-modified-since").flatMap(HttpDates::parse),
                headers.apply(prefix + "if-unmodified-since").flatMap(HttpDates::parse));
    }

    /** Throws {@code PreconditionFailed} when the object is not the one that is asked for. */
    Verdict check(ObjectVersion version) {
        var modified = version.lastModified().truncatedTo(ChronoUnit.SECONDS);
        if (match.isPresent()) {
            if (!names(match.get(), version.eTag())) {
                throw failed("If-Match");
            }
        } else if (unmodifiedSince.isPresent() && modified.isAfter(unmodifiedSince.get())) {
            throw failed("If-Unmodified-Since");
        }
        if (noneMatch.isPresent()) {
            return names(noneMatch.get(), version.eTag()) ? Verdict.NOT_MODIFIED : Verdict.GO_ON;
        }
        return modifiedSince.isPresent() && !modified.isAfter(modifiedSince.get())
                ? Verdict.NOT_MODIFIED
                : Verdict.GO_ON;
    }

    static Fault failed(String header) {
        return new Fault(
                "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold: " + header);
    }

    private static boolean names(String header, String eTag) {
        return Arrays.stream(header.split(","))
                .map(Preconditions::unquoted)
                .anyMatch(wanted -> wanted.equals("*") || wanted.equals(eTag));
    }

    static String unquoted(String eTag) {
        var bare = eTag.strip();
        if (bare.startsWith("W/")) {
            bare = bare.substring(2);
        }
        return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }
}
