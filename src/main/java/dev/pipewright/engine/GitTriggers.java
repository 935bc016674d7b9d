package dev.pipewright.engine;

import static dev.pipewright.engine.Definitions.orEmpty;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.GitEvent;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.GitEvent.PullRequest;
import dev.pipewright.model.GitEvent.TagPush;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.TriggerDeclaration.GitConfiguration;
import dev.pipewright.model.TriggerDeclaration.Patterns;
import dev.pipewright.model.TriggerDeclaration.PullRequestFilter;
import dev.pipewright.model.TriggerDeclaration.PushFilter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which Git events start a pipeline, by its triggers or, for a source without one, by its branch. */
public final class GitTriggers {
    /** The type of the source actions that have triggers. */
    public static final ActionTypeId CONNECTION_SOURCE =
            new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "CodeStarSourceConnection", "1");

    /** So many of the changed files count, as on the service. */
    public static final int MOST_FILES = 100;

    private GitTriggers() {}

    /** The source actions of a pipeline that take a repository through a connection, in order. */
    public static List<Action> connectionSources(Pipeline pipeline) {
        return pipeline.stages().getFirst().actions().stream()
                .filter(action -> action.actionTypeId().equals(CONNECTION_SOURCE))
                .toList();
    }

    /**
     * Whether any event at all starts the pipeline because of this source action: it has a trigger, or its detection of
     * changes is not turned off.
     */
    public static boolean listens(Pipeline pipeline, Action source) {
        return declared(pipeline, source).isPresent() || detectsChanges(source);
    }

    /**
     * Whether an event in the repository of a source action starts the pipeline. A declared trigger decides alone;
     * without one, it is any push to the action's branch, unless {@code DetectChanges} says no.
     *
     * @param changedFiles the paths that the event changed, of which the first hundred count; asked only where a filter
     *     on paths must be decided
     */
    public static boolean starts(
            Pipeline pipeline, Action source, GitEvent event, Supplier<List<String>> changedFiles) {
        return declared(pipeline, source)
                .map(trigger -> matches(trigger, event, changedFiles))
                .orElseGet(() -> detectsChanges(source)
                        && event instanceof BranchPush push
                        && push.branch().equals(source.configuration().get("BranchName")));
    }

    private static Optional<GitConfiguration> declared(Pipeline pipeline, Action source) {
        return orEmpty(pipeline.triggers()).stream()
                .map(TriggerDeclaration::gitConfiguration)
                .filter(configuration -> configuration.sourceActionName().equals(source.name()))
                .findFirst();
    }

    private static boolean detectsChanges(Action source) {
        return "true".equalsIgnoreCase(source.configuration().getOrDefault("DetectChanges", "true"));
    }

    private static boolean matches(GitConfiguration trigger, GitEvent event, Supplier<List<String>> changedFiles) {
        return switch (event) {
            case BranchPush push ->
                orEmpty(trigger.push()).stream().anyMatch(filter -> matches(filter, push, changedFiles));
            case TagPush push -> orEmpty(trigger.push()).stream()
                    .anyMatch(filter -> filter.tags() != null && admits(filter.tags(), push.tag()));
            case PullRequest request ->
                orEmpty(trigger.pullRequest()).stream().anyMatch(filter -> matches(filter, request, changedFiles));
        };
    }

    private static boolean matches(PushFilter filter, BranchPush push, Supplier<List<String>> changedFiles) {
        if (filter.tags() != null || !admits(filter.branches(), push.branch())) return false;
        // A new branch has changed nothing yet: there is no commit to compare it with.
        return filter.filePaths() == null
                || push.before().isPresent() && admitsOne(filter.filePaths(), changedFiles.get());
    }

    private static boolean matches(
            PullRequestFilter filter, PullRequest request, Supplier<List<String>> changedFiles) {
        var events = orEmpty(filter.events());
        return (events.isEmpty() || events.contains(request.event().name()))
                && admits(filter.branches(), request.targetBranch())
                && (filter.filePaths() == null || admitsOne(filter.filePaths(), changedFiles.get()));
    }

    private static boolean admitsOne(Patterns patterns, List<String> paths) {
        return paths.stream().limit(MOST_FILES).anyMatch(path -> admits(patterns, path));
    }

    /** Whether patterns let a name in: some include has it, or there are none, and no exclude has it. */
    static boolean admits(Patterns patterns, String name) {
        if (patterns == null) return true;
        var includes = orEmpty(patterns.includes());
        return (includes.isEmpty() || anyMatches(includes, name)) && !anyMatches(orEmpty(patterns.excludes()), name);
    }

    private static boolean anyMatches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> {
            try {
                return Glob.of(pattern).matches(name);
            } catch (Glob.Malformed _) {
                // Definitions with such patterns are refused; one that is there all the same matches nothing.
                return false;
            }
        });
    }
}
