package dev.pipewright.action.rule;

import static dev.pipewright.action.rule.Texts.shown;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * The minutes in which a deployment may begin, as a cron expression of six or seven fields. Seconds are not told apart:
 * their field says {@code *} or {@code 0}, and a minute is in the window as a whole.
 *
 * <p>The library that does the reckoning reads over what it does not understand, and takes numbers of any size. So
 * each field must have the form that the service documents before the library sees it.
 */
final class WindowCron {
    private static final int LONGEST = 1000;
    private static final String DAYS = "(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)";
    private static final String MONTHS = "(?:[0-9]{1,2}|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
    private static final String YEARS = "(?:19[7-9][0-9]|20[0-9]{2}|21[0-9]{2})";

    /** @param single what the field may be beside a list of {@code parts} */
    private record Field(String name, Pattern parts, Pattern single) {
        Field(String name, String value, String single) {
            this(
                    name,
                    Pattern.compile("(?:\\*|" + value + "(?:-" + value + ")?)(?:/[1-9][0-9]?)?"),
                    Pattern.compile(single));
        }

        boolean accepts(String text) {
            return single.matcher(text).matches()
                    || List.of(text.split(",", -1)).stream()
                            .allMatch(part -> parts.matcher(part).matches());
        }
    }

    private static final List<Field> FIELDS = List.of(
            new Field("seconds", "0", "\\*"),
            new Field("minutes", "[0-9]{1,2}", "\\*"),
            new Field("hours", "[0-9]{1,2}", "\\*"),
            new Field("day-of-month", "[0-9]{1,2}", "\\?|LW?|L-[0-9]{1,2}W?|[0-9]{1,2}W"),
            new Field("month", MONTHS, "\\*"),
            new Field("day-of-week", DAYS, "\\?|L|" + DAYS + "(?:L|#[1-5])"),
            new Field("year", YEARS, "\\*"));

    private final CronExpression expression;

    private WindowCron(CronExpression expression) {
        this.expression = expression;
    }

    /** A window that cannot be read; the message is a sentence that says why. */
    static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message);
        }
    }

    /** The window of an expression, by the clocks of a zone. */
    static WindowCron of(String text, ZoneId zone) throws Unreadable {
        if (text.length() > LONGEST) {
            throw new Unreadable(
                    "The Cron %s is longer than %d characters.".formatted(shown(text), LONGEST));
        }
        var fields = text.strip().toUpperCase(Locale.ROOT).split("\\s+");
        if (fields.length < FIELDS.size() - 1 || fields.length > FIELDS.size()) {
            throw new Unreadable(
                    "The Cron %s has %d fields. It must have six (seconds, minutes, hours, day-of-month, month,"
                                    .formatted(shown(text), fields.length)
                            + " day-of-week) and may have a seventh (year).");
        }
        for (int i = 0; i < fields.length; i++) {
            if (!FIELDS.get(i).accepts(fields[i])) {
                throw new Unreadable("The Cron %s has %s as its %s field, which cannot be read there."
                        .formatted(shown(text), shown(fields[i]), FIELDS.get(i).name()));
            }
        }
        if (!fields[0].equals("*") && !fields[0].equals("0")) {
            throw new Unreadable("The Cron %s has %s as its seconds field, which must be * or 0."
                    .formatted(shown(text), shown(fields[0])));
        }
        if (fields[3].equals("?") == fields[5].equals("?")) {
            throw new Unreadable("The Cron %s must have ? as either its day-of-month or its day-of-week field."
                    .formatted(shown(text)));
        }
        fields[0] = "0";
        try {
            var expression = new CronExpression(String.join(" ", fields));
            expression.setTimeZone(TimeZone.getTimeZone(zone));
            return new WindowCron(expression);
        } catch (ParseException | RuntimeException bad) {
            throw new Unreadable("The Cron %s cannot be read: %s".formatted(shown(text), bad.getMessage()));
        }
    }

    /** Whether an instant lies in a minute of the window. */
    boolean contains(Instant instant) {
        return expression.isSatisfiedBy(Date.from(instant.truncatedTo(ChronoUnit.MINUTES)));
    }

    /** When the next minute of the window begins; empty when there is none in the next hundred years. */
    Optional<Instant> nextAfter(Instant instant) {
        return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(instant))).map(Date::toInstant);
    }
}
