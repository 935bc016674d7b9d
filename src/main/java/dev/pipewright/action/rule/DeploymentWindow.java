package dev.pipewright.action.rule;

import static dev.pipewright.action.rule.Texts.shown;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.Progress;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** A rule that passes in the minutes of a window, and otherwise waits for the next of them. */
public final class DeploymentWindow implements ActionProvider {
    /** So that a clock that was set is noticed. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private static final String DEFAULT_ZONE = "UTC";
    private static final ActionType TYPE = RuleTypes.type(
            "DeploymentWindow",
            0,
            RuleTypes.required("Cron", "The minutes of the window, as a Quartz cron expression."),
            RuleTypes.optional(
                    "TimeZone",
                    "The clocks it goes by: Region/City, UTC+HH:MM, or an abbreviation; UTC if not given."));

    private final InstantSource clock;

    /** A rule that goes by a clock. */
    public DeploymentWindow(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Optional<String> trouble(Map<String, String> literals) {
        try {
            var zone = zone(literals.getOrDefault("TimeZone", DEFAULT_ZONE));
            if (literals.containsKey("Cron")) {
                WindowCron.of(literals.get("Cron"), zone);
            }
            return Optional.empty();
        } catch (WindowCron.Unreadable unreadable) {
            return Optional.of(unreadable.getMessage());
        }
    }

    @Override
    public Progress advance(ActionRequest request) {
        var cron = request.setting("Cron");
        var zone = request.optionalSetting("TimeZone").orElse(DEFAULT_ZONE);
        try {
            return look(WindowCron.of(cron, zone(zone)), "%s (%s)".formatted(shown(cron), zone));
        } catch (WindowCron.Unreadable unreadable) {
            return Progress.failed(FailureType.ConfigurationError, "%s", unreadable.getMessage());
        }
    }

    private Progress look(WindowCron window, String name) {
        var now = clock.instant();
        if (window.contains(now)) {
            return Progress.succeeded(ExecutionDetails.summary("The window %s is open.".formatted(name)), Map.of());
        }
        var next = window.nextAfter(now);
        if (next.isEmpty()) {
            return Progress.failed(FailureType.JobFailed, "The window %s does not open any more.", name);
        }
        var summary = "The window %s opens at %s.".formatted(name, next.get());
        return new Progress.Working(
                next.get().toString(), wait(now, next.get()), ExecutionDetails.summary(summary));
    }

    private static Duration wait(Instant now, Instant next) {
        var wait = Duration.between(now, next);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    private static ZoneId zone(String text) throws WindowCron.Unreadable {
        return WindowZone.named(text)
                .orElseThrow(() -> new WindowCron.Unreadable(("The TimeZone %s is not known. It must be like"
                                + " Europe/Berlin, UTC, UTC+01:00 or PST.")
                        .formatted(shown(text))));
    }
}
