package dev.pipewright.template;

import dev.pipewright.api.Objection;
import dev.pipewright.api.Rehearsal;
import dev.pipewright.engine.Secrets;
import dev.pipewright.model.ConfigurationProperty;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds out what the server would say to what some files declare, and what their authors should know besides. */
final class Judgement {
    private final List<Inspector.Reading> readings;
    private final Rehearsal rehearsal;
    private final Optional<Live> live;
    private final Hidden hidden;
    private final Map<String, Declared.OfPipeline> pipelines = new HashMap<>();
    private final Map<String, Set<String>> hooked = new HashMap<>();

    Judgement(List<Inspector.Reading> readings, Rehearsal rehearsal, Optional<Live> live, Hidden hidden) {
        this.readings = readings;
        this.rehearsal = rehearsal;
        this.live = live;
        this.hidden = hidden;
    }

    /** Adds what is found to the findings of each file. */
    void pass() {
        var names = new HashSet<String>();
        for (var reading : readings) {
            for (var each : reading.declared()) {
                secrets(each, reading.findings());
                remember(each);
                var name = name(each);
                if (!name.isEmpty() && !names.add(name)) {
                    reading.findings().problem(each.input().mark(), "The %s is declared twice.", Excerpt.of(name));
                }
            }
        }
        for (var reading : readings) {
            for (var each : reading.declared()) judge(each, reading.findings());
        }
    }

    private void remember(Declared declared) {
        switch (declared) {
            case Declared.OfPipeline pipeline -> pipelines.putIfAbsent(pipeline.name(), pipeline);
            case Declared.OfWebhook webhook -> hooked
                    .computeIfAbsent(webhook.text("webhook", "targetPipeline").orElse(""), _ -> new HashSet<>())
                    .add(webhook.text("webhook", "targetAction").orElse(""));
            case Declared.OfActionType _ -> {}
        }
    }

    private static String name(Declared declared) {
        return switch (declared) {
            case Declared.OfPipeline pipeline -> pipeline.name().isEmpty() ? "" : "pipeline '" + pipeline.name() + "'";
            case Declared.OfWebhook webhook -> webhook.name().isEmpty() ? "" : "webhook '" + webhook.name() + "'";
            case Declared.OfActionType type -> "custom action type '%s/%s/%s'".formatted(
                    type.text("category").orElse(""), type.text("provider").orElse(""),
                    type.text("version").orElse(""));
        };
    }

    private void judge(Declared declared, Findings findings) {
        switch (declared) {
            case Declared.OfPipeline pipeline -> pipeline(pipeline, findings);
            case Declared.OfActionType type ->
                report(type, rehearsal.createCustomActionType(Node.object(type.input())), false, findings);
            case Declared.OfWebhook webhook -> webhook(webhook, findings);
        }
    }

    private void pipeline(Declared.OfPipeline pipeline, Findings findings) {
        var input = Node.object(pipeline.input());
        var isThere = live.flatMap(it -> it.pipeline(pipeline.name())).isPresent();
        report(pipeline, rehearsal.createPipeline(input), isThere, findings);
        var model = pipeline.input().get("pipeline")
                .filter(Node.Mapping.class::isInstance)
                .flatMap(node -> rehearsal.model(Node.object((Node.Mapping) node)));
        model.ifPresent(it -> Advice.give(
                it, pipeline.input(), hooked.getOrDefault(pipeline.name(), Set.of()), findings));
        for (var closed : pipeline.closed().orElse(List.of())) {
            var request = JsonNodeFactory.instance.objectNode()
                    .put("pipelineName", pipeline.name())
                    .put("stageName", closed.stage())
                    .put("transitionType", "Inbound")
                    .put("reason", closed.reason());
            rehearsal.disableStageTransition(request)
                    .forEach(objection -> findings.problem(closed.mark(), "%s", objection.sentence()));
            if (model.isPresent() && model.get().stage(closed.stage()).isEmpty()) {
                findings.problem(closed.mark(), "The pipeline '%s' has no stage named '%s'.",
                        Excerpt.of(pipeline.name()), Excerpt.of(closed.stage()));
            }
        }
    }

