package dev.pipewright.engine;

import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Revision;
import dev.pipewright.model.RunId;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.model.Trigger;
import dev.pipewright.model.VariableDeclaration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the left sides of a {@link Trace} mean.
 *
 * <ul>
 *   <li>{@code start TARGET=prod take:get=v7 use:get/BranchName=dev}: with a variable, a revision and a configuration
 *       entry; {@code start-again e1}
 *   <li>{@code ok e1 Build/compile Key=value revision:v7}, {@code fail e1 Build/compile},
 *       {@code late e1 Build/compile}, {@code progress e1 Build/compile}: of actions; {@code pass}, {@code miss},
 *       {@code late}: of rules
 *   <li>{@code approve e1 Gate/ask}, {@code reject e1 Gate/ask}, {@code approve-silently e1 Gate/ask}
 *   <li>{@code close Build}, {@code open Build}, {@code close-out Build}, {@code open-out Build}
 *   <li>{@code stop e1 too slow}, {@code abandon e1}, {@code retry e1 Build}, {@code retry-all e1 Build}
 *   <li>{@code rollback Build to e1}, {@code override e1 Build entry}
 *   <li>{@code update}, {@code update QUEUED}, {@code update Source: get | Build: compile}: the next version, of the
 *       same structure or in the same mode where nothing else is said
 * </ul>
 */
final class Told {
    private static final String BY = "arn:someone";

    private final Trace.World world;
    private final Names names;
    private final Instant now;
    private final String next;
    private final Pipeline newest;

    Told(Trace.World world, Names names, Instant now) {
        this.world = world;
        this.names = names;
        this.now = now;
        next = names.next();
        newest = world.traffic().pipeline();
    }

    Event event(String[] words) {
        return switch (words[0]) {
            case "start" -> start(next, words);
            case "start-again" -> start(words[1], words);
            case "ok", "pass" -> new Event.ActionFinished(now, run(words), succeeded(words));
            case "fail", "miss" ->
                new Event.ActionFinished(now, run(words), Outcome.failed(FailureType.JobFailed, "broken"));
            case "progress" -> new Event.ActionProgressed(now, run(words), ExecutionDetails.summary("half"));
            case "late" -> new Event.ActionTimedOut(now, run(words));
            case "approve" -> approval(words, true, "seen");
            case "approve-silently" -> approval(words, true, null);
            case "reject" -> approval(words, false, "seen");
            case "close" -> new Event.TransitionDisabled(now, words[1], true, "closed", BY);
            case "open" -> new Event.TransitionEnabled(now, words[1], true, BY);
            case "close-out" -> new Event.TransitionDisabled(now, words[1], false, "closed", BY);
            case "open-out" -> new Event.TransitionEnabled(now, words[1], false, BY);
            case "stop" -> new Event.StopRequested(now, names.id(words[1]), false, reason(words));
            case "abandon" -> new Event.StopRequested(now, names.id(words[1]), true, reason(words));
            case "retry" -> retry(words, StageRetryMode.FAILED_ACTIONS);
            case "retry-all" -> retry(words, StageRetryMode.ALL_ACTIONS);
            case "rollback" -> new Event.RollbackRequested(
                    now, words[1], names.execution(words[3]), next, "salt-" + next,
                    new Trigger(Trigger.MANUAL_ROLLBACK, BY));
            case "override" ->
                new Event.OverrideRequested(now, words[2], names.execution(words[1]), Names.part(words[3]));
            case "update" -> new Event.DefinitionUpdated(now, updated(rest(words, 1)));
            default -> throw new IllegalArgumentException("no event " + words[0]);
        };
    }

    private Event start(String id, String[] words) {
        var variables = new HashMap<String, String>();
        for (var variable : Optional.ofNullable(newest.variables()).orElse(List.<VariableDeclaration>of())) {
            if (variable.defaultValue() != null) {
                variables.put(variable.name(), variable.defaultValue());
            }
        }
        var instead = new HashMap<String, SourceOverride>();
        for (int i = 1; i < words.length; i++) {
            var nameAndValue = words[i].split("=", 2);
            if (words[i].startsWith("take:")) {
                instead.put(nameAndValue[0].substring(5), SourceOverride.revision(nameAndValue[1]));
            } else if (words[i].startsWith("use:")) {
                var actionAndKey = nameAndValue[0].substring(4).split("/");
                instead.put(actionAndKey[0], new SourceOverride(null, Map.of(actionAndKey[1], nameAndValue[1])));
            } else if (nameAndValue.length == 2) {
                variables.put(nameAndValue[0], nameAndValue[1]);
            }
        }
        var trigger = new Trigger(Trigger.START_PIPELINE_EXECUTION, BY);
        return new Event.Started(now, id, "salt-" + id, trigger, variables, instead);
    }

    private Outcome succeeded(String[] words) {
        var variables = new HashMap<String, String>();
        Revision revision = null;
        for (int i = 3; i < words.length; i++) {
            if (words[i].startsWith("revision:")) {
                revision = new Revision(null, words[i].substring(9), null, null, null, null);
            } else {
                var nameAndValue = words[i].split("=", 2);
                variables.put(nameAndValue[0], nameAndValue[1]);
            }
        }
        return new Outcome.Succeeded(
                ExecutionDetails.NONE, variables, revision == null ? List.of() : List.of(revision));
    }

    /** The token is what a caller sees of the run; some word when there is no such run. */
    private Event approval(String[] words, boolean approved, String summary) {
        var run = run(words);
        var token = world.execution(run.executionId())
                .flatMap(execution -> execution.find(run))
                .map(it -> it.id())
                .orElse("unknown");
        return new Event.ApprovalAnswered(now, run.stage(), run.action(), token, approved, summary, BY);
    }

    private Event retry(String[] words, StageRetryMode mode) {
        return new Event.RetryRequested(now, words[2], names.execution(words[1]), mode);
    }

    private Pipeline updated(String said) {
        int version = newest.version() + 1;
        if (said.isEmpty()) {
            return newest.withVersion(version);
        }
        return said.contains(":")
                ? Sample.pipeline(said, version)
                : Sample.inMode(newest.withVersion(version), ExecutionMode.valueOf(said));
    }

    private RunId run(String[] words) {
        return names.run(words[1], words[2]);
    }

    private static String reason(String[] words) {
        return words.length > 2 ? rest(words, 2) : null;
    }

    private static String rest(String[] words, int from) {
        return String.join(" ", List.of(words).subList(from, words.length));
    }
}
