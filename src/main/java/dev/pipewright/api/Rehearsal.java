package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.engine.Definitions;
import dev.pipewright.engine.Problem;
import dev.pipewright.engine.Secrets;
import dev.pipewright.engine.StructureRules;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Pipeline;
import dev.pipewright.webhook.WebhookRules;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.SdkJson;
import dev.pipewright.wire.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DisableStageTransitionRequest;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the operations that make things would answer to their inputs, by the very rules that they have, all of it
 * instead of the first, and without making anything. What depends on what a server has already is not known here:
 * names that are taken, quotas, connections.
 */
public final class Rehearsal {
    private final Constraints constraints = Constraints.of("codepipeline");
    private final Map<ActionTypeId, ActionType> custom = new HashMap<>();
    private final ActionCatalog catalog;
    private final Function<Pipeline, List<Problem>> grounds;
    private final String region;

    /**
     * @param builtIn the types that the server has
     * @param grounds what is wrong with the names of what a pipeline stands on
     * @param region in which everything would be made
     */
    public Rehearsal(ActionCatalog builtIn, Function<Pipeline, List<Problem>> grounds, String region) {
        this.catalog = builtIn.with(id -> Optional.ofNullable(custom.get(id)));
        this.grounds = grounds;
        this.region = region;
    }

    /** The types that definitions may name, with the custom ones that are known by now. */
    public ActionCatalog catalog() {
        return catalog;
    }

    /** The region in which everything would be made. */
    public String region() {
        return region;
    }

    /** From now on there is the custom type that this input of CreateCustomActionType makes, if it is one. */
    public void learnType(ObjectNode input) {
        if (createCustomActionType(input).isEmpty()) {
            learn(ActionTypes.custom(SdkJson.decode(input, CreateCustomActionTypeRequest.builder())));
        }
    }

    /** From now on there is this type of a customer or partner, as ListActionTypes tells it. */
    public void learnType(software.amazon.awssdk.services.codepipeline.model.ActionType listed) {
        learn(custom(listed));
    }

    private static ActionType custom(software.amazon.awssdk.services.codepipeline.model.ActionType listed) {
        var type = ActionTypes.custom(CreateCustomActionTypeRequest.builder()
                .category(listed.id().categoryAsString())
                .provider(listed.id().provider())
                .version(listed.id().version())
                .settings(listed.settings())
                .configurationProperties(listed.actionConfigurationProperties())
                .inputArtifactDetails(listed.inputArtifactDetails())
                .outputArtifactDetails(listed.outputArtifactDetails())
                .build());
        return new ActionType(
                ActionTypeIds.model(listed.id()), type.settings(), type.configurationProperties(),
                type.inputArtifacts(), type.outputArtifacts(), type.timeout(), type.v2Only(), type.available());
    }

    private void learn(ActionType type) {
        custom.put(type.id(), type);
    }

    /** Why CreatePipeline would refuse an input; its own answer comes first. */
    public List<Objection> createPipeline(ObjectNode input) {
        return objections("CreatePipeline", input, CreatePipelineRequest::builder, () -> {
            var request = SdkJson.decode(input, CreatePipelineRequest.builder());
            var pipeline = PipelineShapes.toModel(request.pipeline());
            var problems = StructureRules.problems(pipeline, catalog, region);
            return Stream.concat(
                            tags(request.tags()),
                            problems.isEmpty()
                                    ? grounds.apply(pipeline).stream().map(Objection::of)
                                    : problems.stream().map(Objection::of))
                    .toList();
        });
    }

    /** Why CreateCustomActionType would refuse an input; its own answer comes first. */
    public List<Objection> createCustomActionType(ObjectNode input) {
        return objections("CreateCustomActionType", input, CreateCustomActionTypeRequest::builder, () -> {
            var request = SdkJson.decode(input, CreateCustomActionTypeRequest.builder());
            var problems = CustomTypeRules.problems(ActionTypes.custom(request)).stream();
            return Stream.concat(problems.map(fault -> new Objection(List.of(), fault.getMessage())),
                            tags(request.tags()))
                    .toList();
        });
    }

    /**
     * Why PutWebhook would refuse an input; its own answer comes first.
     *
     * @param target the declaration of the pipeline that it is for; empty where it is not known and cannot be judged
     */
    public List<Objection> putWebhook(ObjectNode input, Optional<ObjectNode> target) {
        return objections("PutWebhook", input, PutWebhookRequest::builder, () -> {
            var request = SdkJson.decode(input, PutWebhookRequest.builder());
            var webhook = WebhookShapes.toModel(request.webhook());
            var masked = Secrets.MASK.equals(webhook.authenticationConfiguration().secretToken())
                    ? Stream.of(new Objection(
                            List.of("webhook", "authenticationConfiguration", "SecretToken"),
                            Faults.maskWithoutSecret(webhook.name()).getMessage()))
                    : Stream.<Objection>empty();
            var problems = target.flatMap(this::model).stream()
                    .flatMap(pipeline -> WebhookRules.problems(webhook, pipeline, catalog).stream())
                    .map(problem -> new Objection(place(problem), problem.message()));
            return Stream.concat(tags(request.tags()), Stream.concat(masked, problems)).toList();
        });
    }

