package dev.pipewright.runtime;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.SourceProvider;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import dev.pipewright.model.VariableDeclaration;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import dev.pipewright.store.Executions.Header;
import dev.pipewright.store.Job;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store and engine with pipelines made by hand, scripted providers, and a clock that goes on when told to. */
final class Bench implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final ActionTypeId FETCH = new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1");
    static final ActionTypeId BAKE = new ActionTypeId(ActionCategory.Test, ActionOwner.AWS, "Oven", "1");
    static final ActionTypeId OUTSIDE = new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Mill", "1");
    /** How long a run of {@link #BAKE} may take. */
    static final Duration TIME = Duration.ofMinutes(60);

    private static final int DISK_FULL = 13;

    final ScriptedProvider fetch = new ScriptedProvider(FETCH);
    final ScriptedProvider bake = new ScriptedProvider(BAKE);
    final Timekeeper timekeeper;
    final JobDesk desk;
    final Starts starts;
    private final Path folder;
    private final AtomicInteger count = new AtomicInteger();
    private final List<BuiltInWorker> workers = new CopyOnWriteArrayList<>();
    private final Database database;
    private volatile Instant now;
    private volatile int full;

    Bench(Path folder) {
        EmptyStore.putInto(folder);
        this(folder, START, 0);
    }

    private Bench(Path folder, Instant at, int used) {
        this.folder = folder;
        now = at;
        count.set(used);
        database = Database.open(folder, this::id);
        database.listen((_, _) -> workers.forEach(BuiltInWorker::wake));
        timekeeper = new Timekeeper(database, () -> now);
        desk = new JobDesk(database, () -> now, this::id);
        starts = new Starts(() -> now, this::id);
    }

    /** What the next server finds when the executions of a pipeline were damaged meanwhile. */
    Bench reopenedWithout(PipelineKey key) {
        return reopenedAfter("""
                UPDATE execution SET body = '{"place":"THERE"}'
                 WHERE pipeline_id = (SELECT id FROM pipeline WHERE name = '%s')""".formatted(key.name()));
    }

    /** What the next server finds when a statement was carried out behind the store's back meanwhile. */
    Bench reopenedAfter(String sql) {
        close();
        tamper(sql);
        return new Bench(folder, now, count.get());
    }

    /** Ids are made in the middle of a commit, and so the disk can be full there. */
    private String id() {
        if (full > 0) {
            full--;
            throw new IllegalStateException(new SQLException("full", null, DISK_FULL));
        }
        return "%08d-0000-4000-8000-000000000000".formatted(count.incrementAndGet());
    }

    Database database() {
        return database;
    }

    Instant now() {
        return now;
    }

    /** The clock goes on, and the workers look at it. */
    void pass(Duration time) {
        now = now.plus(time);
        workers.forEach(BuiltInWorker::wake);
    }

    /** The next commits that make an id find the disk full. */
    void fillDisk(int commits) {
        full = commits;
    }

    boolean diskIsFull() {
        return full > 0;
    }

    BuiltInWorker worker(String name) {
        Map<ActionTypeId, ActionProvider> providers = Map.of(FETCH, fetch, BAKE, bake);
        var worker = new BuiltInWorker(name, database, Workforce.of(providers), () -> now, this::id);
        workers.add(worker);
        worker.start();
        return worker;
    }

    SourceWatch watch() {
        Map<ActionTypeId, SourceProvider> providers = Map.of(FETCH, fetch);
        return new SourceWatch(database, starts, providers, Duration.ofHours(1));
    }

    static PipelineKey key(String name) {
        return new PipelineKey("111122223333", "eu-west-1", name);
    }

    static Action action(String name, ActionTypeId type, Map<String, String> configuration) {
        return new Action(
                name, type, 1, configuration, null, List.of(), List.of(), null, null, null, null, null, null);
    }

    static Action action(String name, ActionTypeId type) {
        return action(name, type, Map.of());
    }

    static Stage stage(String name, Action... actions) {
        return new Stage(name, null, List.of(actions), null, null, null);
    }

    static Pipeline pipeline(String name, List<VariableDeclaration> variables, Stage... stages) {
        return new Pipeline(
                name, "arn:aws:iam::111122223333:role/pipe", new ArtifactStore("S3", "shelf", null), null,
                List.of(stages), 1, ExecutionMode.SUPERSEDED, PipelineType.V2, variables, null);
    }

    PipelineKey create(String name, Stage... stages) {
        return create(pipeline(name, null, stages));
    }

    PipelineKey create(Pipeline pipeline) {
        var key = key(pipeline.name());
        database.writer().commit(tx -> tx.pipelines().insert(key, pipeline, now));
        return key;
    }

    /** A pipeline of two stages, {@code Get/Flour} and {@code Make/Bread}. */
    PipelineKey bakery() {
        return create("bakery", stage("Get", action("Flour", FETCH)), stage("Make", action("Bread", BAKE)));
    }

    void update(PipelineKey key, int version, Stage... stages) {
        var next = pipeline(key.name(), null, stages).withVersion(version);
        database.writer().commit(tx -> Conductor.update(tx, key, next, now)).orElseThrow();
    }

    void delete(PipelineKey key) {
        database.writer().commit(tx -> tx.pipelines().delete(key));
    }

    String start(PipelineKey key) {
        return start(key, Map.of());
    }

    String start(PipelineKey key, Map<String, String> variables) {
        var trigger = new Trigger(Trigger.START_PIPELINE_EXECUTION, "somebody");
        return Begun.id(database.writer().commit(tx -> starts.start(tx, key, trigger, variables, Map.of())));
    }

    Execution execution(PipelineKey key, String id) {
        return database.read(tables -> tables.executions().find(key, id)).orElseThrow();
    }

    /** The executions of a pipeline, newest first. */
    List<Header> executions(PipelineKey key) {
        return database.read(tables -> tables.executions().page(key, Long.MAX_VALUE, 100));
    }

    Optional<ActionRun> run(PipelineKey key, RunId run) {
        return execution(key, run.executionId()).find(run);
    }

    Optional<Job> job(RunId run) {
        return database.read(tables -> tables.jobs().live(run));
    }

    Job jobById(String id) {
        return database.read(tables -> tables.jobs().find(id)).orElseThrow();
    }

    static RunId run(String execution, String stage, String action) {
        return new RunId(execution, stage, action, 1);
    }

    private void tamper(String sql) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pipewright.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        workers.forEach(BuiltInWorker::close);
        timekeeper.close();
        database.close();
    }
}