    private void webhook(Declared.OfWebhook webhook, Findings findings) {
        var target = webhook.text("webhook", "targetPipeline").orElse("");
        var declaration = Optional.ofNullable(pipelines.get(target))
                .flatMap(pipeline -> pipeline.input().get("pipeline"))
                .filter(Node.Mapping.class::isInstance)
                .map(node -> Node.object((Node.Mapping) node))
                .or(() -> live.flatMap(it -> it.declaration(target)));
        var place = webhook.input().nearest(List.of("webhook", "targetPipeline"));
        if (declaration.isEmpty() && !target.isEmpty()) {
            if (live.isPresent()) {
                findings.problem(place, "There is no pipeline with the name '%s'.", Excerpt.of(target));
            } else {
                findings.warning(place, "The pipeline '%s' is not in these files, so that the webhook's target and"
                        + " filters are not judged.", Excerpt.of(target));
            }
        }
        var isThere = live.flatMap(it -> it.webhook(webhook.name())).isPresent();
        report(webhook, rehearsal.putWebhook(Node.object(webhook.input()), declaration), isThere, findings);
    }

    /** @param isThere whether it would be an update, for which a mask keeps a secret */
    private void report(Declared declared, List<Objection> objections, boolean isThere, Findings findings) {
        for (var objection : objections) {
            var node = declared.input().find(objection.place());
            // Of what is not known there is a finding already.
            if (node.isPresent() && node.get() instanceof Node.Unknown) continue;
            var isMask = node.isPresent() && node.get() instanceof Node.Scalar scalar
                    && scalar.text().equals(Secrets.MASK);
            if (isThere && isMask) continue;
            var mark = declared.input().nearest(objection.place());
            if (live.isEmpty() && isOfUnknownType(node, objection)) {
                findings.warning(mark, "%s, unless it has been made there; --online asks the server.",
                        objection.sentence());
            } else {
                findings.problem(mark, "%s", objection.sentence());
            }
        }
    }

    /** Whether all that is wrong is a customer's or partner's type, which may well be on the server. */
    private static boolean isOfUnknownType(Optional<Node> node, Objection objection) {
        return !objection.place().isEmpty()
                && objection.place().getLast().equals("actionTypeId")
                && objection.sentence().startsWith("ActionType (")
                && objection.sentence().contains("is not available in region")
                && node.flatMap(it -> it.find(List.of("owner")))
                        .filter(owner -> owner instanceof Node.Scalar scalar
                                && Set.of("Custom", "ThirdParty").contains(scalar.text()))
                        .isPresent();
    }

    /** Warns of secrets that the file itself holds, and sees to it that they are printed nowhere. */
    private void secrets(Declared declared, Findings findings) {
        var places = new ArrayList<List<String>>();
        switch (declared) {
            case Declared.OfPipeline pipeline -> places.addAll(secretPlaces(pipeline));
            case Declared.OfWebhook _ ->
                places.add(List.of("webhook", "authenticationConfiguration", "SecretToken"));
            case Declared.OfActionType _ -> {}
        }
        for (var place : places) {
            var node = declared.input().find(place);
            if (node.isEmpty() || !(node.get() instanceof Node.Scalar value)) continue;
            var text = value.text();
            if (!text.equals(Secrets.MASK) && !text.contains("#{") && !hidden.has(text)) {
                findings.warning(declared.input().nearest(place),
                        "The secret '%s' stands in clear text in the file; a parameter with NoEcho keeps it out.",
                        Excerpt.of(place.getLast()));
            }
            hidden.add(text);
        }
    }

    private List<List<String>> secretPlaces(Declared.OfPipeline declared) {
        var model = declared.input().get("pipeline")
                .filter(Node.Mapping.class::isInstance)
                .flatMap(node -> rehearsal.model(Node.object((Node.Mapping) node)));
        var places = new ArrayList<List<String>>();
        if (model.isEmpty()) return places;
        var stages = model.get().stages();
        for (int i = 0; i < stages.size(); i++) {
            var actions = stages.get(i).actions();
            for (int j = 0; j < actions.size(); j++) {
                var place = List.of("pipeline", "stages", "" + i, "actions", "" + j, "configuration");
                rehearsal.catalog().find(actions.get(j).actionTypeId()).stream()
                        .flatMap(type -> type.configurationProperties().stream())
                        .filter(ConfigurationProperty::secret)
                        .forEach(property -> {
                            var inner = new ArrayList<>(place);
                            inner.add(property.name());
                            places.add(inner);
                        });
            }
        }
        return places;
    }
}
