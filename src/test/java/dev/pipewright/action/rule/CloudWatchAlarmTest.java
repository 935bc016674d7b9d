package dev.pipewright.action.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Given;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CloudWatchAlarmTest {
    private final FakeAws fake = new FakeAws().does(_ -> described("MetricAlarms"));
    private final AwsClients aws = fake.clients();
    private volatile String state = "OK";
    private volatile Instant now = Given.STARTED;
    private final CloudWatchAlarm rule = new CloudWatchAlarm(aws, () -> now);

    @AfterEach
    void close() {
        aws.close();
        fake.close();
    }

    private Answer described(String kind) {
        return Answer.xml(
                """
                <DescribeAlarmsResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/"><DescribeAlarmsResult>
                <%s><member><AlarmName>errors</AlarmName><StateValue>%s</StateValue>
                <StateReason>Threshold crossed.</StateReason></member></%s>
                </DescribeAlarmsResult></DescribeAlarmsResponse>"""
                        .formatted(kind, state, kind));
    }

    private ActionRequest request(Part part, String... more) {
        var configuration = new HashMap<>(Map.of("AlarmName", "errors"));
        for (int i = 0; i < more.length; i += 2) {
            configuration.put(more[i], more[i + 1]);
        }
        return Given.action(rule).with(configuration).in(part).request(Optional.empty());
    }

    private void passes(ActionRequest request) {
        assertThat(rule.advance(request).toString()).contains("Succeeded");
    }

    private String failure(ActionRequest request, FailureType type) {
        var progress = rule.advance(request).toString();
        assertThat(progress).contains("Failed[type=" + type);
        return progress;
    }

    private Progress.Working waits(ActionRequest request) {
        var progress = rule.advance(request);
        assertThat(progress).isInstanceOf(Progress.Working.class);
        return (Progress.Working) progress;
    }

    @Test
    void at_entry_an_alarm_that_is_well_lets_pass_at_once() {
        passes(request(Part.BEFORE_ENTRY, "WaitTime", "10"));
        assertThat(fake.asked().getFirst().body())
                .contains("Action=DescribeAlarms", "AlarmNames.member.1=errors", "CompositeAlarm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALARM", "INSUFFICIENT_DATA"})
    void at_entry_any_other_alarm_has_the_wait_time_to_become_well(String bad) {
        state = bad;
        var request = request(Part.BEFORE_ENTRY, "WaitTime", "1");
        assertThat(waits(request).lookAgainAfter()).isEqualTo(Duration.ofSeconds(15));
        now = now.plusSeconds(55);
        assertThat(waits(request).lookAgainAfter()).isEqualTo(Duration.ofSeconds(5));
        now = now.plusSeconds(5);
        assertThat(failure(request, FailureType.JobFailed))
                .contains("The alarm \"errors\" is in state %s. CloudWatch says: Threshold crossed.".formatted(bad));
        state = "OK";
        passes(request);
    }

    @ParameterizedTest
    @EnumSource(names = {"ON_SUCCESS", "ON_FAILURE"})
    void after_a_stage_an_alarm_that_goes_off_fails_the_rule_and_any_other_is_watched_to_the_end(Part part) {
        var request = request(part, "WaitTime", "1");
        waits(request);
        state = "INSUFFICIENT_DATA";
        now = now.plusSeconds(59);
        assertThat(waits(request).lookAgainAfter()).isEqualTo(Duration.ofSeconds(1));
        now = now.plusSeconds(1);
        passes(request);
        now = now.minusSeconds(30);
        state = "ALARM";
        failure(request, FailureType.JobFailed);
    }

    @Test
    void without_a_wait_time_one_look_decides() {
        state = "ALARM";
        failure(request(Part.BEFORE_ENTRY), FailureType.JobFailed);
        failure(request(Part.ON_SUCCESS), FailureType.JobFailed);
        state = "OK";
        passes(request(Part.ON_SUCCESS));
    }

    @Test
    void the_states_that_count_as_bad_can_be_said() {
        state = "INSUFFICIENT_DATA";
        passes(request(Part.BEFORE_ENTRY, "AlarmStates", "ALARM"));
        failure(request(Part.ON_SUCCESS, "AlarmStates", "ALARM, INSUFFICIENT_DATA"), FailureType.JobFailed);
    }

    @Test
    void a_composite_alarm_is_an_alarm() {
        fake.does(_ -> described("CompositeAlarms"));
        passes(request(Part.BEFORE_ENTRY));
    }

    @Test
    void an_alarm_that_is_not_there_is_named() {
        fake.does(_ -> Answer.xml("<DescribeAlarmsResponse><DescribeAlarmsResult/></DescribeAlarmsResponse>"));
        assertThat(failure(request(Part.BEFORE_ENTRY, "WaitTime", "5"), FailureType.ConfigurationError))
                .contains("There is no alarm \"errors\" in region eu-west-1.");
    }

    @Test
    void cloudwatch_may_be_away_for_a_while_but_not_at_the_end() {
        fake.does(_ -> new Answer(503, "text/xml", "<ErrorResponse><Error><Code>ServiceUnavailable</Code>"
                + "<Message>busy</Message></Error></ErrorResponse>"));
        var request = request(Part.ON_SUCCESS, "WaitTime", "1");
        waits(request);
        now = now.plusSeconds(60);
        assertThat(failure(request, FailureType.SystemUnavailable)).contains("ServiceUnavailable, busy.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "ten", "99999", "999999999999999999999"})
    void a_wait_time_that_is_none_is_named(String minutes) {
        var sentence = "WaitTime is \"%s\" and must be a number of minutes from 0 to 86400.".formatted(minutes);
        assertThat(failure(request(Part.ON_SUCCESS, "WaitTime", minutes), FailureType.ConfigurationError))
                .contains(sentence);
        assertThat(rule.trouble(Map.of("WaitTime", minutes))).hasValue(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "ALARM,", "[\"ALARM\"]", "BROKEN"})
    void a_state_that_is_none_is_named(String states) {
        assertThat(rule.trouble(Map.of("AlarmStates", states)).orElseThrow())
                .endsWith("which is none of [ALARM, OK, INSUFFICIENT_DATA].");
    }
}
