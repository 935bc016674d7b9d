package dev.pipewright.action.commands;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.EncryptionKey;
import dev.pipewright.model.EnvironmentVariable;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Revision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment that commands see: what the service's build containers offer, and what the action declares. Of the
 * server's own only the search path and the language.
 */
final class BuildEnvironment {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");

    private BuildEnvironment() {}

    /** The name by which the outside knows the run, as a build id of the service looks. */
    static String buildId(ActionRequest request) {
        return request.pipeline().name() + ":" + request.run().id();
    }

    static Map<String, String> of(ActionRequest request, RunFolder folder, Map<String, String> server)
            throws CommandsFailed {
        var pipeline = request.pipeline();
        var run = request.run();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", server.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        environment.put("LANG", server.getOrDefault("LANG", "C.UTF-8"));
        environment.put("HOME", folder.home().toString());
        environment.put("TMPDIR", folder.temporary().toString());

        environment.put("AWS_REGION", regionOf(request));
        environment.put("AWS_DEFAULT_REGION", regionOf(request));
        environment.put("CODEBUILD_CI", "true");
        environment.put("CODEBUILD_BUILD_ID", buildId(request));
        environment.put(
                "CODEBUILD_BUILD_ARN",
                "arn:aws:codebuild:%s:%s:build/%s".formatted(regionOf(request), pipeline.account(), buildId(request)));
        environment.put("CODEBUILD_BUILD_NUMBER", Integer.toString(run.run().attempt()));
        // The first command that fails ends the run, so every command runs in a build that succeeds so far.
        environment.put("CODEBUILD_BUILD_SUCCEEDING", "1");
        environment.put("CODEBUILD_INITIATOR", "codepipeline/" + pipeline.name());
        environment.put("CODEBUILD_LOG_PATH", run.id());
        environment.put("CODEBUILD_START_TIME", Long.toString(run.startedAt().toEpochMilli()));
        request.encryptionKey().map(EncryptionKey::id).ifPresent(id -> environment.put("CODEBUILD_KMS_KEY_ID", id));
        for (var input : run.inputs()) {
            environment.put("CODEBUILD_SRC_DIR_" + input.name(), folder.source(input.name()).toString());
        }
        if (!run.inputs().isEmpty()) {
            var first = request.firstInput();
            environment.put("CODEBUILD_SRC_DIR", folder.source(first.name()).toString());
            environment.put("CODEBUILD_SOURCE_VERSION", arn(first));
            request.revisionOf(first)
                    .map(Revision::revisionId)
                    .ifPresent(id -> environment.put("CODEBUILD_RESOLVED_SOURCE_VERSION", id));
        }
        environment.put("CODEPIPELINE_PIPELINE_NAME", pipeline.name());
        environment.put("CODEPIPELINE_PIPELINE_EXECUTION_ID", run.run().executionId());
        environment.put("CODEPIPELINE_STAGE_NAME", run.run().stage());
        environment.put("CODEPIPELINE_ACTION_NAME", run.run().action());
        for (var variable : run.environment()) {
            environment.put(nameOf(variable), valueOf(variable));
        }
        environment.put(Script.MARK, Script.supervisorMark(run.id()));
        return environment;
    }

    private static String nameOf(EnvironmentVariable variable) throws CommandsFailed {
        var name = variable.name();
        if (!NAME.matcher(name).matches()) {
            throw new CommandsFailed(
                    FailureType.ConfigurationError,
                    "The environment variable \"%s\" has a name with other characters than letters, digits and _.",
                    name);
        }
        if (name.startsWith("CODEBUILD_") || name.startsWith("PIPEWRIGHT_")) {
            throw new CommandsFailed(
                    FailureType.ConfigurationError,
                    "The environment variable \"%s\" cannot be set: names that begin with CODEBUILD_ or PIPEWRIGHT_"
                            + " are reserved.",
                    name);
        }
        return name;
    }

    private static String valueOf(EnvironmentVariable variable) throws CommandsFailed {
        if (variable.type() != null && !variable.type().equals("PLAINTEXT")) {
            throw new CommandsFailed(
                    FailureType.ConfigurationError,
                    "The environment variable \"%s\" has the type %s, which is not available: this server knows"
                            + " PLAINTEXT.",
                    variable.name(), variable.type());
        }
        if (variable.value().indexOf('\0') >= 0) {
            throw new CommandsFailed(
                    FailureType.ConfigurationError,
                    "The environment variable \"%s\" has a zero byte in its value.", variable.name());
        }
        return variable.value();
    }

    private static String regionOf(ActionRequest request) {
        var own = request.action().region();
        return own == null ? request.pipeline().region() : own;
    }

    private static String arn(Artifact artifact) {
        return "arn:aws:s3:::" + artifact.location().bucket() + "/" + artifact.location().key();
    }
}
