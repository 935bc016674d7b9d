package dev.pipewright.engine;

import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A definition under examination, with what the rules need to know around it.
 *
 * @param type the stated pipeline type, or the one that follows from the definition
 * @param actions every action with its place
 * @param region the pipeline's own region
 */
record Draft(Pipeline pipeline, PipelineType type, List<Placed> actions, ActionCatalog catalog, String region) {
    static Draft of(Pipeline pipeline, ActionCatalog catalog, String region) {
        return new Draft(pipeline, Definitions.typeOf(pipeline), Definitions.actions(pipeline), catalog, region);
    }

    List<Stage> stages() {
        return Definitions.orEmpty(pipeline.stages());
    }

    boolean isV1() {
        return type == PipelineType.V1;
    }

    /** Whether an action is to run in another region than the pipeline's own. */
    boolean isElsewhere(Placed placed) {
        return placed.action().region() != null && !placed.action().region().equals(region);
    }

    /** Where a stage stands in the definition. */
    List<String> place(Stage stage) {
        var stages = stages();
        int index = 0;
        // Two stages may be equal, and only one of them is meant.
        while (index < stages.size() - 1 && stages.get(index) != stage) index++;
        return List.of("stages", String.valueOf(index));
    }

    /** Where in the list a name stands for the second time. */
    static int again(List<String> names, String name) {
        var first = names.indexOf(name);
        return first + 1 + names.subList(first + 1, names.size()).indexOf(name);
    }

    /** The names that occur more than once, each one time, in the order of their second occurrence. */
    static Set<String> repeated(List<String> names) {
        var seen = new HashSet<String>();
        var repeated = new ArrayList<>(names);
        repeated.removeIf(seen::add);
        return new LinkedHashSet<>(repeated);
    }
}
