package dev.pipewright.action.rule;

import static dev.pipewright.action.rule.Texts.shown;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.action.aws.AwsClients;
import dev.pipewright.action.aws.AwsClients.NotConfigured;
import dev.pipewright.action.aws.AwsTrouble;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;

/**
 * A rule that looks at an alarm in CloudWatch.
 *
 * <p>At a stage's entry it passes as soon as the alarm is well, and fails when it has not become so within the wait
 * time. After a stage it watches for the wait time, fails as soon as the alarm goes off, and else passes.
 */
public final class CloudWatchAlarm implements ActionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(CloudWatchAlarm.class);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final int MOST_MINUTES = 86_400;
    private static final ActionType TYPE = RuleTypes.type(
            "CloudWatchAlarm",
            0,
            RuleTypes.required("AlarmName", "The alarm in CloudWatch."),
            RuleTypes.optional(
                    "AlarmStates", "The states that count as bad, of ALARM, OK and INSUFFICIENT_DATA, with commas."),
            RuleTypes.optional("WaitTime", "How many minutes the alarm is watched; 0 if not given.", "Number"));

    private final AwsClients aws;
    private final InstantSource clock;

    /** A rule that reaches CloudWatch through the given clients. */
    public CloudWatchAlarm(AwsClients aws, InstantSource clock) {
        this.aws = aws;
        this.clock = clock;
    }

    private enum State {
        ALARM,
        OK,
        INSUFFICIENT_DATA
    }

    /** @param reason what CloudWatch says about the state */
    private record Sight(String state, String reason) {}

    private static final class Unusable extends Exception {
        Unusable(String message) {
            super(message);
        }
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Optional<String> trouble(Map<String, String> literals) {
        try {
            states(Optional.ofNullable(literals.get("AlarmStates")));
            minutes(Optional.ofNullable(literals.get("WaitTime")));
            return Optional.empty();
        } catch (Unusable unusable) {
            return Optional.of(unusable.getMessage());
        }
    }

    @Override
    public Progress advance(ActionRequest request) {
        try {
            var bad = states(request.optionalSetting("AlarmStates"));
            var wait = minutes(request.optionalSetting("WaitTime"));
            var end = request.run().startedAt().plus(wait);
            return look(request, bad, end.isBefore(request.deadline()) ? end : request.deadline());
        } catch (Unusable | NotConfigured unusable) {
            return Progress.failed(FailureType.ConfigurationError, "%s", unusable.getMessage());
        }
    }

    private Progress look(ActionRequest request, Optional<Set<State>> bad, Instant end) throws NotConfigured {
        var name = request.setting("AlarmName");
        var client = aws.cloudWatch(AwsRegion.of(request));
        var remains = Duration.between(clock.instant(), end);
        Optional<Sight> found;
        try {
            found = find(client, name);
        } catch (SdkException trouble) {
            if (AwsTrouble.passes(trouble) && remains.isPositive()) {
                LOG.warn("The alarm {} cannot be looked at just now: {}", name, trouble.getMessage());
                return working(remains, "CloudWatch does not answer for the alarm %s.".formatted(shown(name)));
            }
            return AwsTrouble.failed("The alarm %s cannot be looked at".formatted(shown(name)), trouble);
        }
        if (found.isEmpty()) {
            return Progress.failed(
                    FailureType.ConfigurationError, "There is no alarm %s in region %s.",
                    shown(name), AwsRegion.of(request));
        }
        return isEntry(request)
                ? atEntry(name, found.get(), bad, remains)
                : afterStage(name, found.get(), bad, remains);
    }

    private static Optional<Sight> find(CloudWatchClient client, String name) {
        var answer = client.describeAlarms(
                request -> request.alarmNames(name).alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM));
        return answer.metricAlarms().stream()
                .map(alarm -> new Sight(alarm.stateValueAsString(), alarm.stateReason()))
                .findFirst()
                .or(() -> answer.compositeAlarms().stream()
                        .map(alarm -> new Sight(alarm.stateValueAsString(), alarm.stateReason()))
                        .findFirst());
    }

    private static Progress atEntry(String name, Sight seen, Optional<Set<State>> bad, Duration remains) {
        var states = bad.orElse(EnumSet.complementOf(EnumSet.of(State.OK)));
        if (!isIn(seen, states)) {
            return passed(name, seen);
        }
        return remains.isPositive() ? working(remains, sentence(name, seen)) : failed(name, seen);
    }

    private static Progress afterStage(String name, Sight seen, Optional<Set<State>> bad, Duration remains) {
        if (isIn(seen, bad.orElse(EnumSet.of(State.ALARM)))) {
            return failed(name, seen);
        }
        return remains.isPositive() ? working(remains, sentence(name, seen)) : passed(name, seen);
    }

    private static boolean isEntry(ActionRequest request) {
        return request.run().run().part() == Part.BEFORE_ENTRY;
    }

    private static boolean isIn(Sight seen, Set<State> states) {
        return states.stream().anyMatch(state -> state.name().equals(seen.state()));
    }

    private static Progress passed(String name, Sight seen) {
        return Progress.succeeded(ExecutionDetails.summary(sentence(name, seen)), Map.of());
    }

    private static Progress failed(String name, Sight seen) {
        var reason = seen.reason() == null || seen.reason().isBlank()
                ? ""
                : " CloudWatch says: " + Texts.cut(seen.reason());
        return Progress.failed(FailureType.JobFailed, "%s%s", sentence(name, seen), reason);
    }

    private static Progress working(Duration remains, String summary) {
        var pause = remains.compareTo(PAUSE) < 0 ? remains : PAUSE;
        return new Progress.Working("watching", pause, ExecutionDetails.summary(summary));
    }

    private static String sentence(String name, Sight seen) {
        return "The alarm %s is in state %s.".formatted(shown(name), seen.state());
    }

    private static Optional<Set<State>> states(Optional<String> text) throws Unusable {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        var states = EnumSet.noneOf(State.class);
        for (var name : text.get().split(",", -1)) {
            states.add(Arrays.stream(State.values())
                    .filter(state -> state.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new Unusable("AlarmStates has %s, which is none of %s."
                            .formatted(shown(name), Arrays.toString(State.values())))));
        }
        return Optional.of(states);
    }

    private static Duration minutes(Optional<String> text) throws Unusable {
        var given = text.orElse("0");
        if (!given.matches("[0-9]{1,5}") || Integer.parseInt(given) > MOST_MINUTES) {
            throw new Unusable("WaitTime is %s and must be a number of minutes from 0 to %d."
                    .formatted(shown(given), MOST_MINUTES));
        }
        return Duration.ofMinutes(Integer.parseInt(given));
    }
}
