package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Rule;
import dev.pipewright.model.Stage;
import dev.pipewright.model.VariableDeclaration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pipelines written in a line.
 *
 * <pre>
 * Source: get | Build: compile, test@2 | Gate: ask?
 * QUEUED V1 TARGET=beta REGION=  Source: get(&gt;src as:it) | Build: compile(&lt;src &gt;app Text=#{it.Id})
 * PARALLEL  Source: get | Build[entry SKIP: check, window; success ROLLBACK: alarm; failure RETRY ALL]: compile
 * </pre>
 *
 * <p>Before the stages stand the execution mode, the type and the pipeline's variables, each of which can be left out;
 * a variable with nothing after its sign has no default. An action has a run order ({@code @2}), is a manual approval
 * ({@code ?}), and has in parentheses its input and output artifacts ({@code <}, {@code >}), its namespace
 * ({@code as:}), its timeout in minutes ({@code for:}) and its configuration.
 */
final class Sample {
    private Sample() {}

    static Pipeline pipeline(String line, int version) {
        var mode = ExecutionMode.SUPERSEDED;
        var type = PipelineType.V2;
        var variables = new ArrayList<VariableDeclaration>();
        var rest = line.strip();
        while (rest.matches("(SUPERSEDED|QUEUED|PARALLEL|V1|V2|[A-Z]+=\\S*) .*")) {
            var words = rest.split(" +", 2);
            switch (words[0]) {
                case "SUPERSEDED", "QUEUED", "PARALLEL" -> mode = ExecutionMode.valueOf(words[0]);
                case "V1", "V2" -> type = PipelineType.valueOf(words[0]);
                default -> variables.add(variable(words[0].split("=", 2)));
            }
            rest = words[1];
        }
        return new Pipeline(
                Trace.KEY.name(), "arn:aws:iam::000000000000:role/pipeline", new ArtifactStore("S3", "artifacts", null),
                null, parts(rest, '|').map(Sample::stage).toList(), version, mode, type,
                variables.isEmpty() ? null : List.copyOf(variables), null);
    }

    /** The same definition in another mode. */
    static Pipeline inMode(Pipeline it, ExecutionMode mode) {
        return new Pipeline(
                it.name(), it.roleArn(), it.artifactStore(), it.artifactStores(), it.stages(), it.version(), mode,
                it.pipelineType(), it.variables(), it.triggers());
    }

    private static VariableDeclaration variable(String[] nameAndValue) {
        return new VariableDeclaration(nameAndValue[0], nameAndValue[1].isEmpty() ? null : nameAndValue[1], null);
    }

    private static Stage stage(String text) {
        var parts = text.replaceFirst("\\[.*?]", "").split(":", 2);
        var source = parts[0].strip().equals("Source");
        var actions = parts(parts[1], ',').map(word -> action(word, source)).toList();
        Conditions entry = null;
        Conditions success = null;
        OnFailure failure = null;
        for (var clause : text.contains("]") ? parts(text.replaceFirst(".*?\\[(.*?)].*", "$1"), ';').toList()
                : List.<String>of()) {
            var words = clause.split("[ :]+");
            var result = ConditionResult.valueOf(words[1]);
            var condition = clause.contains(":")
                    ? List.of(new Condition(
                            result, parts(clause.split(":", 2)[1], ',').map(Sample::rule).toList()))
                    : null;
            switch (words[0]) {
                case "entry" -> entry = new Conditions(condition);
                case "success" -> success = new Conditions(condition);
                case "failure" -> failure = new OnFailure(result, retry(result, words), condition);
                default -> throw new IllegalArgumentException("no condition " + clause);
            }
        }
        return new Stage(parts[0].strip(), null, actions, failure, success, entry);
    }

    private static OnFailure.RetryConfiguration retry(ConditionResult result, String[] words) {
        if (result != ConditionResult.RETRY) {
            return null;
        }
        return new OnFailure.RetryConfiguration(
                words.length > 2 && words[2].equals("ALL") ? "ALL_ACTIONS" : "FAILED_ACTIONS");
    }

    private static Action action(String text, boolean source) {
        var settings = new Settings(text);
        var name = text.replaceFirst("\\(.*", "").strip();
        var approval = name.endsWith("?");
        var parts = name.replace("?", "").split("@");
        var order = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
        var type = approval
                ? new ActionTypeId(ActionCategory.Approval, ActionOwner.AWS, "Manual", "1")
                : source
                        ? new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1")
                        : new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Worker", "1");
        return new Action(
                parts[0], type, order, settings.configuration, null,
                settings.outputs.stream().map(output -> new OutputArtifact(output, null)).toList(),
                settings.inputs.stream().map(InputArtifact::new).toList(),
                null, null, null, settings.namespace, settings.timeout, null);
    }

    private static Rule rule(String text) {
        var settings = new Settings(text);
        return new Rule(
                text.replaceFirst("\\(.*", "").strip(),
                new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, "LambdaInvoke", "1"),
                settings.configuration, null, settings.inputs.stream().map(InputArtifact::new).toList(),
                null, null, settings.timeout);
    }

    private static Stream<String> parts(String text, char separator) {
        return Arrays.stream(text.split(separator == '|' ? "\\|" : String.valueOf(separator))).map(String::strip);
    }

    /** What stands in the parentheses after a name. */
    private static final class Settings {
        private final List<String> inputs = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();
        private final Map<String, String> configuration = new HashMap<>();
        private String namespace;
        private Integer timeout;

        Settings(String text) {
            if (!text.contains("(")) {
                return;
            }
            for (var word : text.replaceFirst(".*?\\((.*)\\)", "$1").split(" +")) {
                if (word.startsWith("<")) {
                    inputs.add(word.substring(1));
                } else if (word.startsWith(">")) {
                    outputs.add(word.substring(1));
                } else if (word.startsWith("as:")) {
                    namespace = word.substring(3);
                } else if (word.startsWith("for:")) {
                    timeout = Integer.valueOf(word.substring(4));
                } else {
                    configuration.put(word.split("=", 2)[0], word.split("=", 2)[1]);
                }
            }
        }
    }
}
