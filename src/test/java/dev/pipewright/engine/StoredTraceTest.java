package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Event.DefinitionUpdated;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Pipeline;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import dev.pipewright.store.Tx;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The {@link Stories} through the real store, with a restart after each line. */
class StoredTraceTest {
    @TempDir
    private Path folder;

    private Stored world;

    @AfterEach
    void close() {
        world.database.close();
    }

    @ParameterizedTest
    @MethodSource("dev.pipewright.engine.Stories#all")
    void a_story_goes_the_same_when_the_server_starts_again_after_each_line(String story) {
        Trace.play(story, pipeline -> {
            world = new Stored(folder, pipeline);
            return world;
        });
    }

    /** The engine with a store under it that is closed and opened again after every line. */
    private static final class Stored implements Trace.World {
        private final Path folder;
        private final AtomicInteger ids = new AtomicInteger();
        private Database database;
        private Traffic traffic;
        private boolean moved;

        Stored(Path folder, Pipeline pipeline) {
            this.folder = folder;
            EmptyStore.putInto(folder);
            open();
            database.writer().commit(tx -> tx.pipelines().insert(Trace.KEY, pipeline, Trace.START));
            traffic = stored();
        }

        private void open() {
            database = Database.open(folder, () -> "job-" + ids.incrementAndGet());
        }

        private Traffic stored() {
            return database.read(tables -> tables.traffic(Trace.KEY).orElseThrow());
        }

        @Override
        public Decision tell(Supplier<Event> event) {
            Decision decision = database.writer().commit(tx -> decide(tx, event.get()));
            if (decision instanceof Advance it) {
                traffic = it.next();
            }
            moved = true;
            return decision;
        }

        private static Decision decide(Tx tx, Event event) {
            if (event instanceof DefinitionUpdated it) {
                tx.pipelines().update(Trace.KEY, it.pipeline(), it.at());
            }
            var answer = Engine.decide(tx.traffic(Trace.KEY).orElseThrow(), event);
            if (answer instanceof Advance advance) {
                tx.save(Trace.KEY, advance);
            }
            return answer;
        }

        @Override
        public void lineEnds() {
            if (!moved) {
                return;
            }
            moved = false;
            database.close();
            open();
            assertThat(stored()).as("what a restart finds").isEqualTo(traffic);
        }

        @Override
        public Traffic traffic() {
            return traffic;
        }

        @Override
        public Optional<Execution> execution(String id) {
            return database.read(tables -> tables.executions().find(Trace.KEY, id));
        }
    }
}
