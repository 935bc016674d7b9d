package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.TriggerDeclaration.GitConfiguration;
import dev.pipewright.model.TriggerDeclaration.Patterns;
import dev.pipewright.model.TriggerDeclaration.PullRequestFilter;
import dev.pipewright.model.TriggerDeclaration.PushFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether each trigger belongs to a source action that has events, and filters them in a way that means something. */
final class TriggerRules {
    private static final int MOST_FILTERS = 3;
    private static final int MOST_PATTERNS = 8;

    private TriggerRules() {}

    static Stream<Problem> problems(Draft draft) {
        var problems = new ArrayList<Problem>();
        var triggers = orEmpty(draft.pipeline().triggers());
        for (int i = 0; i < triggers.size(); i++) {
            var configuration = triggers.get(i).gitConfiguration();
            if (configuration == null) continue;
            var place = List.of("triggers", String.valueOf(i), "gitConfiguration");
            source(draft, configuration.sourceActionName(), place, problems);
            filters(configuration, place, problems);
        }
        var names = triggers.stream()
                .map(TriggerDeclaration::gitConfiguration)
                .filter(configuration -> configuration != null)
                .map(GitConfiguration::sourceActionName)
                .toList();
        Draft.repeated(names).stream()
                .map(name -> Problem.structure(
                        "The source action '%s' has more than one trigger. Each source action can have one", name)
                                .at(List.of("triggers")))
                .forEach(problems::add);
        return problems.stream();
    }

    private static void source(Draft draft, String name, List<String> place, List<Problem> problems) {
        var found = draft.actions().stream().filter(placed -> placed.name().equals(name)).toList();
        var sources = found.stream().filter(placed -> placed.stageIndex() == 0).toList();
        if (sources.isEmpty()) {
            problems.add(Problem.structure(
                    found.isEmpty()
                            ? "A trigger names the source action '%s', which is not in the pipeline"
                            : "A trigger names the action '%s', which is not in the first stage",
                    name).at(place));
        } else if (sources.stream().noneMatch(it -> it.type().equals(GitTriggers.CONNECTION_SOURCE))) {
            problems.add(Problem.structure(
                    "A trigger names the action '%s' of provider '%s'. Only source actions of provider "
                            + "CodeStarSourceConnection have triggers",
                    name, sources.getFirst().type().provider()).at(place));
        }
    }

    private static void filters(GitConfiguration trigger, List<String> place, List<Problem> problems) {
        var name = trigger.sourceActionName();
        var pushes = orEmpty(trigger.push());
        var requests = orEmpty(trigger.pullRequest());
        if (pushes.isEmpty() && requests.isEmpty()) {
            problems.add(Problem.structure(
                    "The trigger of source action '%s' has neither a push nor a pullRequest filter. It must have one, "
                            + "or be left out to have every push to the branch start the pipeline",
                    name).at(place));
        }
        count("push filters", name, pushes.size(), MOST_FILTERS, place, problems);
        count("pullRequest filters", name, requests.size(), MOST_FILTERS, place, problems);
        for (int i = 0; i < pushes.size(); i++) {
            push(name, pushes.get(i), inside(place, "push", i), problems);
        }
        for (int i = 0; i < requests.size(); i++) {
            pullRequest(name, requests.get(i), inside(place, "pullRequest", i), problems);
        }
    }

    private static List<String> inside(List<String> place, String member, int index) {
        return Stream.concat(place.stream(), Stream.of(member, String.valueOf(index))).toList();
    }

    private static void push(String name, PushFilter filter, List<String> place, List<Problem> problems) {
        var onFiles = filter.branches() != null || filter.filePaths() != null;
        if (filter.tags() == null && !onFiles) {
            problems.add(Problem.structure(
                    "A push filter in the trigger of source action '%s' is empty. It must have tags, branches or "
                            + "filePaths",
                    name).at(place));
        }
        if (filter.tags() != null && onFiles) {
            problems.add(Problem.structure(
                    "A push filter in the trigger of source action '%s' has tags together with %s. Tags must stand in "
                            + "a filter of their own",
                    name, filter.branches() != null ? "branches" : "filePaths").at(place));
        }
        patterns("push tags", name, filter.tags(), place, problems);
        patterns("push branches", name, filter.branches(), place, problems);
        patterns("push filePaths", name, filter.filePaths(), place, problems);
    }

    private static void pullRequest(
            String name, PullRequestFilter filter, List<String> place, List<Problem> problems) {
        if (orEmpty(filter.events()).isEmpty() && filter.branches() == null && filter.filePaths() == null) {
            problems.add(Problem.structure(
                    "A pullRequest filter in the trigger of source action '%s' is empty. It must have events, branches "
                            + "or filePaths",
                    name).at(place));
        }
        Draft.repeated(orEmpty(filter.events())).stream()
                .map(event -> Problem.structure(
                        "A pullRequest filter in the trigger of source action '%s' has the event '%s' more than once",
                        name, event).at(place))
                .forEach(problems::add);
        patterns("pullRequest branches", name, filter.branches(), place, problems);
        patterns("pullRequest filePaths", name, filter.filePaths(), place, problems);
    }

    private static void patterns(
            String what, String name, Patterns patterns, List<String> place, List<Problem> problems) {
        if (patterns == null) return;
        var includes = orEmpty(patterns.includes());
        var excludes = orEmpty(patterns.excludes());
        if (includes.isEmpty() && excludes.isEmpty()) {
            problems.add(Problem.structure(
                    "The %s in the trigger of source action '%s' have neither includes nor excludes", what, name)
                            .at(place));
        }
        count("includes of " + what, name, includes.size(), MOST_PATTERNS, place, problems);
        count("excludes of " + what, name, excludes.size(), MOST_PATTERNS, place, problems);
        Stream.concat(includes.stream(), excludes.stream()).forEach(pattern -> {
            try {
                Glob.of(pattern);
            } catch (Glob.Malformed malformed) {
                problems.add(Problem.structure(
                        "The pattern '%s' among the %s in the trigger of source action '%s' %s",
                        Excerpt.of(pattern), what, name, malformed.getMessage()).at(place));
            }
        });
    }

    private static void count(
            String what, String name, int count, int most, List<String> place, List<Problem> problems) {
        if (count > most) {
            problems.add(Problem.structure(
                    "The trigger of source action '%s' has %s %s, and may have at most %s", name, count, what, most)
                            .at(place));
        }
    }
}
