package dev.pipewright.runtime;

import dev.pipewright.action.SourceProvider;
import dev.pipewright.action.Troubles;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.Execution;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import dev.pipewright.store.Database;
import dev.pipewright.store.Executions;
import dev.pipewright.store.StoredPipeline;
import dev.pipewright.store.Tx;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts pipelines when their sources change. An event makes it look at once; a slow tick finds what no event told of,
 * so that a crash between a push and its start delays the start and does not lose it.
 *
 * <p>What a source action saw last is a cursor in the store, moved in the same commit that starts the execution: a
 * revision starts a pipeline once.
 */
public final class SourceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceWatch.class);

    /** How many pipelines can be looked at at once. */
    private static final int TURNS = 64;

    private final Database database;
    private final Starts starts;
    private final Map<ActionTypeId, SourceProvider> providers;
    private final Duration tick;
    /** The pipelines with a watched source; one that was deleted lately does no harm, since it cannot be started. */
    private final Map<PipelineKey, Pipeline> known = new ConcurrentHashMap<>();

    private final SourceTroubles troubles = new SourceTroubles();
    private final List<Object> turns = Stream.generate(Object::new).limit(TURNS).toList();
    private final Loop loop = new Loop("source-watch", this::lookAtAll);

    /** @param tick how long a change may go unseen of which no event tells */
    public SourceWatch(
            Database database, Starts starts, Map<ActionTypeId, SourceProvider> providers, Duration tick) {
        this.database = database;
        this.starts = starts;
        this.providers = Map.copyOf(providers);
        this.tick = tick;
    }

    private record Sighting(Stage stage, Action action, String fingerprint, String revision) {}

    /** Begins to look by itself, at once for the first time. */
    public void start() {
        loop.start();
    }

    /** Whether any source of the definition starts the pipeline by itself. */
    public boolean watches(Pipeline pipeline) {
        return !watched(pipeline).isEmpty();
    }

    /** Which sources could not be looked at the last time, and why. */
    public SourceTroubles troubles() {
        return troubles;
    }

    /** Whether it looks from time to time. */
    public boolean isRunning() {
        return loop.isRunning();
    }

    /**
     * Looks at the sources of a pipeline that is new or changed, and starts it if one of them has something new. What
     * goes wrong is logged and tried again at the next tick: it concerns neither the caller nor other pipelines.
     */
    public void look(PipelineKey key) {
        try {
            learn(key);
            Optional.ofNullable(known.get(key)).ifPresent(pipeline -> look(key, pipeline, _ -> true));
        } catch (RuntimeException e) {
            LOG.warn("The sources of {} could not be looked at and will be again", key.arn(), e);
        }
    }

    /**
     * Takes in that a source action has a revision, of which somebody told: a revision that is new there starts an
     * execution with it.
     *
     * @param stage a stage of the pipeline's definition
     * @param action a source action of that stage
     */
    public Report report(PipelineKey key, Stage stage, Action action, String revision, Trigger trigger) {
        var sighting = new Sighting(stage, action, fingerprint(action), revision);
        synchronized (turn(key)) {
            var moves = movesCursor(key, sighting);
            return database.writer().commit(tx -> {
                if (isKnown(tx, key, sighting)) {
                    return new Report.Known(executionWith(tx, key, sighting));
                }
                var override = Map.of(action.name(), SourceOverride.revision(revision));
                var start = starts.start(tx, key, trigger, Map.of(), override);
                if (moves && start instanceof Start.Begun) {
                    put(tx, key, sighting);
                }
                return new Report.New(start);
            });
        }
    }

    /** A watched source whose cursor moved to anything but its newest revision would start the pipeline once more. */
    private boolean movesCursor(PipelineKey key, Sighting sighting) {
        var configuration = sighting.action().configuration();
        var provider = Optional.ofNullable(providers.get(sighting.action().actionTypeId()))
                .filter(it -> it.startsPipeline(configuration));
        try {
            return provider
                    .map(it -> it.as(key.account()).newest(configuration).equals(Optional.of(sighting.revision())))
                    .orElse(true);
        } catch (RuntimeException e) {
            LOG.warn("The source {} could not be looked at", sighting.action().name(), e);
            return false;
        }
    }

    private static boolean isKnown(Tx tx, PipelineKey key, Sighting sighting) {
        return fresh(tx.sourceCursors()::find, key, List.of(sighting)).isEmpty()
                || taken(tx, key, sighting).isPresent()
                || underWay(tx, key, sighting).isPresent();
    }

    /** The execution in which the action took the revision, if it took no other since. */
    private static Optional<String> taken(Tx tx, PipelineKey key, Sighting sighting) {
        return tx.actionRuns()
                .latestWithRevisions(key, sighting.stage().name(), sighting.action().name())
                .filter(run -> run.revisions().stream().anyMatch(it -> sighting.revision().equals(it.revisionId())))
                .map(run -> run.run().executionId());
    }

    /** The execution that is to take the revision. */
    private static Optional<String> underWay(Tx tx, PipelineKey key, Sighting sighting) {
        return tx.traffic(key).stream()
                .flatMap(traffic -> traffic.executions().stream())
                .filter(execution -> Optional.ofNullable(
                                execution.sourceRevisions().get(sighting.action().name()))
                        .filter(override -> sighting.revision().equals(override.revision()))
                        .isPresent())
                .map(Execution::id)
                .findFirst();
    }

    private static Optional<String> executionWith(Tx tx, PipelineKey key, Sighting sighting) {
        return underWay(tx, key, sighting)
                .or(() -> taken(tx, key, sighting))
                .or(() -> tx.executions().page(key, Long.MAX_VALUE, 1).stream()
                        .map(Executions.Header::id)
                        .findFirst());
    }

    private static void put(Tx tx, PipelineKey key, Sighting it) {
        tx.sourceCursors().put(key, it.stage().name(), it.action().name(), it.fingerprint(), it.revision());
    }

    /** Something changed outside: looks now at every pipeline that has a source which this concerns. */
    public void changed(Predicate<Action> concerned) {
        known.forEach((key, pipeline) -> {
            if (watched(pipeline).stream().anyMatch(concerned)) {
                try {
                    look(key, pipeline, concerned);
                } catch (RuntimeException e) {
                    LOG.warn("The changed source of {} could not be looked at and will be again", key.arn(), e);
                }
            }
        });
    }

    private Duration lookAtAll() {
        var keys = database.read(tables -> tables.pipelines().keys());
        known.keySet().retainAll(Set.copyOf(keys));
        troubles.retain(known.keySet());
        keys.forEach(this::look);
        return tick;
    }

    private void learn(PipelineKey key) {
        var pipeline = database.read(tables -> tables.pipelines().find(key, Optional.empty()))
                .map(StoredPipeline::definition)
                .filter(this::watches);
        if (!pipeline.equals(Optional.ofNullable(known.get(key)))) {
            troubles.forget(key);
        }
        pipeline.ifPresentOrElse(it -> known.put(key, it), () -> known.remove(key));
    }

    private void look(PipelineKey key, Pipeline pipeline, Predicate<Action> concerned) {
        // What one looker saw must be written before the next one looks, or the older sighting could come last.
        synchronized (turn(key)) {
            lookInTurn(key, pipeline, concerned);
        }
    }

    private Object turn(PipelineKey key) {
        return turns.get(Math.floorMod(key.hashCode(), TURNS));
    }

    private void lookInTurn(PipelineKey key, Pipeline pipeline, Predicate<Action> concerned) {
        var sightings = new ArrayList<Sighting>();
        var stage = pipeline.stages().getFirst();
        for (var action : watched(pipeline)) {
            if (concerned.test(action)) {
                newest(key, action).ifPresent(revision ->
                        sightings.add(new Sighting(stage, action, fingerprint(action), revision)));
            }
        }
        if (sightings.isEmpty()) {
            return;
        }
        var fresh = database.read(tables -> fresh(tables.sourceCursors()::find, key, sightings));
        if (!fresh.isEmpty()) {
            database.writer().commit(tx -> {
                startIfNew(tx, key, sightings);
                return null;
            });
        }
    }

    /** A source that cannot be read starts nothing, and keeps no other from being looked at. */
    private Optional<String> newest(PipelineKey key, Action action) {
        try {
            var newest = providers
                    .get(action.actionTypeId())
                    .as(key.account())
                    .newest(action.configuration());
            if (newest.isPresent()) {
                troubles.clear(key, action.name());
            } else {
                troubles.note(key, action.name(), new ErrorDetails(
                        FailureType.ConfigurationError.name(),
                        "There is nothing to take yet where the configuration of action '%s' says."
                                .formatted(action.name())));
            }
            return newest;
        } catch (RuntimeException e) {
            LOG.warn("The source {} of {} could not be looked at and will be again", action.name(), key.arn(), e);
            troubles.note(key, action.name(), trouble(action, e));
            return Optional.empty();
        }
    }

    private static ErrorDetails trouble(Action action, RuntimeException exception) {
        var denied = exception.getCause() instanceof AccessDeniedException;
        var reason = exception.getCause() instanceof IOException failure
                ? Troubles.reason(failure)
                : "an error that the server's log has.";
        return new ErrorDetails(
                (denied ? FailureType.PermissionError : FailureType.ConfigurationError).name(),
                "The source of action '%s' could not be looked at: %s".formatted(action.name(), reason));
    }

    private interface Cursors {
        Optional<String> find(PipelineKey pipeline, String stage, String action, String fingerprint);
    }

    private static List<Sighting> fresh(Cursors cursors, PipelineKey key, List<Sighting> sightings) {
        return sightings.stream()
                .filter(it -> !cursors
                        .find(key, it.stage().name(), it.action().name(), it.fingerprint())
                        .equals(Optional.of(it.revision())))
                .toList();
    }

    /** Where no execution can start now, the cursors stay, so that the revision starts one later. */
    private void startIfNew(Tx tx, PipelineKey key, List<Sighting> sightings) {
        var current = tx.traffic(key).map(Traffic::pipeline);
        // The definition may have changed since it was looked at; then it is looked at again anyway.
        var fresh = fresh(tx.sourceCursors()::find, key, sightings).stream()
                .filter(it -> current.flatMap(pipeline -> pipeline.action(it.stage().name(), it.action().name()))
                        .equals(Optional.of(it.action())))
                .toList();
        if (fresh.isEmpty()) {
            return;
        }
        var revisions = new LinkedHashMap<String, SourceOverride>();
        fresh.forEach(it -> revisions.put(it.action().name(), SourceOverride.revision(it.revision())));
        var trigger = new Trigger(Trigger.POLL_FOR_SOURCE_CHANGES, fresh.getFirst().action().name());
        if (starts.start(tx, key, trigger, Map.of(), revisions) instanceof Start.Begun) {
            fresh.forEach(it -> put(tx, key, it));
        }
    }

    private List<Action> watched(Pipeline pipeline) {
        return pipeline.stages().getFirst().actions().stream()
                .filter(action -> Optional.ofNullable(providers.get(action.actionTypeId()))
                        .filter(provider -> provider.startsPipeline(action.configuration()))
                        .isPresent())
                .toList();
    }

    /**
     * Tells one watched thing from another: another bucket, key, repository or branch is seen afresh. A new token for
     * the same repository is not.
     */
    private static String fingerprint(Action action) {
        var what = new TreeMap<>(action.configuration());
        what.remove("PollForSourceChanges");
        what.remove("OAuthToken");
        what.remove("OutputArtifactFormat");
        what.remove("AllowOverrideForS3ObjectKey");
        return action.actionTypeId() + " " + what;
    }

    @Override
    public void close() {
        loop.close();
    }
}
