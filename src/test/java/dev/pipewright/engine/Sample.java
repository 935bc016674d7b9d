package dev.pipewright.engine;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Pipelines written in a line: {@code Source: get | Build: compile, test@2 | Gate: ask?}. */
final class Sample {
    private Sample() {}

    static Pipeline pipeline(String line, int version) {
        var stages = Arrays.stream(line.split("\\|")).map(String::strip).map(Sample::stage).toList();
        return new Pipeline(
                Trace.KEY.name(), "arn:aws:iam::000000000000:role/pipeline", new ArtifactStore("S3", "artifacts", null),
                null, stages, version, ExecutionMode.SUPERSEDED, PipelineType.V2, null, null);
    }

    private static Stage stage(String text) {
        var parts = text.split(":", 2);
        var source = parts[0].strip().equals("Source");
        var actions = Arrays.stream(parts[1].split(","))
                .map(String::strip)
                .map(word -> action(word, source))
                .toList();
        return new Stage(parts[0].strip(), null, actions, null, null, null);
    }

    private static Action action(String word, boolean source) {
        var approval = word.endsWith("?");
        var parts = word.replace("?", "").split("@");
        var order = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
        var type = approval
                ? new ActionTypeId(ActionCategory.Approval, ActionOwner.AWS, "Manual", "1")
                : source
                        ? new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1")
                        : new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Worker", "1");
        return new Action(
                parts[0], type, order, Map.of(), null, List.of(), List.of(), null, null, null, null, null, null);
    }
}
