package dev.pipewright.template;

import dev.pipewright.api.Rehearsal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionType;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import tools.jackson.databind.node.ObjectNode;

/** What a server has already, as it was when it was first asked. */
final class Live {
    private final CodePipelineClient client;
    private final Map<String, Optional<GetPipelineResponse>> pipelines = new HashMap<>();
    private List<ActionType> types;
    private Map<String, ListWebhookItem> webhooks;

    Live(CodePipelineClient client) {
        this.client = client;
    }

    CodePipelineClient client() {
        return client;
    }

    Optional<GetPipelineResponse> pipeline(String name) {
        return pipelines.computeIfAbsent(name, _ -> {
            try {
                return Optional.of(client.getPipeline(request -> request.name(name)));
            } catch (PipelineNotFoundException none) {
                return Optional.empty();
            }
        });
    }

    /** The definition of a pipeline, its secrets masked. */
    Optional<ObjectNode> declaration(String name) {
        return pipeline(name).map(answer -> Rehearsal.encode(answer.pipeline()));
    }

    /** The action types that did not come with the server. */
    List<ActionType> customTypes() {
        if (types == null) {
            types = client.listActionTypesPaginator(_ -> {}).actionTypes().stream()
                    .filter(type -> type.id().owner() != ActionOwner.AWS)
                    .toList();
        }
        return types;
    }

    Optional<ListWebhookItem> webhook(String name) {
        if (webhooks == null) {
            webhooks = client.listWebhooksPaginator(_ -> {}).webhooks().stream()
                    .collect(Collectors.toMap(item -> item.definition().name(), item -> item));
        }
        return Optional.ofNullable(webhooks.get(name));
    }

    /** The tags of a resource. */
    Map<String, String> tags(String arn) {
        return client.listTagsForResourcePaginator(request -> request.resourceArn(arn)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
