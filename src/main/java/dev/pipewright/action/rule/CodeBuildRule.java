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
import dev.pipewright.model.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** A rule that starts a build in CodeBuild: it passes when the build succeeds. */
public final class CodeBuildRule implements ActionProvider {
    private static final Logger LOG = LoggerFactory.getLogger(CodeBuildRule.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final ActionType TYPE = RuleTypes.type(
            "CodeBuild",
            5,
            RuleTypes.required("ProjectName", "The project in CodeBuild."),
            RuleTypes.optional("PrimarySource", "The input artifact that the build begins in, of several."),
            RuleTypes.optional("BatchEnabled", "Whether a batch of builds is run.", "Boolean"),
            RuleTypes.optional("CombineArtifacts", "Taken, and without effect: a rule keeps no artifacts.", "Boolean"),
            RuleTypes.optional("EnvironmentVariables", "A JSON array of objects with name, value and type."));

    private final AwsClients aws;
    private final InstantSource clock;
    /**
     * The builds that this process started, by run: a run that is abandoned right then cannot name its build itself. A
     * process that comes later is given the token.
     */
    private final Map<String, String> started = new ConcurrentHashMap<>();

    /** A rule that reaches CodeBuild through the given clients. */
    public CodeBuildRule(AwsClients aws, InstantSource clock) {
        this.aws = aws;
        this.clock = clock;
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Optional<String> trouble(Map<String, String> literals) {
        try {
            BuildSettings.check(literals);
            return Optional.empty();
        } catch (BuildSettings.Unusable unusable) {
            return Optional.of(unusable.getMessage());
        }
    }

    @Override
    public Progress advance(ActionRequest request) {
        try {
            var settings = BuildSettings.of(request);
            var builds = new Builds(aws.codeBuild(AwsRegion.of(request)), settings.batch());
            return request.continuationToken().isPresent()
                    ? look(builds, request.continuationToken().get(), request)
                    : start(builds, settings, request);
        } catch (BuildSettings.Unusable | NotConfigured unusable) {
            return Progress.failed(FailureType.ConfigurationError, "%s", unusable.getMessage());
        }
    }

    private Progress start(Builds builds, BuildSettings settings, ActionRequest request) {
        try {
            var id = builds.start(settings, request.run().id());
            started.put(request.run().id(), id);
            return working(id, null);
        } catch (SdkException trouble) {
            return AwsTrouble.failed(
                    "The build of project %s could not be started".formatted(shown(settings.project())), trouble);
        }
    }

    private Progress look(Builds builds, String id, ActionRequest request) {
        var late = !clock.instant().isBefore(request.deadline());
        Optional<Builds.Sight> seen;
        try {
            seen = builds.look(id);
        } catch (SdkException trouble) {
            if (AwsTrouble.passes(trouble) && !late) {
                LOG.warn("The build {} cannot be looked at just now: {}", id, trouble.getMessage());
                return working(id, null);
            }
            return AwsTrouble.failed("The build %s cannot be looked at".formatted(shown(id)), trouble);
        }
        if (seen.isEmpty()) {
            return Progress.failed(FailureType.JobFailed, "There is no build %s any more.", shown(id));
        }
        if (seen.get().ended()) {
            return ended(seen.get());
        }
        if (late) {
            abandon(request);
            return Progress.failed(
                    FailureType.JobFailed, "The build %s did not end by %s.", shown(id), request.deadline());
        }
        return working(id, seen.get().log());
    }

    private static Progress ended(Builds.Sight seen) {
        if (seen.succeeded()) {
            return Progress.succeeded(
                    details("The build %s succeeded.".formatted(shown(seen.id())), seen.id(), seen.log()), Map.of());
        }
        var sentence = "The build %s ended as %s.".formatted(shown(seen.id()), seen.status())
                + (seen.trouble().isEmpty() ? "" : " CodeBuild says: " + Texts.cut(seen.trouble()));
        return new Progress.Done(
                new Outcome.Failed(FailureType.JobFailed, sentence, details(null, seen.id(), seen.log())));
    }

    private static Progress working(String id, String log) {
        return new Progress.Working(id, PAUSE, details("The build %s is under way.".formatted(shown(id)), id, log));
    }

    private static ExecutionDetails details(String summary, String id, String log) {
        return new ExecutionDetails(summary, id, null, null, log);
    }

    @Override
    public void settled(ActionRequest request) {
        started.remove(request.run().id());
    }

    /** {@inheritDoc} Stops the build. */
    @Override
    public void abandon(ActionRequest request) {
        var fresh = Optional.ofNullable(started.remove(request.run().id()));
        var id = request.continuationToken().or(() -> fresh);
        if (id.isEmpty()) {
            return;
        }
        try {
            var batch = request.optionalSetting("BatchEnabled").filter("true"::equals).isPresent();
            new Builds(aws.codeBuild(AwsRegion.of(request)), batch).stop(id.get());
        } catch (SdkException | NotConfigured trouble) {
            LOG.warn("The build {} could not be stopped: {}", id.get(), trouble.getMessage());
        }
    }
}
