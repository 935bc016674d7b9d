package dev.pipewright.template;

import dev.pipewright.engine.GitTriggers;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;

/** What the server takes although its author has probably not meant it so. */
final class Advice {
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(passw(or)?d|secret|token|api_?key|private_?key|credential).*");
    private static final Set<String> WATCHED = Set.of("S3", "CodeCommit", "GitHub");

    private final Pipeline pipeline;
    private final Node input;
    private final Set<String> hooked;
    private final Findings findings;
    private final Set<String> used;

    /** @param hooked the source actions of the pipeline that a webhook in the same files is for */
    private Advice(Pipeline pipeline, Node input, Set<String> hooked, Findings findings) {
        this.pipeline = pipeline;
        this.input = input;
        this.hooked = hooked;
        this.findings = findings;
        this.used = used();
    }

    static void give(Pipeline pipeline, Node input, Set<String> hooked, Findings findings) {
        var advice = new Advice(pipeline, input, hooked, findings);
        for (int i = 0; i < pipeline.stages().size(); i++) {
            var actions = orEmpty(pipeline.stages().get(i).actions());
            for (int j = 0; j < actions.size(); j++) {
                advice.of(actions.get(j), List.of("pipeline", "stages", "" + i, "actions", "" + j));
            }
        }
        advice.regions();
        advice.variables();
    }

    private void of(Action action, List<String> place) {
        unusedOutputs(action, place);
        environment(action, place);
        var id = action.actionTypeId();
        var configuration = orEmpty(action.configuration());
        if (id.category() == ActionCategory.Approval && !configuration.containsKey("NotificationArn")) {
            warn(place, "Nobody is told that the approval '%s' waits: it has no NotificationArn.", action.name());
        }
        if (id.category() == ActionCategory.Source
                && id.owner() == ActionOwner.ThirdParty
                && id.provider().equals("GitHub")) {
            warn(with(place, "actionTypeId"),
                    "The source action '%s' uses version 1 of GitHub, which is deprecated; CodeStarSourceConnection is"
                            + " its successor.",
                    action.name());
        }
        if (id.category() == ActionCategory.Source && nothingStarts(action)) {
            warn(place, "Nothing that changes in the source of action '%s' starts the pipeline.", action.name());
        }
    }

    private boolean nothingStarts(Action action) {
        var configuration = orEmpty(action.configuration());
        var id = action.actionTypeId();
        if (id.equals(GitTriggers.CONNECTION_SOURCE)) return !GitTriggers.listens(pipeline, action);
        return id.owner() != ActionOwner.Custom
                && WATCHED.contains(id.provider())
                && "false".equalsIgnoreCase(configuration.get("PollForSourceChanges"))
                && !hooked.contains(action.name());
    }

    private void unusedOutputs(Action action, List<String> place) {
        var outputs = orEmpty(action.outputArtifacts());
        for (int i = 0; i < outputs.size(); i++) {
            if (!used.contains(outputs.get(i).name())) {
                warn(with(place, "outputArtifacts", "" + i),
                        "The output artifact '%s' of action '%s' is used by no action and no rule.",
                        outputs.get(i).name(), action.name());
            }
        }
    }

    private Set<String> used() {
        var used = new HashSet<String>();
        Stream.concat(
                        pipeline.stages().stream()
                                .flatMap(stage -> orEmpty(stage.actions()).stream())
                                .flatMap(action -> orEmpty(action.inputArtifacts()).stream()),
                        rules().flatMap(rule -> orEmpty(rule.inputArtifacts()).stream()))
                .map(InputArtifact::name)
                .forEach(used::add);
        return used;
    }

    private Stream<Rule> rules() {
        return pipeline.stages().stream().flatMap(Advice::rules);
    }

    private static Stream<Rule> rules(Stage stage) {
        var conditions = new ArrayList<>(orEmpty(stage.onFailure() == null ? null : stage.onFailure().conditions()));
        if (stage.onSuccess() != null) conditions.addAll(orEmpty(stage.onSuccess().conditions()));
        if (stage.beforeEntry() != null) conditions.addAll(orEmpty(stage.beforeEntry().conditions()));
        return conditions.stream().flatMap(condition -> orEmpty(condition.rules()).stream());
    }

    private void environment(Action action, List<String> place) {
        var variables = orEmpty(action.environmentVariables());
        for (int i = 0; i < variables.size(); i++) {
            var variable = variables.get(i);
            if (!"SECRETS_MANAGER".equals(variable.type())
                    && SECRET_NAME.matcher(variable.name()).matches()
                    && variable.value() != null
                    && !variable.value().contains("#{")) {
                warn(with(place, "environmentVariables", "" + i),
                        "The environment variable '%s' of action '%s' looks like a secret, and everybody who reads the"
                                + " pipeline can read it.",
                        variable.name(), action.name());
            }
        }
    }

    private void regions() {
        var known = Region.regions().stream().map(Region::id).toList();
        orEmpty(pipeline.artifactStores()).keySet().stream()
                .filter(region -> !known.contains(region))
                .forEach(region -> warn(
                        List.of("pipeline", "artifactStores", region), "There is no region '%s'.", region));
        for (int i = 0; i < pipeline.stages().size(); i++) {
            var actions = orEmpty(pipeline.stages().get(i).actions());
            for (int j = 0; j < actions.size(); j++) {
                var region = actions.get(j).region();
                if (region != null && !known.contains(region)) {
                    warn(List.of("pipeline", "stages", "" + i, "actions", "" + j, "region"),
                            "There is no region '%s'.", region);
                }
            }
        }
    }

    private void variables() {
        var declared = orEmpty(pipeline.variables());
        var text = input.json().toString();
        for (int i = 0; i < declared.size(); i++) {
            if (!text.contains("#{variables." + declared.get(i).name() + "}")) {
                warn(List.of("pipeline", "variables", "" + i), "The variable '%s' of the pipeline is not used.",
                        declared.get(i).name());
            }
        }
    }

    private void warn(List<String> place, String sentence, Object... values) {
        findings.warning(input.nearest(place), sentence, values);
    }

    private static List<String> with(List<String> place, String... more) {
        return Stream.concat(place.stream(), Stream.of(more)).toList();
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <K, V> Map<K, V> orEmpty(Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
