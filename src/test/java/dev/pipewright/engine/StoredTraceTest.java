package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Event.DefinitionUpdated;
import dev.pipewright.model.Pipeline;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stories of {@link TraceTest} through the real store, with a restart after each line. */
class StoredTraceTest {
    @TempDir
    private Path folder;

    private Stored world;

    @AfterEach
    void close() {
        world.database.close();
    }

    @ParameterizedTest
    @MethodSource("dev.pipewright.engine.TraceTest#stories")
    void a_story_goes_the_same_when_the_server_starts_again_after_each_line(String story) {
        Trace.play(story, pipeline -> {
            world = new Stored(folder, pipeline);
            return world;
        });
    }

    /** The engine with a store under it that is closed and opened again after every event. */
    private static final class Stored implements Trace.World {
        private final Path folder;
        private final AtomicInteger ids = new AtomicInteger();
        private Database database;

        Stored(Path folder, Pipeline pipeline) {
            this.folder = folder;
            EmptyStore.putInto(folder);
            open();
            database.writer().commit(tx -> tx.pipelines().insert(Trace.KEY, pipeline, Trace.START));
        }

        private void open() {
            database = Database.open(folder, () -> "job-" + ids.incrementAndGet());
        }

        @Override
        public Decision tell(Event event) {
            Decision decision = database.writer().commit(tx -> {
                if (event instanceof DefinitionUpdated it) {
                    tx.pipelines().update(Trace.KEY, it.pipeline(), it.at());
                }
                var answer = Engine.decide(tx.traffic(Trace.KEY).orElseThrow(), event);
                if (answer instanceof Advance advance) {
                    tx.save(Trace.KEY, advance);
                }
                return answer;
            });
            Traffic before = database.writer().commit(tx -> tx.traffic(Trace.KEY).orElseThrow());
            database.close();
            open();
            assertThat(traffic()).as("what a restart finds").isEqualTo(before);
            return decision;
        }

        @Override
        public Traffic traffic() {
            return database.read(tables -> tables.traffic(Trace.KEY).orElseThrow());
        }
    }
}
