package dev.pipewright.runtime;

import dev.pipewright.model.StateChange;
import dev.pipewright.sink.EventSink;
import dev.pipewright.sink.Refused;
import dev.pipewright.store.Database;
import dev.pipewright.store.Outbox.Entry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the events of the outbox to every sink, each in commit order and at least once. A sink's place in the outbox
 * moves after a delivery, so that what was under way in a crash is delivered again. Sinks do not wait for each other.
 *
 * <p>A sink that cannot be reached is tried for ever. An event that a sink refuses is tried for an hour, and then
 * logged and left out, so that it does not keep all others from being told.
 */
public final class EventDispatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventDispatch.class);
    private static final Duration TICK = Duration.ofSeconds(5);
    /** How long an event that is refused holds up those behind it. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final List<Course> courses;
    private volatile boolean closing;

    /** @param sinks whose names differ; they are closed in the end */
    public EventDispatch(Database database, List<EventSink> sinks, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.courses = sinks.stream().map(Course::new).toList();
    }

    /** Begins to deliver. From now on events are kept for just these sinks. */
    public void start() {
        var names = new HashSet<String>();
        courses.forEach(course -> names.add(course.sink.name()));
        database.writer().commit(tx -> tx.outbox().keepSinks(names)).stream()
                .filter(dropped -> dropped.events() > 0)
                .forEach(dropped -> LOG.warn(
                        "{} events that {} had not taken are dropped, because it is not configured any more",
                        dropped.events(), dropped.sink()));
        courses.forEach(course -> course.loop.start());
    }

    /** Whether every sink is served. */
    public boolean isRunning() {
        return courses.stream().allMatch(course -> course.loop.isRunning());
    }

    /** There may be new events. */
    public void wake() {
        courses.forEach(course -> course.loop.wake());
    }

    /** Ends all deliveries at once: what was under way comes again. */
    @Override
    public void close() {
        closing = true;
        var ends = courses.stream()
                .map(course -> Thread.ofVirtual().start(course::close))
                .toList();
        try {
            for (var end : ends) {
                end.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** One sink, how far it has come, and what went wrong last. */
    private final class Course {
        private final EventSink sink;
        private final Loop loop;
        private Setback setback;
        /** The last event that has arrived, until that is written down; 0 otherwise. */
        private long delivered;
        /** Since when the next event is refused; null while it is not. */
        private Instant refusedSince;

        Course(EventSink sink) {
            this.sink = sink;
            this.loop = new Loop("events " + sink.name(), this::round);
        }

        private Duration round() {
            if (closing) {
                return TICK;
            }
            if (delivered > 0) {
                // The store could not take it down; the sink need not pay for that.
                passed(delivered);
            }
            // New events wake the loop, but a sink in trouble is left alone for a while.
            var left = setback == null ? Duration.ZERO : setback.left(clock.instant());
            if (left.isPositive()) {
                return left;
            }
            var waiting = database.read(tables -> tables.outbox().waiting(sink.name(), sink.most()));
            if (waiting.isEmpty()) {
                return TICK;
            }
            try {
                deliver(waiting);
                delivered = waiting.getLast().seq();
                passed(delivered);
                return Duration.ZERO;
            } catch (Refused e) {
                return refused(waiting.getFirst(), e);
            } catch (IOException e) {
                return failed("The next event waits for its sink: {} Tried again in {} s", e.getMessage());
            }
        }

        private void deliver(List<Entry> waiting) throws IOException, Refused {
            List<StateChange> changes = waiting.stream().map(Entry::change).toList();
            try {
                sink.deliver(changes);
            } catch (RuntimeException e) {
                throw new IOException("%s went wrong: %s.".formatted(sink.name(), e), e);
            }
        }

        private void passed(long seq) {
            database.writer().commit(tx -> {
                tx.outbox().passed(sink.name(), seq);
                return null;
            });
            setback = null;
            delivered = 0;
            refusedSince = null;
        }

        private Duration refused(Entry first, Refused refusal) {
            var now = clock.instant();
            if (refusedSince == null) {
                refusedSince = now;
            }
            if (Duration.between(refusedSince, now).compareTo(PATIENCE) < 0) {
                return failed("The next event is refused: {} Tried again in {} s", refusal.getMessage());
            }
            var change = first.change();
            LOG.error("The event {} ({} of execution {}, at {}) is left out, because it is still refused: {}",
                    change.id(), change.detailType(), change.executionId(), change.at(), refusal.getMessage());
            passed(first.seq());
            return Duration.ZERO;
        }

        void close() {
            // The sink first, which breaks off what it waits for.
            sink.close();
            loop.close();
        }

        private Duration failed(String message, String reason) {
            setback = Setback.after(setback, clock.instant());
            if (closing) {
                return setback.pause();
            }
            LOG.warn(message, reason.endsWith(".") ? reason : reason + ".", setback.pause().toSeconds());
            return setback.pause();
        }
    }
}
