package dev.pipewright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Engine;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Event.DefinitionUpdated;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.RunId;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import dev.pipewright.store.Timer;
import dev.pipewright.store.Tx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps what is committed in the real store. Now and then a unit of work fails after it has written everything, and the
 * server dies; what the next one finds in the tables is what the engine decided.
 */
final class StoredKeeper implements Keeper, AutoCloseable {
    private static final Instant FAR_AWAY = Instant.parse("9999-01-01T00:00:00Z");

    private final Path folder;
    private final Chance chance;
    private final AtomicInteger jobs = new AtomicInteger();
    private final Map<String, Execution> decided = new HashMap<>();
    private Database database;
    private Traffic traffic;

    /** A unit of work that fails when everything is written, before it is committed. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    StoredKeeper(Path folder, Pipeline pipeline, Chance chance) {
        this.folder = folder;
        this.chance = chance;
        EmptyStore.putInto(folder);
        open();
        database.writer().commit(tx -> tx.pipelines().insert(KEY, pipeline, Instant.EPOCH));
        traffic = Traffic.none(KEY, pipeline);
    }

    private void open() {
        database = Database.open(folder, () -> "job-" + jobs.incrementAndGet());
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public Decision tell(Event event) {
        if (chance.oneIn(10)) {
            try {
                database.writer().commit(tx -> {
                    decide(tx, event);
                    throw new Died();
                });
            } catch (Died _) {
                assertThat(stored()).as("what was not committed is not there").isEqualTo(traffic);
            }
        }
        var decision = database.writer().commit(tx -> decide(tx, event));
        if (decision instanceof Advance it) {
            traffic = it.next();
            it.changed().forEach(execution -> decided.put(execution.id(), execution));
        }
        if (chance.oneIn(12)) {
            database.close();
            open();
            compare();
        }
        return decision;
    }

    private Decision decide(Tx tx, Event event) {
        if (event instanceof DefinitionUpdated it) {
            tx.pipelines().update(KEY, it.pipeline(), it.at());
        }
        var decision = Engine.decide(tx.traffic(KEY).orElseThrow(), event);
        if (decision instanceof Advance it) {
            tx.save(KEY, it);
        }
        return decision;
    }

    private Traffic stored() {
        return database.read(tables -> tables.traffic(KEY).orElseThrow());
    }

    private void compare() {
        assertThat(stored()).as("what a restart finds").isEqualTo(traffic);
        if (!decided.isEmpty()) {
            var id = "e" + (1 + chance.below(decided.size()));
            assertThat(database.read(tables -> tables.executions().find(KEY, id)).orElse(null))
                    .as("an execution, over or not")
                    .isEqualTo(decided.get(id));
        }
        var running = traffic.executions().stream()
                .flatMap(execution -> execution.stages().stream().flatMap(stage -> stage.runs()))
                .filter(run -> !run.status().ended())
                .toList();
        assertThat(database.read(tables -> tables.timers().due(FAR_AWAY, 10_000)).stream().map(Timer::run))
                .as("timers")
                .containsExactlyInAnyOrderElementsOf(running.stream().map(ActionRun::run).toList());
        var unanswered = running.stream().map(ActionRun::run).filter(this::isJob).toList();
        var live = database.read(tables -> unanswered.stream()
                .filter(run -> tables.jobs().live(run).isPresent())
                .toList());
        assertThat(live).as("jobs that wait or are worked on").containsExactlyInAnyOrderElementsOf(unanswered);
    }

    private boolean isJob(RunId run) {
        var action = decided.get(run.executionId()).pipeline().action(run).orElseThrow();
        return action.actionTypeId().category() != ActionCategory.Approval;
    }
}
