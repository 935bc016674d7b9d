package dev.pipewright.iam.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.IntPredicate;

/** What operators make of the values of policies. Each says what a value must be that it cannot read. */
final class Demands {
    private Demands() {}

    static Demand equal(String text, boolean variables) {
        var pattern = Pattern.exact(text, variables);
        return (value, asked) -> pattern.text(asked).filter(value::equals).isPresent();
    }

    static Demand equalIgnoringCase(String text, boolean variables) {
        var pattern = Pattern.exact(text, variables);
        return (value, asked) -> pattern.text(asked).filter(value::equalsIgnoreCase).isPresent();
    }

    static Demand like(String text, boolean variables) {
        return Pattern.of(text, variables)::matches;
    }

    /** Each of the six parts of the ARN by itself. */
    static Demand arn(String text, boolean variables) {
        var parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn")) throw new MalformedPolicy("must be an ARN of six parts");
        var patterns = new Pattern[parts.length];
        for (int i = 0; i < parts.length; i++) patterns[i] = Pattern.of(parts[i], variables);
        return (value, asked) -> {
            var given = value.split(":", 6);
            if (given.length != patterns.length) return false;
            for (int i = 0; i < given.length; i++) {
                if (!patterns[i].matches(given[i], asked)) return false;
            }
            return true;
        };
    }

    static Demand number(String text, IntPredicate comparison) {
        var number = number(text).orElseThrow(() -> new MalformedPolicy("must be a number"));
        return (value, _) -> number(value).filter(it -> comparison.test(it.compareTo(number))).isPresent();
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    static Demand date(String text, IntPredicate comparison) {
        var date = date(text).orElseThrow(() -> new MalformedPolicy(
                "must be a time as in 2026-11-22T09:00:00Z, a day, or seconds since 1970"));
        return (value, _) -> date(value).filter(it -> comparison.test(it.compareTo(date))).isPresent();
    }

    private static Optional<Instant> date(String text) {
        try {
            if (text.matches("-?\\d{1,12}")) return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            return Optional.of(text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static Demand flag(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new MalformedPolicy("must be true or false");
        }
        return (value, _) -> value.equalsIgnoreCase(text);
    }

    static Demand address(String text) {
        var range = Cidr.parse(text).orElseThrow(() -> new MalformedPolicy(
                "must be an IP address or a range of them, as in 203.0.113.0/24"));
        return (value, _) -> range.contains(value);
    }
}
