package dev.pipewright.action.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Given;
import dev.pipewright.action.Progress;
import dev.pipewright.model.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DeploymentWindowTest {
    private Instant now = Instant.parse("2026-05-06T07:08:09Z");
    private final DeploymentWindow rule = new DeploymentWindow(() -> now);

    private Given window(String cron, String zone) {
        return Given.action(rule).with(Map.of("Cron", cron, "TimeZone", zone));
    }

    private boolean isOpen(String cron, String zone, String at) throws InterruptedException {
        now = Instant.parse(at);
        return window(cron, zone).advance() instanceof Progress.Done;
    }

    @ParameterizedTest(name = "{0} {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            * * 9-17 ? * MON-FRI *     | UTC                 | 2026-05-06T09:00:00Z
            * * 9-17 ? * MON-FRI *     | UTC                 | 2026-05-06T17:59:59.999Z
            0 * 9-17 ? * mon-fri       | UTC                 | 2026-05-06T12:34:56Z
            0 0 9-17 ? * MON-FRI *     | PST                 | 2026-05-06T16:00:59Z
            * * 9 ? * *                | America/Los_Angeles | 2026-12-06T17:30:00Z
            * * 9 ? * 4                | UTC+05:30           | 2026-05-06T03:30:00Z
            * * 9 ? * WED              | UTC-03:00           | 2026-05-06T12:15:00Z
            * * * L * ?                | UTC                 | 2026-02-28T00:00:00Z
            * * * L-3 * ?              | UTC                 | 2026-05-28T23:59:00Z
            * * * LW * ?               | UTC                 | 2026-05-29T10:00:00Z
            * * * 16W * ?              | UTC                 | 2026-05-15T10:00:00Z
            * * * ? * 6L               | UTC                 | 2026-05-29T10:00:00Z
            * * * ? * friL             | UTC                 | 2026-05-29T10:00:00Z
            * * * ? * WED#1            | UTC                 | 2026-05-06T10:00:00Z
            * * * ? * 4#1              | UTC                 | 2026-05-06T10:00:00Z
            * * * ? * L                | UTC                 | 2026-05-09T10:00:00Z
            * * * 1,6,20-22 MAY ? 2026 | UTC                 | 2026-05-06T10:00:00Z
            * 0/15 * ? * *             | UTC                 | 2026-05-06T10:45:30Z
            * */20 * ? jan-jun/2 *     | UTC                 | 2026-05-06T10:40:00Z
            * * 22-2 ? * *             | UTC                 | 2026-05-06T01:00:00Z
            * * 8 ? * *                | Europe/Berlin       | 2026-05-06T06:00:00Z
            * * 8 ? * *                | CET                 | 2026-05-06T06:00:00Z
            """)
    void a_minute_of_the_window_lets_pass(String cron, String zone, String at) throws Exception {
        now = Instant.parse(at);
        window(cron, zone).success();
    }

    @ParameterizedTest(name = "{0} {1} at {2}")
    @CsvSource(delimiter = '|', textBlock = """
            * * 9-17 ? * MON-FRI * | UTC                 | 2026-05-06T08:59:59Z
            * * 9-17 ? * MON-FRI * | UTC                 | 2026-05-06T18:00:00Z
            * * 9-17 ? * MON-FRI * | UTC                 | 2026-05-09T12:00:00Z
            0 0 9-17 ? * MON-FRI * | UTC                 | 2026-05-06T09:01:00Z
            * * 9 ? * *            | America/Los_Angeles | 2026-07-06T17:30:00Z
            * * 9 ? * 4            | UTC                 | 2026-05-07T09:00:00Z
            * * * L * ?            | UTC                 | 2028-02-28T12:00:00Z
            * * * ? * WED#2        | UTC                 | 2026-05-06T10:00:00Z
            * * * ? * * 2027-2199  | UTC                 | 2026-05-06T10:00:00Z
            """)
    void any_other_minute_waits(String cron, String zone, String at) throws Exception {
        assertThat(isOpen(cron, zone, at)).isFalse();
    }

    @Test
    void it_looks_again_right_at_the_next_minute_of_the_window() throws Exception {
        now = Instant.parse("2026-05-06T08:57:30Z");
        var working = (Progress.Working) window("* * 9 ? * *", "UTC").advance();
        assertThat(working.lookAgainAfter()).isEqualTo(Duration.ofSeconds(150));
        assertThat(working.details().summary())
                .isEqualTo("The window \"* * 9 ? * *\" (UTC) opens at 2026-05-06T09:00:00Z.");
        now = now.plus(working.lookAgainAfter());
        window("* * 9 ? * *", "UTC").success();
    }

    @Test
    void it_looks_every_few_minutes_so_that_a_clock_that_was_set_is_noticed() throws Exception {
        now = Instant.parse("2026-05-06T10:00:00Z");
        var working = (Progress.Working) window("* * 9 ? * *", "UTC").advance();
        assertThat(working.lookAgainAfter()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void an_hour_that_summer_time_skips_is_not_waited_for_for_ever() throws Exception {
        now = Instant.parse("2026-03-29T00:59:00Z");
        var working = (Progress.Working) window("* 30 2 ? * *", "Europe/Berlin").advance();
        assertThat(Instant.parse(working.continuationToken())).isBefore(Instant.parse("2026-03-30T01:00:00Z"));
    }

    @Test
    void the_clocks_are_those_of_utc_where_nothing_is_said() throws Exception {
        now = Instant.parse("2026-05-06T09:10:00Z");
        Given.action(rule).with(Map.of("Cron", "* * 9 ? * *")).success();
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * 30 2 ?", "* * * 31 4 ?", "* * * ? * * 1970", "* * * ? * * 2025"})
    void a_window_that_never_opens_again_fails(String cron) throws Exception {
        var failure = window(cron, "UTC").failure();
        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message()).isEqualTo("The window \"%s\" (UTC) does not open any more.".formatted(cron));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "*", "* * * * *", "* * * ? * * * *", "* * * * * *", "* * * ? * ?", "* 60 * ? * *", "* * 24 ? * *",
        "* * * 0 * ?", "* * * 32 * ?", "* * * ? 13 *", "* * * ? 0 *", "* * * ? * 0", "* * * ? * 8", "* * * ? * MO",
        "* * * ? * * 1969", "* * * ? * * 2200", "* * * ? * * 1970-2147483647", "* 1x * ? * *", "* 1,,2 * ? * *",
        "* 1,2, * ? * *", "* */0 * ? * *", "* 0/99 * ? * *", "* 5/ * ? * *", "* - * ? * *", "* ? * ? * *",
        "* L * ? * *", "* * * ?5 * *", "* * * W * ?", "* * * L,5 * ?", "* * * L-31 * ?", "* * * ? * 7#6",
        "* * * ? * MON#1,TUE#2", "* * * ? * SUN-SATX", "5 * * ? * *", "0-59 * * ? * *", "*/5 * * ? * *",
        "* 99999999999999999999 * ? * *", "* -1 * ? * *", "@daily", "* * * ? * * #{variables.X}"
    })
    void a_window_that_cannot_be_read_is_named(String cron) throws Exception {
        var failure = window(cron, "UTC").failure();
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).startsWith("The Cron \"%s\" ".formatted(cron));
        assertThat(rule.trouble(Map.of("Cron", cron))).hasValue(failure.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"* * * * * *", "* * * ? * ?"})
    void one_of_the_two_fields_for_days_must_be_left_open(String cron) {
        assertThat(rule.trouble(Map.of("Cron", cron)))
                .hasValue("The Cron \"%s\" must have ? as either its day-of-month or its day-of-week field."
                        .formatted(cron));
    }

    @Test
    void a_window_of_endless_length_is_refused_at_once() throws Exception {
        var failure = window("* " + "1,".repeat(500_000) + "1 * ? * *", "UTC").failure();
        assertThat(failure.message()).endsWith("is longer than 1000 characters.").hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Olympus", "UTC+25:00", "UTC+1", "UTC+01", "XYZ", "+01:00", "Europe/../Berlin", " "})
    void a_zone_that_is_none_is_named(String zone) throws Exception {
        var failure = window("* * * ? * *", zone).failure();
        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message()).isEqualTo(
                "The TimeZone \"%s\" is not known. It must be like Europe/Berlin, UTC, UTC+01:00 or PST."
                        .formatted(zone));
    }

    @Test
    void every_abbreviation_stands_for_a_zone_that_is_there() {
        for (var zone : new String[] {"PST", "est", "CEST", "JST", "AEDT", "GMT", "UTC", "NZST", "AKDT", "IST"}) {
            assertThat(WindowZone.named(zone)).as(zone).isPresent();
        }
    }
}
