package dev.pipewright.template;

import dev.pipewright.api.Rehearsal;
import dev.pipewright.engine.Secrets;
import dev.pipewright.template.Change.Call;
import dev.pipewright.template.Difference.Sign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionType;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.ListWebhookItem;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PutWebhookRequest;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import tools.jackson.databind.node.ObjectNode;

/** Compares what is declared with what is there. Everything that is read back has its secrets masked. */
final class Planning {
    private final Rehearsal rehearsal;
    private final Live live;
    private final CodePipelineClient client;
    private final Hidden hidden;
    private final boolean secrets;
    private final List<String> obstacles;

    Planning(Rehearsal rehearsal, Live live, Hidden hidden, boolean secrets, List<String> obstacles) {
        this.rehearsal = rehearsal;
        this.live = live;
        this.client = live.client();
        this.hidden = hidden;
        this.secrets = secrets;
        this.obstacles = obstacles;
    }

    Change change(Declared declared) {
        var change = switch (declared) {
            case Declared.OfActionType type -> actionType(type);
            case Declared.OfPipeline pipeline -> pipeline(pipeline);
            case Declared.OfWebhook webhook -> webhook(webhook);
        };
        var shown = change.differences().stream()
                .map(difference -> new Difference(difference.sign(), hidden.without(difference.text())))
                .toList();
        return new Change(change.subject(), change.isNew(), shown, change.calls());
    }

    private Change actionType(Declared.OfActionType declared) {
        var input = Node.object(declared.input());
        var request = Rehearsal.decode(input, CreateCustomActionTypeRequest.builder());
        var subject = "custom action type '%s/%s/%s'"
                .formatted(request.categoryAsString(), request.provider(), request.version());
        var there = live.customTypes().stream().filter(type -> isOf(type, request)).findFirst();
        if (there.isEmpty()) {
            return new Change(subject, true, Difference.added(input),
                    List.of(new Call("created", () -> client.createCustomActionType(request))));
        }
        if (!Rehearsal.isSameType(input, there.get())) {
            obstacles.add("The %s is there already and is different. An action type never changes; give it another"
                    .formatted(subject) + " version.");
            return new Change(subject, false, List.of(), List.of());
        }
        var calls = new ArrayList<Call>();
        var differences = new ArrayList<Difference>();
        if (request.hasTags()) {
            var arn = "arn:aws:codepipeline:%s:%s:actiontype:Custom/%s/%s/%s".formatted(
                    rehearsal.region(), Inspector.ACCOUNT, request.categoryAsString(), request.provider(),
                    request.version());
            tags(arn, request.tags(), true, differences, calls);
        }
        return new Change(subject, false, differences, calls);
    }

    private static boolean isOf(ActionType type, CreateCustomActionTypeRequest request) {
        return type.id().owner() == ActionOwner.CUSTOM
                && type.id().categoryAsString().equals(request.categoryAsString())
                && type.id().provider().equals(request.provider())
                && type.id().version().equals(request.version());
    }

    private Change pipeline(Declared.OfPipeline declared) {
        var subject = "pipeline '%s'".formatted(declared.name());
        var request = Rehearsal.decode(Node.object(declared.input()), CreatePipelineRequest.builder());
        var wanted = declaration(declared);
        var there = live.pipeline(declared.name());
        var differences = new ArrayList<Difference>();
        var calls = new ArrayList<Call>();
        if (there.isEmpty()) {
            differences.addAll(Difference.added(rehearsal.asKept(wanted)));
            request.tags().forEach(tag ->
                    differences.add(new Difference(Sign.ADDED, "tags[" + tag.key() + "]: " + tag.value())));
            calls.add(new Call("created", () -> client.createPipeline(request)));
            transitions(declared, Map.of(), differences, calls);
            return new Change(subject, true, differences, calls);
        }
        var kept = rehearsal.asKept(live.declaration(declared.name()).orElseThrow());
        differences.addAll(Difference.between(kept, rehearsal.asKept(wanted)));
        if (secrets && rehearsal.holdsSecrets(wanted)) {
            differences.add(new Difference(Sign.CHANGED, "its secrets: **** -> ****"));
        }
        if (!differences.isEmpty()) {
            var update = Rehearsal.decode(wanted, PipelineDeclaration.builder());
            calls.add(new Call("updated", () -> client.updatePipeline(it -> it.pipeline(update))));
        }
        var isUpdated = !calls.isEmpty();
        tags(arn(there.get()), request.tags(), request.hasTags(), differences, calls);
        transitions(declared, states(declared.name()), differences, calls);
        if (isUpdated && declared.restarts()) {
            calls.add(new Call("started", () -> client.startPipelineExecution(it -> it.name(declared.name()))));
        }
        return new Change(subject, false, differences, calls);
    }

    private static ObjectNode declaration(Declared.OfPipeline declared) {
        return Node.object((Node.Mapping) declared.input().get("pipeline").orElseThrow());
    }

    private static String arn(GetPipelineResponse there) {
        return there.metadata().pipelineArn();
    }

    private Map<String, StageState> states(String pipeline) {
        return client.getPipelineState(it -> it.name(pipeline)).stageStates().stream()
                .collect(Collectors.toMap(StageState::stageName, state -> state));
    }

