package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Whether each action's type is there, and whether the action keeps to what its type allows beside configuration. */
final class ActionRules {
    private static final int LAST_RUN_ORDER = 999;

    private ActionRules() {}

    /** An action type's identity in the service's words. */
    static String words(ActionTypeId id) {
        return "ActionType (Category: '%s', Provider: '%s', Owner: '%s', Version: '%s')"
                .formatted(id.category(), id.provider(), id.owner(), id.version());
    }

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        for (var placed : draft.actions()) {
            type(draft, placed, problems);
            order(placed, problems);
            commands(placed, problems);
            timeout(placed, problems);
            region(draft, placed, problems);
        }
        return problems.stream();
    }

    private static void type(Draft draft, Placed placed, List<Problem> problems) {
        var type = draft.catalog().find(placed.type());
        if (type.isEmpty()) {
            problems.add(Problem.action(
                    "%s in action '%s' is not available in region '%s'",
                    words(placed.type()), placed.name(), spelledOut(draft.region()))
                            .at(placed.place(), "actionTypeId"));
        } else if (!type.get().available()) {
            problems.add(Problem.action(
                    "%s in action '%s' is not available on this server yet.", words(placed.type()), placed.name())
                            .at(placed.place(), "actionTypeId"));
        }
    }

    private static void order(Placed placed, List<Problem> problems) {
        if (placed.runOrder() < 1 || placed.runOrder() > LAST_RUN_ORDER) {
            problems.add(Problem.action(
                    "Action '%s' has runOrder %d. The runOrder must be between 1 and %d",
                    placed.name(), placed.runOrder(), LAST_RUN_ORDER).at(placed.place(), "runOrder"));
        }
    }

    private static void commands(Placed placed, List<Problem> problems) {
        var action = placed.action();
        if (isCommands(placed.type())) {
            if (orEmpty(action.commands()).isEmpty()) {
                problems.add(Problem.action("Action %s must have a non-empty commands field", placed.name())
                        .at(placed.place()));
            }
            return;
        }
        var files = orEmpty(action.outputArtifacts()).stream()
                .anyMatch(output -> !orEmpty(output.files()).isEmpty());
        onlyForCommands(placed, !orEmpty(action.commands()).isEmpty(), "commands", problems);
        onlyForCommands(placed, !orEmpty(action.outputVariables()).isEmpty(), "outputVariables", problems);
        onlyForCommands(placed, !orEmpty(action.environmentVariables()).isEmpty(), "environmentVariables", problems);
        onlyForCommands(placed, files, "files of its output artifacts", problems);
    }

    private static void onlyForCommands(Placed placed, boolean given, String what, List<Problem> problems) {
        if (!given) return;
        problems.add(Problem.action(
                "Action '%s' gives %s. Only actions with the Commands provider can have them", placed.name(), what)
                        .at(placed.place(), what));
    }

    private static void timeout(Placed placed, List<Problem> problems) {
        if (placed.action().timeoutInMinutes() != null && !Timeouts.isManualApproval(placed.type())) {
            problems.add(Problem.action(
                    "Action '%s' gives timeoutInMinutes %d. Only manual approval actions can have it",
                    placed.name(), placed.action().timeoutInMinutes()).at(placed.place(), "timeoutInMinutes"));
        }
    }

    private static void region(Draft draft, Placed placed, List<Problem> problems) {
        if (draft.isElsewhere(placed) && staysAtHome(placed.type())) {
            problems.add(Problem.action(
                    "Action '%s' gives region '%s'. Source, third-party and custom actions run in the pipeline's "
                            + "region '%s'",
                    placed.name(), placed.action().region(), draft.region()).at(placed.place(), "region"));
        }
    }

    /** Whether actions of the type run nowhere but in the pipeline's own region. */
    static boolean staysAtHome(ActionTypeId type) {
        return type.category() == ActionCategory.Source || type.owner() != ActionOwner.AWS;
    }

    private static boolean isCommands(ActionTypeId type) {
        return type.category() == ActionCategory.Compute
                && type.owner() == ActionOwner.AWS
                && type.provider().equals("Commands");
    }

    private static String spelledOut(String region) {
        return region.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
