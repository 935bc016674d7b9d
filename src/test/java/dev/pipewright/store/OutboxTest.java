package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.StateChange;
import dev.pipewright.store.Outbox.Dropped;
import dev.pipewright.store.Outbox.Entry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The events and notifications on their way out. */
class OutboxTest extends StoreTest {
    private static StateChange change(String id) {
        return new StateChange(id, KEY, "e1", "A Change", Instant.ofEpochMilli(T.toEpochMilli()), "{\"a\":1.0}");
    }

    private void add(String... ids) {
        write(tx -> {
            for (var id : ids) {
                tx.outbox().add(change(id));
            }
            return null;
        });
    }

    private List<Dropped> keepSinks(String... names) {
        return write(tx -> tx.outbox().keepSinks(Set.of(names)));
    }

    private void passed(String sink, long seq) {
        write(tx -> {
            tx.outbox().passed(sink, seq);
            return null;
        });
    }

    private List<Entry> waiting(String sink) {
        return waiting(sink, 100);
    }

    private List<Entry> waiting(String sink, int limit) {
        return read(tables -> tables.outbox().waiting(sink, limit));
    }

    private boolean hasSinks() {
        return read(tables -> tables.outbox().hasSinks());
    }

    private List<Notifications.Entry> notifications() {
        return read(tables -> tables.notifications().waiting(10));
    }

    private List<String> ids(String sink) {
        return waiting(sink).stream().map(entry -> entry.change().id()).toList();
    }

    private long rows() {
        return read(tables -> tables.handle
                .createQuery("SELECT count(*) FROM event")
                .mapTo(Long.class)
                .one());
    }

    @Test
    void events_wait_in_their_order_and_unchanged() {
        keepSinks("a");
        add("1", "2", "3");
        assertThat(waiting("a")).extracting(Entry::change).containsExactly(change("1"), change("2"), change("3"));
        assertThat(waiting("a", 2)).hasSize(2);
        reopen();
        assertThat(ids("a")).containsExactly("1", "2", "3");
    }

    @Test
    void a_sink_goes_on_behind_what_it_has_taken() {
        keepSinks("a");
        add("1", "2", "3");
        passed("a", waiting("a").get(1).seq());
        assertThat(ids("a")).containsExactly("3");
        passed("a", waiting("a").getFirst().seq() - 1);
        assertThat(ids("a")).as("never back").containsExactly("3");
    }

    @Test
    void an_event_goes_once_the_slowest_sink_has_it() {
        keepSinks("a", "b");
        add("1", "2");
        var last = waiting("a").getLast().seq();
        passed("a", last);
        assertThat(rows()).isEqualTo(2);
        passed("b", last - 1);
        assertThat(rows()).isEqualTo(1);
        assertThat(ids("b")).containsExactly("2");
        passed("b", last);
        assertThat(rows()).isZero();
    }

    @Test
    void a_new_sink_begins_with_what_happens_next() {
        keepSinks("a");
        add("1");
        passed("a", waiting("a").getFirst().seq());
        add("2");
        keepSinks("a", "b");
        add("3");
        assertThat(ids("a")).containsExactly("2", "3");
        assertThat(ids("b")).containsExactly("3");
    }

    @Test
    void a_sink_that_is_left_out_is_forgotten_with_what_only_it_had_not_taken() {
        keepSinks("a", "b");
        add("1", "2");
        passed("a", waiting("a").getFirst().seq());
        assertThat(keepSinks("a")).containsExactly(new Dropped("b", 2));
        assertThat(rows()).isEqualTo(1);
        assertThat(keepSinks()).containsExactly(new Dropped("a", 1));
        assertThat(rows()).isZero();
    }

    @Test
    void there_are_sinks_when_somebody_said_so() {
        assertThat(hasSinks()).isFalse();
        keepSinks("a");
        assertThat(hasSinks()).isTrue();
        keepSinks();
        assertThat(hasSinks()).isFalse();
    }

    @Test
    void an_event_outlives_its_pipeline_and_a_notification_does_not() {
        makePipeline(KEY);
        keepSinks("a");
        add("1");
        write(tx -> {
            tx.notifications().add(KEY, run("e1", "Approve", "ask"));
            return null;
        });
        write(tx -> tx.pipelines().delete(KEY));
        assertThat(ids("a")).containsExactly("1");
        assertThat(notifications()).isEmpty();
    }

    @Test
    void a_notification_waits_once_until_it_is_removed() {
        makePipeline(KEY);
        write(tx -> {
            tx.notifications().add(KEY, run("e1", "Approve", "ask"));
            tx.notifications().add(KEY, run("e1", "Approve", "ask"));
            tx.notifications().add(KEY, run("e2", "Approve", "ask"));
            return null;
        });
        var waiting = notifications();
        assertThat(waiting)
                .extracting(Notifications.Entry::run)
                .containsExactly(run("e1", "Approve", "ask"), run("e2", "Approve", "ask"));
        assertThat(waiting).extracting(Notifications.Entry::pipeline).containsOnly(KEY);
        write(tx -> {
            tx.notifications().remove(waiting.getFirst().seq());
            return null;
        });
        assertThat(notifications()).containsExactly(waiting.getLast());
    }
}
