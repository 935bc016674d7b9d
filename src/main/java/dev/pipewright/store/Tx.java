package dev.pipewright.store;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.PipelineKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** One unit of the writer's work: what is read and written here is committed as one, or not at all. */
public final class Tx extends Tables {
    private final LiveTraffic cache;
    private final Supplier<String> jobIds;
    private final List<CommitListener> listeners;
    private final Set<PipelineKey> cached = new HashSet<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(
            Handle handle,
            Definitions definitions,
            Vault vault,
            LiveTraffic cache,
            Supplier<String> jobIds,
            List<CommitListener> listeners) {
        super(handle, definitions, vault);
        this.cache = cache;
        this.jobIds = jobIds;
        this.listeners = listeners;
    }

    @Override
    public Pipelines pipelines() {
        return new Pipelines(handle, definitions, cache::forget);
    }

    @Override
    public Optional<Traffic> traffic(PipelineKey pipeline) {
        return held(pipeline).map(LiveTraffic.Held::traffic);
    }

    private Optional<LiveTraffic.Held> held(PipelineKey pipeline) {
        Optional<LiveTraffic.Held> known = cache.find(pipeline);
        if (known.isPresent()) {
            return known;
        }
        Optional<LiveTraffic.Held> loaded = new TrafficRows(this).load(pipeline);
        loaded.ifPresent(held -> keep(pipeline, held));
        return loaded;
    }

    private void keep(PipelineKey pipeline, LiveTraffic.Held held) {
        cached.add(pipeline);
        cache.put(pipeline, held);
    }

    /**
     * Writes a decision about the pipeline's traffic: the rows that differ from before, the jobs and timers that the
     * effects stand for. Effects are given to the listeners after the commit. A decision with a new definition comes
     * after {@link Pipelines#update}.
     *
     * @throws IllegalStateException when there is no such pipeline, or the decision does not fit what is stored
     */
    public void save(PipelineKey pipeline, Decision.Advance advance) {
        LiveTraffic.Held before = held(pipeline)
                .orElseThrow(() -> new IllegalStateException("there is no pipeline " + pipeline.arn()));
        keep(pipeline, new TrafficRows(this).save(pipeline, before, advance, jobIds));
        if (!advance.effects().isEmpty()) {
            for (CommitListener listener : listeners) {
                afterCommit(() -> listener.committed(pipeline, advance.effects()));
            }
        }
    }

    /** An id that was never given before, as jobs get them too. */
    public String newId() {
        return jobIds.get();
    }

    /**
     * Has something done once this unit is committed, before its caller hears of it. It is not done when the unit, or
     * the commit, fails. It runs on the writer's thread, so it must not block; what it throws is logged and goes no
     * further.
     */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    /** The unit is rolled back: what it left in the cache is not true. */
    void undone() {
        cached.forEach(cache::forget);
    }
}