    /** Disables what the file wants disabled; enables the rest only where the file speaks of transitions at all. */
    private void transitions(
            Declared.OfPipeline declared,
            Map<String, StageState> states,
            List<Difference> differences,
            List<Call> calls) {
        if (declared.closed().isEmpty()) return;
        var wanted = new LinkedHashMap<String, String>();
        declared.closed().get().forEach(closed -> wanted.put(closed.stage(), closed.reason()));
        wanted.forEach((stage, reason) -> {
            var state = Optional.ofNullable(states.get(stage)).map(StageState::inboundTransitionState);
            if (state.filter(it -> !it.enabled() && reason.equals(it.disabledReason())).isPresent()) return;
            differences.add(new Difference(
                    Sign.CHANGED, "transition into '%s': disabled, %s".formatted(stage, reason)));
            calls.add(new Call("no longer lets executions into stage '%s'".formatted(stage),
                    () -> client.disableStageTransition(it -> it.pipelineName(declared.name())
                            .stageName(stage)
                            .transitionType(StageTransitionType.INBOUND)
                            .reason(reason))));
        });
        // A stage that goes takes its transition with it.
        var stays = declaration(declared).path("stages").valueStream()
                .map(stage -> stage.path("name").asString(""))
                .collect(Collectors.toSet());
        states.forEach((stage, state) -> {
            var isOpen = state.inboundTransitionState() == null || state.inboundTransitionState().enabled();
            if (isOpen || wanted.containsKey(stage) || !stays.contains(stage)) return;
            differences.add(new Difference(Sign.CHANGED, "transition into '%s': enabled".formatted(stage)));
            calls.add(new Call("lets executions into stage '%s' again".formatted(stage),
                    () -> client.enableStageTransition(it -> it.pipelineName(declared.name())
                            .stageName(stage)
                            .transitionType(StageTransitionType.INBOUND))));
        });
    }

    /** @param all whether the tags in the file are all that there should be; otherwise it does not speak of tags */
    private void tags(String arn, List<Tag> wanted, boolean all, List<Difference> differences, List<Call> calls) {
        if (!all) return;
        var there = live.tags(arn);
        var fresh = wanted.stream().filter(tag -> !tag.value().equals(there.get(tag.key()))).toList();
        var names = wanted.stream().map(Tag::key).toList();
        var gone = there.keySet().stream().filter(key -> !names.contains(key)).sorted().toList();
        if (!gone.isEmpty()) {
            gone.forEach(key ->
                    differences.add(new Difference(Sign.REMOVED, "tags[" + key + "]: " + there.get(key))));
            calls.add(new Call("untagged", () -> client.untagResource(it -> it.resourceArn(arn).tagKeys(gone))));
        }
        if (!fresh.isEmpty()) {
            for (var tag : fresh) {
                var before = there.get(tag.key());
                differences.add(before == null
                        ? new Difference(Sign.ADDED, "tags[" + tag.key() + "]: " + tag.value())
                        : new Difference(Sign.CHANGED, "tags[" + tag.key() + "]: " + before + " -> " + tag.value()));
            }
            calls.add(new Call("tagged", () -> client.tagResource(it -> it.resourceArn(arn).tags(fresh))));
        }
    }

    private Change webhook(Declared.OfWebhook declared) {
        var name = declared.name();
        var subject = "webhook '%s'".formatted(name);
        var request = Rehearsal.decode(Node.object(declared.input()), PutWebhookRequest.builder());
        var wanted = Rehearsal.encode(request.webhook());
        var holdsSecret = masks(wanted);
        var there = live.webhook(name);
        var differences = new ArrayList<>(there.map(item -> Difference.between(kept(item), wanted))
                .orElseGet(() -> Difference.added(wanted)));
        if (secrets && holdsSecret && there.isPresent()) {
            differences.add(new Difference(Sign.CHANGED, "its secret: **** -> ****"));
        }
        var calls = new ArrayList<Call>();
        if (!differences.isEmpty()) {
            calls.add(new Call(there.isPresent() ? "updated" : "created", () -> client.putWebhook(request)));
        }
        var isPut = !calls.isEmpty();
        there.ifPresent(item -> tags(item.arn(), request.tags(), request.hasTags(), differences, calls));
        var hasFailed = there.map(ListWebhookItem::errorCode).filter("RegistrationFailed"::equals).isPresent();
        if (declared.registers() && (isPut || hasFailed)) {
            differences.add(new Difference(Sign.CHANGED, "its registration at the third party"));
            calls.add(new Call("registered at its third party",
                    () -> client.registerWebhookWithThirdParty(it -> it.webhookName(name))));
        }
        return new Change(subject, there.isEmpty(), differences, calls);
    }

    private static ObjectNode kept(ListWebhookItem item) {
        var kept = Rehearsal.encode(item.definition());
        masks(kept);
        return kept;
    }

    /** Masks the secret of a definition; false when it has none that could be sent. */
    private static boolean masks(ObjectNode definition) {
        var given = definition.path("authenticationConfiguration").path("SecretToken").asString("");
        if (given.isEmpty()) return false;
        ((ObjectNode) definition.get("authenticationConfiguration")).put("SecretToken", Secrets.MASK);
        return !given.equals(Secrets.MASK);
    }
}
