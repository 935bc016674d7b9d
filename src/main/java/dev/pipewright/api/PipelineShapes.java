package dev.pipewright.api;

import dev.pipewright.model.Pipeline;
import dev.pipewright.wire.SdkJson;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineRollbackMetadata;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Definitions between the model's records and the wire's shapes, by way of the JSON that both have in common. */
final class PipelineShapes {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private PipelineShapes() {}

    static Pipeline toModel(PipelineDeclaration declaration) {
        return JSON.treeToValue(SdkJson.encode(declaration), Pipeline.class);
    }

    static PipelineDeclaration toWire(Pipeline pipeline) {
        return SdkJson.decode(JSON.valueToTree(pipeline), PipelineDeclaration.builder());
    }

    /** The type of an execution; null for an ordinary one, of which the service does not say it. */
    static ExecutionType executionType(boolean isRollback) {
        return isRollback ? ExecutionType.ROLLBACK : null;
    }

    /** What a rollback returns to; null for none. */
    static PipelineRollbackMetadata rollback(String target) {
        return target == null
                ? null
                : PipelineRollbackMetadata.builder()
                        .rollbackTargetPipelineExecutionId(target)
                        .build();
    }

    /** The name of a constant; null for none. */
    static String name(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
