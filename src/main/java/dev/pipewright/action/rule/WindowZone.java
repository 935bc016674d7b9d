package dev.pipewright.action.rule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The time zones that a window may name: {@code Region/City}, {@code UTC} with an offset or without, or an
 * abbreviation.
 *
 * <p>An abbreviation stands for the clocks of a region the whole year round, summer time included. Where several
 * regions use the same letters, it is the one listed here.
 */
final class WindowZone {
    private static final Pattern OFFSET = Pattern.compile("UTC([+-][0-9]{2}:[0-9]{2})");
    private static final Map<String, String> ABBREVIATIONS = new HashMap<>();

    static {
        zone("Etc/UTC", "UTC", "GMT", "UCT");
        zone("America/St_Johns", "NST", "NDT");
        zone("America/Halifax", "AST", "ADT");
        zone("America/New_York", "EST", "EDT");
        zone("America/Chicago", "CST", "CDT");
        zone("America/Denver", "MST", "MDT");
        zone("America/Los_Angeles", "PST", "PDT");
        zone("America/Anchorage", "AKST", "AKDT");
        zone("Pacific/Honolulu", "HST");
        zone("America/Sao_Paulo", "BRT");
        zone("America/Argentina/Buenos_Aires", "ART");
        zone("Europe/London", "BST");
        zone("Europe/Lisbon", "WET", "WEST");
        zone("Europe/Paris", "CET", "CEST", "MET", "MEST");
        zone("Europe/Athens", "EET", "EEST");
        zone("Europe/Moscow", "MSK");
        zone("Europe/Istanbul", "TRT");
        zone("Africa/Johannesburg", "SAST");
        zone("Asia/Dubai", "GST");
        zone("Asia/Karachi", "PKT");
        zone("Asia/Kolkata", "IST");
        zone("Asia/Jakarta", "WIB");
        zone("Asia/Singapore", "SGT");
        zone("Asia/Hong_Kong", "HKT");
        zone("Asia/Manila", "PHT");
        zone("Asia/Seoul", "KST");
        zone("Asia/Tokyo", "JST");
        zone("Australia/Perth", "AWST");
        zone("Australia/Adelaide", "ACST", "ACDT");
        zone("Australia/Sydney", "AEST", "AEDT");
        zone("Pacific/Auckland", "NZST", "NZDT");
    }

    private WindowZone() {}

    private static void zone(String region, String... abbreviations) {
        for (var abbreviation : abbreviations) {
            ABBREVIATIONS.put(abbreviation, region);
        }
    }

    /** The zone that a text names; empty when it names none. */
    static Optional<ZoneId> named(String text) {
        try {
            var offset = OFFSET.matcher(text);
            if (offset.matches()) {
                return Optional.of(ZoneOffset.of(offset.group(1)));
            }
            var region = ABBREVIATIONS.get(text.toUpperCase(Locale.ROOT));
            if (region == null && text.indexOf('/') < 0) {
                return Optional.empty();
            }
            return Optional.of(ZoneId.of(region == null ? text : region));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }
}
