package dev.pipewright.runtime;

import dev.pipewright.action.SourceProvider;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.SourceOverride;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import dev.pipewright.store.Database;
import dev.pipewright.store.StoredPipeline;
import dev.pipewright.store.Tx;
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
        keys.forEach(this::look);
        return tick;
    }

    private void learn(PipelineKey key) {
        var pipeline = database.read(tables -> tables.pipelines().find(key, Optional.empty()))
                .map(StoredPipeline::definition)
                .filter(this::watches);
        pipeline.ifPresentOrElse(it -> known.put(key, it), () -> known.remove(key));
    }

    private void look(PipelineKey key, Pipeline pipeline, Predicate<Action> concerned) {
        // What one looker saw must be written before the next one looks, or the older sighting could come last.
        synchronized (turns.get(Math.floorMod(key.hashCode(), TURNS))) {
            lookInTurn(key, pipeline, concerned);
        }
    }

    private void lookInTurn(PipelineKey key, Pipeline pipeline, Predicate<Action> concerned) {
        var sightings = new ArrayList<Sighting>();
        var stage = pipeline.stages().getFirst();
        for (var action : watched(pipeline)) {
            if (concerned.test(action)) {
                providers.get(action.actionTypeId())
                        .newest(action.configuration())
                        .ifPresent(revision -> sightings.add(
                                new Sighting(stage, action, fingerprint(action), revision)));
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
            for (var it : fresh) {
                tx.sourceCursors().put(key, it.stage().name(), it.action().name(), it.fingerprint(), it.revision());
            }
        }
    }

    private List<Action> watched(Pipeline pipeline) {
        return pipeline.stages().getFirst().actions().stream()
                .filter(action -> Optional.ofNullable(providers.get(action.actionTypeId()))
                        .filter(provider -> provider.startsPipeline(action.configuration()))
                        .isPresent())
                .toList();
    }

    /** Tells one watched thing from another: another bucket, key, repository or branch is seen afresh. */
    private static String fingerprint(Action action) {
        var what = new TreeMap<>(action.configuration());
        what.remove("PollForSourceChanges");
        what.remove("OutputArtifactFormat");
        what.remove("AllowOverrideForS3ObjectKey");
        return action.actionTypeId() + " " + what;
    }

    @Override
    public void close() {
        loop.close();
    }
}
