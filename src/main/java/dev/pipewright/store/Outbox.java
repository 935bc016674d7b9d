package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.StateChange;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The events on their way out, in commit order, and how far each sink has come. An event is kept until every sink is
 * past it; without a sink none is kept.
 */
public final class Outbox {
    private final Handle handle;

    /** An event with its place in the order; places only grow and are never given again. */
    public record Entry(long seq, StateChange change) {}

    /** A sink that is no more, and how many events it had not taken. */
    public record Dropped(String sink, long events) {}

    Outbox(Handle handle) {
        this.handle = handle;
    }

    /** Whether there is anybody to tell: only then are events kept. */
    public boolean hasSinks() {
        return handle.createQuery("SELECT EXISTS (SELECT 1 FROM event_sink)")
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Says which sinks there are from now on. A new one begins with what happens next, one that was there goes on where
     * it was, and those left out are forgotten.
     *
     * @return the forgotten sinks
     */
    public List<Dropped> keepSinks(Set<String> names) {
        var known = new TreeMap<String, Long>();
        handle.createQuery("""
                        SELECT name, (SELECT count(*) FROM event WHERE seq > passed) AS waiting FROM event_sink""")
                .map((row, _) -> new Dropped(row.getString("name"), row.getLong("waiting")))
                .forEach(sink -> known.put(sink.sink(), sink.events()));
        var dropped = known.entrySet().stream()
                .filter(sink -> !names.contains(sink.getKey()))
                .map(sink -> new Dropped(sink.getKey(), sink.getValue()))
                .toList();
        dropped.forEach(sink -> handle.createUpdate("DELETE FROM event_sink WHERE name = :name")
                .bind("name", sink.sink())
                .execute());
        names.stream().filter(name -> !known.containsKey(name)).forEach(this::begin);
        removePassed();
        return dropped;
    }

    private void begin(String sink) {
        handle.createUpdate("""
                        INSERT INTO event_sink (name, passed)
                        VALUES (:name, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'event'), 0))""")
                .bind("name", sink)
                .execute();
    }

    /** Puts an event behind all others. */
    public void add(StateChange change) {
        handle.createUpdate("""
                        INSERT INTO event
                               (event_id, account, region, pipeline, execution_id, detail_type, at, detail)
                        VALUES (:id, :account, :region, :pipeline, :execution, :detailType, :at, :detail)""")
                .bind("id", change.id())
                .bind("account", change.pipeline().account())
                .bind("region", change.pipeline().region())
                .bind("pipeline", change.pipeline().name())
                .bind("execution", change.executionId())
                .bind("detailType", change.detailType())
                .bind("at", change.at().toEpochMilli())
                .bind("detail", change.detail())
                .execute();
    }

    /** The events that a sink has not taken yet, oldest first. */
    public List<Entry> waiting(String sink, int limit) {
        return handle.createQuery("""
                        SELECT seq, event_id, account, region, pipeline, execution_id, detail_type, at, detail
                          FROM event
                         WHERE seq > (SELECT passed FROM event_sink WHERE name = :sink)
                         ORDER BY seq
                         LIMIT :limit""")
                .bind("sink", sink)
                .bind("limit", limit)
                .map((row, _) -> new Entry(
                        row.getLong("seq"),
                        new StateChange(
                                row.getString("event_id"),
                                new PipelineKey(
                                        row.getString("account"), row.getString("region"), row.getString("pipeline")),
                                row.getString("execution_id"),
                                row.getString("detail_type"),
                                Instant.ofEpochMilli(row.getLong("at")),
                                row.getString("detail"))))
                .list();
    }

    /** A sink has taken everything up to this event, which is never offered to it again. */
    public void passed(String sink, long seq) {
        handle.createUpdate("UPDATE event_sink SET passed = :seq WHERE name = :sink AND passed < :seq")
                .bind("sink", sink)
                .bind("seq", seq)
                .execute();
        removePassed();
    }

    private void removePassed() {
        handle.createUpdate("""
                        DELETE FROM event
                         WHERE seq <= coalesce((SELECT min(passed) FROM event_sink), (SELECT max(seq) FROM event))""")
                .execute();
    }
}
