package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.Blocker;
import dev.pipewright.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How many stages and actions a pipeline has, what they are called, and where its sources are. */
final class StageRules {
    private static final int FEWEST_STAGES = 2;
    private static final int MOST_STAGES = 50;
    private static final int MOST_ACTIONS = 1000;
    private static final int MOST_ACTIONS_ABREAST = 100;

    private StageRules() {}

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        counts(draft, problems);
        sources(draft, problems);
        stageNames(draft, problems);
        for (int i = 0; i < draft.stages().size(); i++) {
            int index = i;
            var stage = draft.stages().get(i);
            var actions = draft.actions().stream().filter(placed -> placed.stageIndex() == index).toList();
            actions(draft, stage, actions, problems);
            blockers(draft, stage, problems);
        }
        return problems.stream();
    }

    private static void counts(Draft draft, List<Problem> problems) {
        int stages = draft.stages().size();
        if (stages < FEWEST_STAGES) {
            problems.add(Problem.structure(
                    "Pipeline has only %d stage(s). There should be a minimum of %d stages in a pipeline",
                    stages, FEWEST_STAGES).at(List.of("stages")));
        }
        if (stages > MOST_STAGES) {
            problems.add(Problem.structure(
                    "Pipeline has %d stages. There should be a maximum of %d stages in a pipeline",
                    stages, MOST_STAGES).at(List.of("stages")));
        }
        if (draft.actions().size() > MOST_ACTIONS) {
            problems.add(Problem.structure(
                    "Pipeline has %d actions. There should be a maximum of %d actions in a pipeline",
                    draft.actions().size(), MOST_ACTIONS).at(List.of("stages")));
        }
    }

    private static void sources(Draft draft, List<Problem> problems) {
        if (draft.stages().isEmpty()) return;
        var first = draft.actions().stream().filter(placed -> placed.stageIndex() == 0).toList();
        if (first.isEmpty() || !first.stream().allMatch(Placed::isSource)) {
            problems.add(Problem.structure("Pipeline should start with a stage that only contains source actions")
                    .at(List.of("stages", "0")));
        }
        draft.actions().stream()
                .filter(placed -> placed.isSource() && placed.stageIndex() > 0)
                .map(placed -> Problem.structure(
                        "Source action '%s' is in stage '%s'. Source actions can only be in the first stage of a "
                                + "pipeline",
                        placed.name(), placed.stage().name()).at(placed.place()))
                .forEach(problems::add);
        if (!draft.actions().isEmpty() && draft.actions().stream().allMatch(Placed::isSource)) {
            problems.add(Problem.structure(
                    "Pipeline has only source actions. There should be at least one action of another category")
                            .at(List.of("stages")));
        }
    }

    private static void stageNames(Draft draft, List<Problem> problems) {
        var names = draft.stages().stream().map(Stage::name).toList();
        Draft.repeated(names).stream()
                .map(name -> Problem.stage(
                        "Stage names must be unique in a pipeline. The following stage name is used more than once: %s",
                        name).at(List.of("stages", String.valueOf(Draft.again(names, name))), "name"))
                .forEach(problems::add);
    }

    private static void actions(Draft draft, Stage stage, List<Placed> actions, List<Problem> problems) {
        if (actions.isEmpty()) {
            problems.add(Problem.stage("Pipeline stage '%s' has no actions. A stage needs at least one", stage.name())
                    .at(draft.place(stage)));
        }
        var names = actions.stream().map(Placed::name).toList();
        Draft.repeated(names).stream()
                .map(name -> Problem.stage(
                        "Action names must be unique in a stage. The following action name is used more than once in "
                                + "stage '%s': %s",
                        stage.name(), name).at(draft.place(stage), "actions", Draft.again(names, name), "name"))
                .forEach(problems::add);
        var abreast = new TreeMap<Integer, Integer>();
        actions.forEach(placed -> abreast.merge(placed.runOrder(), 1, Integer::sum));
        abreast.forEach((runOrder, count) -> {
            if (count > MOST_ACTIONS_ABREAST) {
                problems.add(Problem.stage(
                        "Pipeline stage '%s' has too many actions. There can only be up to %d actions with the same "
                                + "runOrder in a pipeline stage, and %d have runOrder %d",
                        stage.name(), MOST_ACTIONS_ABREAST, count, runOrder).at(draft.place(stage)));
            }
        });
        if (abreast.size() > MOST_ACTIONS_ABREAST) {
            problems.add(Problem.stage(
                    "Pipeline stage '%s' has too many sequential actions. There can only be up to %d different "
                            + "runOrders in a pipeline stage, and it has %d",
                    stage.name(), MOST_ACTIONS_ABREAST, abreast.size()).at(draft.place(stage)));
        }
    }

    private static void blockers(Draft draft, Stage stage, List<Problem> problems) {
        var blockers = orEmpty(stage.blockers());
        Draft.repeated(blockers.stream().map(Blocker::name).toList()).stream()
                .map(name -> Problem.blocker(
                        "Blocker names must be unique in a stage. The following blocker name is used more than once "
                                + "in stage '%s': %s",
                        stage.name(), name).at(draft.place(stage), "blockers"))
                .forEach(problems::add);
        blockers.stream()
                .filter(blocker -> !"Schedule".equals(blocker.type()))
                .map(blocker -> Problem.blocker(
                        "Blocker '%s' in stage '%s' has type '%s'. The only blocker type is Schedule",
                        blocker.name(), stage.name(), blocker.type()).at(draft.place(stage), "blockers"))
                .forEach(problems::add);
    }
}
