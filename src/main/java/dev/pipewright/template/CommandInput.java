package dev.pipewright.template;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;

/**
 * Inputs of the AWS CLI: what {@code --cli-input-json} and {@code --cli-input-yaml} take, what {@code get-pipeline}
 * prints, and the declaration of a pipeline by itself.
 */
final class CommandInput {
    private CommandInput() {}

    /** What the document says; empty when it is none of these. */
    static Optional<Declared> read(Node.Mapping root, Findings findings) {
        if (root.get("pipeline").isPresent()) return Optional.of(pipeline(root, findings));
        if (root.get("webhook").isPresent()) {
            ignored(root, PutWebhookRequest.builder(), findings);
            return Optional.of(new Declared.OfWebhook(root, false));
        }
        if (root.get("stages").isPresent() && root.get("name").isPresent()) {
            return Optional.of(pipeline(
                    new Node.Mapping(root.mark(), List.of(new Node.Entry(root.mark(), "pipeline", root))), findings));
        }
        if (root.get("provider").isPresent() && root.get("category").isPresent()) {
            ignored(root, CreateCustomActionTypeRequest.builder(), findings);
            return Optional.of(new Declared.OfActionType(root));
        }
        return Optional.empty();
    }

    private static Declared pipeline(Node.Mapping root, Findings findings) {
        // The answer of get-pipeline has it, and it says nothing that could be asked for.
        var input = new Node.Mapping(root.mark(), root.entries().stream()
                .filter(entry -> !Set.of("metadata", "ResponseMetadata").contains(entry.key()))
                .toList());
        ignored(input, CreatePipelineRequest.builder(), findings);
        return new Declared.OfPipeline(input, Optional.empty(), false);
    }

    /** Members that the server passes over are mostly misspelt. */
    private static void ignored(Node.Mapping mapping, SdkPojo pojo, Findings findings) {
        var fields = new HashMap<String, SdkField<?>>();
        pojo.sdkFields().forEach(field -> fields.put(field.locationName(), field));
        for (var entry : mapping.entries()) {
            var field = fields.get(entry.key());
            if (field == null) {
                findings.warning(entry.mark(), "The member '%s' is not known and has no effect.",
                        Excerpt.of(entry.key()));
            } else {
                objects(field, entry.value(), findings);
            }
        }
    }

    private static void objects(SdkField<?> field, Node node, Findings findings) {
        var type = field.marshallingType().getKnownType();
        if (type == MarshallingKnownType.SDK_POJO && node instanceof Node.Mapping mapping) {
            ignored(mapping, field.constructor().get(), findings);
        } else if (type == MarshallingKnownType.LIST && node instanceof Node.Sequence sequence) {
            var element = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            for (var each : sequence.elements()) objects(element, each, findings);
        }
    }
}