    /** Why DisableStageTransition would refuse an input, whatever pipelines there are. */
    public List<Objection> disableStageTransition(ObjectNode input) {
        return objections("DisableStageTransition", input, DisableStageTransitionRequest::builder, List::of);
    }

    private static List<String> place(WebhookRules.Problem problem) {
        return switch (problem) {
            case WebhookRules.Problem.OfAuthentication _ -> List.of("webhook", "authenticationConfiguration");
            case WebhookRules.Problem.OfFilters _ -> List.of("webhook", "filters");
            case WebhookRules.Problem.OfTarget _ -> List.of("webhook", "targetAction");
        };
    }

    /** The pipeline that a declaration means; empty where it is not one, which {@link #createPipeline} explains. */
    public Optional<Pipeline> model(ObjectNode declaration) {
        var input = declaration.objectNode();
        input.set("pipeline", declaration);
        return form("CreatePipeline", input, CreatePipelineRequest.builder()).stream().anyMatch(Violation::isOfForm)
                ? Optional.empty()
                : Optional.of(PipelineShapes.toModel(SdkJson.decode(declaration, PipelineDeclaration.builder())));
    }

    /**
     * A declaration as GetPipeline would tell it: completed with what it leaves out, its secrets masked, the version
     * left out.
     *
     * @throws IllegalArgumentException when {@link #model} has nothing for it
     */
    public ObjectNode asKept(ObjectNode declaration) {
        var pipeline = model(declaration).orElseThrow(() -> new IllegalArgumentException("it is no declaration"));
        var kept = SdkJson.encode(PipelineShapes.toWire(Secrets.masked(Definitions.completed(pipeline, 1), catalog)));
        kept.remove("version");
        return kept;
    }

    /** Whether an input of CreateCustomActionType makes the very type that ListActionTypes tells. */
    public static boolean isSameType(
            ObjectNode input, software.amazon.awssdk.services.codepipeline.model.ActionType listed) {
        return ActionTypes.custom(SdkJson.decode(input, CreateCustomActionTypeRequest.builder()))
                .equals(custom(listed));
    }

    /** Whether a declaration holds values that are secret and not masked. */
    public boolean holdsSecrets(ObjectNode declaration) {
        return model(declaration)
                .filter(pipeline -> !Secrets.masked(pipeline, catalog).equals(pipeline))
                .isPresent();
    }

    /** The object of a request that some JSON means, which {@link Objection}s are not in the way of. */
    public static <T, B extends SdkPojo & SdkBuilder<?, ? extends T>> T decode(ObjectNode json, B builder) {
        return SdkJson.decode(json, builder);
    }

    /** The JSON of an answer. */
    public static ObjectNode encode(SdkPojo answer) {
        return SdkJson.encode(answer);
    }

    private List<Objection> objections(
            String operation,
            ObjectNode input,
            Supplier<? extends SdkPojo> builder,
            Supplier<List<Objection>> meaning) {
        var form = form(operation, input, builder.get());
        var objections = new ArrayList<>(form.stream().map(Objection::of).toList());
        // Rules of meaning take the form for granted, but not lengths and patterns.
        if (form.stream().noneMatch(Violation::isOfForm)) {
            objections.addAll(meaning.get());
        }
        return objections;
    }

    private List<Violation> form(String operation, ObjectNode input, SdkPojo builder) {
        var misfits = SdkJson.misfits(input, builder);
        if (misfits.isEmpty()) {
            return constraints.violations(operation, input);
        }
        // What has the wrong type is left out, so that the rest can be judged as well.
        var rest = input.deepCopy();
        misfits.forEach(misfit -> remove(rest, misfit.place()));
        var all = new ArrayList<>(misfits);
        constraints.violations(operation, rest).stream()
                .filter(violation -> misfits.stream().noneMatch(misfit -> isAt(violation, misfit)))
                .forEach(all::add);
        return all;
    }

    private static boolean isAt(Violation violation, Violation misfit) {
        var most = Math.min(violation.place().size(), misfit.place().size());
        return violation.place().subList(0, most).equals(misfit.place().subList(0, most));
    }

    private static void remove(ObjectNode input, List<String> place) {
        JsonNode parent = input;
        for (var step : place.subList(0, place.size() - 1)) {
            parent = parent instanceof ArrayNode array ? array.path(Integer.parseInt(step)) : parent.path(step);
        }
        switch (parent) {
            case ObjectNode object -> object.remove(place.getLast());
            // The others keep their positions.
            case ArrayNode array -> array.setNull(Integer.parseInt(place.getLast()));
            default -> {}
        }
    }

    private static Stream<Objection> tags(List<Tag> tags) {
        return Tagging.problems(tags).stream().map(fault -> new Objection(List.of("tags"), fault.getMessage()));
    }
}
