package dev.pipewright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.StateChange;
import dev.pipewright.sink.EventSink;
import dev.pipewright.sink.Refused;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDispatchTest {
    private static final PipelineKey PIPELINE = new PipelineKey("111122223333", "eu-west-1", "shop");

    @TempDir
    Path temp;

    private Database database;
    private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final List<EventDispatch> dispatches = new ArrayList<>();

    /** Does what the test says with each delivery, and keeps what it has taken. */
    private static final class ScriptedSink implements EventSink {
        private final String name;
        private final int most;
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private volatile Deed deed = _ -> {};

        interface Deed {
            void with(String id) throws IOException, Refused;
        }

        ScriptedSink(String name, int most) {
            this.name = name;
            this.most = most;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int most() {
            return most;
        }

        @Override
        public void deliver(List<StateChange> changes) throws IOException, Refused {
            for (var change : changes) {
                asked.add(change.id());
                deed.with(change.id());
                taken.add(change.id());
            }
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() throws IOException {
        EmptyStore.putInto(Files.createDirectory(temp.resolve("data")));
        database = Database.open(temp.resolve("data"), () -> "unused");
    }

    @AfterEach
    void close() {
        dispatches.forEach(EventDispatch::close);
        database.close();
    }

    private EventDispatch dispatch(EventSink... sinks) {
        var dispatch = new EventDispatch(database, List.of(sinks), () -> now);
        dispatches.add(dispatch);
        dispatch.start();
        return dispatch;
    }

    private void keepSink(String name) {
        database.writer().commit(tx -> tx.outbox().keepSinks(Set.of(name)));
    }

    private void happens(String... ids) {
        database.writer().commit(tx -> {
            for (var id : ids) {
                tx.outbox().add(new StateChange(id, PIPELINE, "e1", "CodePipeline X State Change", now, "{}"));
            }
            return null;
        });
        dispatches.forEach(EventDispatch::wake);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        dispatches.forEach(EventDispatch::wake);
    }

    private boolean isEmpty(String sink) {
        return database.read(tables -> tables.outbox().waiting(sink, 1)).isEmpty();
    }

    @Test
    void every_sink_gets_every_event_in_order() {
        var one = new ScriptedSink("one", 1);
        var two = new ScriptedSink("two", 10);
        dispatch(one, two);
        happens("a", "b", "c");
        happens("d");
        Soon.holds("all are there", () -> isEmpty("one") && isEmpty("two"));
        assertThat(one.taken).containsExactly("a", "b", "c", "d");
        assertThat(two.taken).containsExactly("a", "b", "c", "d");
    }

    @Test
    void an_event_that_was_delivered_but_not_ticked_off_comes_again_with_the_same_id_and_before_the_next() {
        var sink = new ScriptedSink("one", 1);
        sink.deed = id -> {
            if (id.equals("b") && !sink.taken.contains("b")) {
                // It has arrived, and then the server dies before it can write that down.
                sink.taken.add("b");
                throw new IOException("killed");
            }
        };
        keepSink("one");
        happens("a", "b", "c");
        dispatch(sink);
        Soon.holds("the first b is there", () -> sink.taken.contains("b"));
        dispatches.removeFirst().close();
        dispatch(sink);
        Soon.holds("all are there", () -> isEmpty("one"));
        assertThat(sink.taken).containsExactly("a", "b", "b", "c");
    }

    @Test
    void a_sink_in_trouble_is_tried_again_after_growing_pauses_and_keeps_nobody_else_waiting() {
        var sink = new ScriptedSink("one", 1);
        var other = new ScriptedSink("other", 1);
        sink.deed = _ -> {
            throw new IOException("down");
        };
        dispatch(sink, other);
        happens("a");
        Soon.holds("it was tried", () -> sink.asked.size() == 1);
        Soon.holds("the other has it", () -> isEmpty("other"));
        happens("b");
        Soon.holds("the other has it", () -> isEmpty("other"));
        assertThat(sink.asked).as("new events do not shorten the pause").containsExactly("a");
        pass(Duration.ofSeconds(1));
        Soon.holds("it was tried again", () -> sink.asked.size() == 2);
        sink.deed = _ -> {};
        pass(Duration.ofSeconds(2));
        Soon.holds("all are there", () -> isEmpty("one"));
        assertThat(sink.asked).containsExactly("a", "a", "a", "b");
        assertThat(sink.taken).containsExactly("a", "b");
    }

    @Test
    void a_sink_that_throws_anything_at_all_is_tried_again() {
        var sink = new ScriptedSink("one", 1);
        sink.deed = _ -> {
            throw new IllegalStateException("a mistake");
        };
        dispatch(sink);
        happens("a");
        Soon.holds("it was tried", () -> sink.asked.size() == 1);
        sink.deed = _ -> {};
        pass(Duration.ofSeconds(1));
        Soon.holds("it is there", () -> isEmpty("one"));
        assertThat(sink.taken).containsExactly("a");
    }

    @Test
    void what_has_arrived_is_not_sent_again_because_the_store_cannot_write_that_down() throws Exception {
        var sink = new ScriptedSink("one", 1);
        dispatch(sink);
        var file = temp.resolve("data/pipewright.db");
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = other.createStatement()) {
            statement.execute("""
                    CREATE TRIGGER broken BEFORE UPDATE ON event_sink
                    BEGIN SELECT raise(ABORT, 'cannot write'); END""");
            happens("a");
            Soon.holds("it has arrived", () -> sink.taken.contains("a"));
            dispatches.forEach(EventDispatch::wake);
            statement.execute("DROP TRIGGER broken");
        }
        dispatches.forEach(EventDispatch::wake);
        happens("b");
        Soon.holds("all are there", () -> isEmpty("one"));
        assertThat(sink.taken).containsExactly("a", "b");
    }

    @Test
    void a_refused_event_is_left_out_after_an_hour_and_not_before() {
        var sink = new ScriptedSink("one", 1);
        sink.deed = id -> {
            if (id.equals("a")) {
                throw Refused.asConfigured("I do not like it");
            }
        };
        dispatch(sink);
        happens("a", "b");
        Soon.holds("it was tried", () -> sink.asked.size() == 1);
        pass(EventDispatch.PATIENCE.minusSeconds(1));
        Soon.holds("it was tried again", () -> sink.asked.size() == 2);
        assertThat(sink.taken).isEmpty();
        pass(Duration.ofMinutes(5));
        Soon.holds("the next one is there", () -> isEmpty("one"));
        assertThat(sink.asked).containsExactly("a", "a", "a", "b");
        assertThat(sink.taken).containsExactly("b");
    }
}
