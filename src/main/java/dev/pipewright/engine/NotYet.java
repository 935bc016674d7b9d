package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the service has and this server does not do yet. It is refused when a pipeline is made, so that nobody waits for
 * something that never happens; a row goes with the release that brings the feature.
 */
final class NotYet {
    private static final List<Function<Draft, Stream<Problem>>> ROWS = List.of(
            NotYet::otherRegions,
            NotYet::cloneReferences);

    private NotYet() {}

    static Stream<Problem> problems(Draft draft) {
        return ROWS.stream().flatMap(row -> row.apply(draft));
    }

    private static Stream<Problem> otherRegions(Draft draft) {
        return draft.actions().stream()
                .filter(placed -> draft.isElsewhere(placed) && !ActionRules.staysAtHome(placed.type()))
                .map(placed -> Problem.action(
                        "The region '%s' of action '%s' differs from the pipeline's region '%s'; an action in "
                                + "another region is not available on this server yet.",
                        placed.action().region(), placed.name(), draft.region()).at(placed.place(), "region"));
    }

    private static Stream<Problem> cloneReferences(Draft draft) {
        return draft.actions().stream()
                .filter(Placed::isSource)
                .filter(placed -> "CODEBUILD_CLONE_REF"
                        .equals(orEmpty(placed.action().configuration()).get("OutputArtifactFormat")))
                .map(placed -> Problem.action(
                        "The OutputArtifactFormat 'CODEBUILD_CLONE_REF' of action '%s' is not available on this "
                                + "server yet.",
                        placed.name()).at(placed.place(), "configuration", "OutputArtifactFormat"));
    }
}
