package dev.pipewright.engine;

import dev.pipewright.model.Execution;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Rollback;
import dev.pipewright.model.Transition;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is under way in one pipeline: the unit within which events are decided one after another.
 *
 * @param key which pipeline it is
 * @param pipeline the newest definition
 * @param lastNumber the number of the execution that was started last; 0 before the first
 * @param lastEntry how many entries into stages there were, those of executions in PARALLEL mode left out
 * @param closed the transitions that are disabled
 * @param executions those that have not ended, oldest first
 * @param latest by stage, the id of the execution that entered it last, those in PARALLEL mode left out
 * @param targets by stage that rolls back by itself, what it returns to: the last execution that succeeded in it under
 *     the newest definition
 */
public record Traffic(
        PipelineKey key,
        Pipeline pipeline,
        long lastNumber,
        long lastEntry,
        List<Transition> closed,
        List<Execution> executions,
        Map<String, String> latest,
        Map<String, Rollback> targets) {
    public Traffic {
        closed = List.copyOf(closed);
        executions = List.copyOf(executions);
        latest = Map.copyOf(latest);
        targets = Map.copyOf(targets);
    }

    /** A pipeline in which nothing has happened yet. */
    public static Traffic none(PipelineKey key, Pipeline pipeline) {
        return new Traffic(key, pipeline, 0, 0, List.of(), List.of(), Map.of(), Map.of());
    }

    /** The live execution of that id. */
    public Optional<Execution> execution(String id) {
        return executions.stream().filter(execution -> execution.id().equals(id)).findFirst();
    }
}
