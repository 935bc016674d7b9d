package dev.pipewright.api;

import dev.pipewright.model.Pipeline;
import dev.pipewright.wire.SdkJson;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
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

    /** The name of a constant; null for none. */
    static String name(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
