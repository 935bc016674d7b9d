package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import java.util.List;
import java.util.stream.Stream;

/** Where a pipeline keeps its artifacts: in one bucket, or in one for each region that has actions. */
final class StoreRules {
    private StoreRules() {}

    static Stream<Problem> problems(Draft draft) {
        var store = draft.pipeline().artifactStore();
        var stores = orEmpty(draft.pipeline().artifactStores());
        if (store == null && stores.isEmpty()) {
            return Stream.of(Problem.structure(
                    "Pipeline has no artifact store. Either artifactStore or artifactStores must be given")
                            .at(List.of()));
        }
        if (store != null && !stores.isEmpty()) {
            return Stream.of(Problem.structure(
                    "Pipeline has both artifactStore and artifactStores. Only one of the two can be given")
                            .at(List.of("artifactStores")));
        }
        if (store != null) {
            return draft.actions().stream()
                    .filter(draft::isElsewhere)
                    .map(placed -> Problem.structure(
                            "Action '%s' is in region '%s' and the pipeline in '%s'. A pipeline with actions in "
                                    + "several regions needs artifactStores instead of artifactStore",
                            placed.name(), placed.action().region(), draft.region()).at(placed.place(), "region"));
        }
        var ownRegion = Stream.of(draft.region())
                .filter(region -> !stores.containsKey(region))
                .map(region -> Problem.structure(
                        "The artifactStores have no entry for the pipeline's own region '%s'", region)
                                .at(List.of("artifactStores")));
        var otherRegions = draft.actions().stream()
                .filter(placed -> draft.isElsewhere(placed)
                        && !stores.containsKey(placed.action().region()))
                .map(placed -> Problem.structure(
                        "The artifactStores have no entry for region '%s' of action '%s'",
                        placed.action().region(), placed.name()).at(placed.place(), "region"));
        return Stream.concat(ownRegion, otherRegions);
    }
}
