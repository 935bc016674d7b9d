package dev.pipewright.api;

import dev.pipewright.engine.Definitions;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.SourceOverride;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;

/** What the caller of a start wants of its source actions, held against what these can take. */
final class SourceOverrides {
    private static final String COMMIT = "COMMIT_ID";
    private static final String VERSION = "S3_OBJECT_VERSION_ID";
    private static final String KEY = "S3_OBJECT_KEY";
    private static final String ALLOW_KEY = "AllowOverrideForS3ObjectKey";

    private SourceOverrides() {}

    /**
     * By source action name, what to take. The version and the key of an object can be given for one action together.
     *
     * @throws dev.pipewright.wire.Fault {@code ValidationException} for what no action, or not this one, can take
     */
    static Map<String, SourceOverride> of(Pipeline pipeline, List<SourceRevisionOverride> given) {
        if (!given.isEmpty() && Definitions.typeOf(pipeline) != PipelineType.V2) {
            throw Faults.validation("Source revision overrides can only be used with V2 pipelines");
        }
        var overrides = new HashMap<String, SourceOverride>();
        var seen = new HashSet<List<String>>();
        for (var one : given) {
            refuseMisfit(source(pipeline, one.actionName()), one.revisionTypeAsString());
            if (!seen.add(List.of(one.actionName(), one.revisionTypeAsString()))) {
                throw Faults.validation(
                        "The source action '%s' is given more than one %s",
                        one.actionName(), one.revisionTypeAsString());
            }
            overrides.merge(one.actionName(), override(one), SourceOverrides::together);
        }
        return overrides;
    }

    private static Action source(Pipeline pipeline, String name) {
        return pipeline.stages().getFirst().actions().stream()
                .filter(action -> action.name().equals(name)
                        && action.actionTypeId().category() == ActionCategory.Source)
                .findFirst()
                .orElseThrow(() -> Faults.validation(
                        "The pipeline '%s' has no source action named '%s'", pipeline.name(), name));
    }

    private static void refuseMisfit(Action action, String type) {
        var taken = taken(action);
        if (!taken.contains(type)) {
            throw Faults.validation(
                    "The source action '%s' takes %s, not %s",
                    action.name(),
                    taken.isEmpty() ? "no revision that this server can override" : String.join(" and ", taken),
                    type);
        }
        if (type.equals(KEY) && !"true".equalsIgnoreCase(action.configuration().get(ALLOW_KEY))) {
            throw Faults.validation(
                    "The source action '%s' takes %s only with the configuration %s=true",
                    action.name(), KEY, ALLOW_KEY);
        }
    }

    private static List<String> taken(Action action) {
        var provider = action.actionTypeId().provider();
        return switch (action.actionTypeId().owner()) {
            case AWS -> switch (provider) {
                case "S3" -> List.of(VERSION, KEY);
                case "CodeCommit", "CodeStarSourceConnection" -> List.of(COMMIT);
                // No IMAGE_DIGEST: this server has no source action that takes images.
                default -> List.of();
            };
            case ThirdParty -> provider.equals("GitHub") ? List.of(COMMIT) : List.of();
            case Custom -> List.of();
        };
    }

    private static SourceOverride override(SourceRevisionOverride one) {
        return one.revisionTypeAsString().equals(KEY)
                ? new SourceOverride(null, Map.of("S3ObjectKey", one.revisionValue()))
                : SourceOverride.revision(one.revisionValue());
    }

    private static SourceOverride together(SourceOverride one, SourceOverride other) {
        var configuration = new HashMap<>(one.configuration());
        configuration.putAll(other.configuration());
        return new SourceOverride(Optional.ofNullable(one.revision()).orElse(other.revision()), configuration);
    }
}
