package dev.pipewright.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.connection.News.Gone;
import dev.pipewright.connection.News.Happened;
import dev.pipewright.engine.GitTriggers;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Connection;
import dev.pipewright.model.ConnectionArn;
import dev.pipewright.model.ConnectionProvider;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.GitEvent.BranchPush;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import dev.pipewright.model.Trigger;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.TriggerDeclaration.GitConfiguration;
import dev.pipewright.model.TriggerDeclaration.Patterns;
import dev.pipewright.model.TriggerDeclaration.PushFilter;
import dev.pipewright.runtime.Conductor;
import dev.pipewright.runtime.Starts;
import dev.pipewright.store.Database;
import dev.pipewright.store.EmptyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events and looks at branches, in all the orders in which they can come. */
final class DispatchTest {
    private static final String ACCOUNT = "123456789012";
    private static final Connection HOSTED = Connection.hosted(ACCOUNT, "eu-west-1");
    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final String C = "c".repeat(40);

    @TempDir
    private Path folder;

    private final FakeHosted git = new FakeHosted();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private Database database;
    private Dispatch dispatch;
    private BranchWatch watch;

    @BeforeEach
    void open() throws IOException {
        EmptyStore.putInto(folder);
        begin();
    }

    private void begin() throws IOException {
        database = Database.open(folder, this::id);
        var hosts = new Hosts(database, git, Files.createDirectories(folder.resolve("mirrors")));
        dispatch = new Dispatch(database, new Starts(() -> now, this::id), hosts, () -> now);
        watch = new BranchWatch(database, dispatch, hosts, () -> now, Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        watch.close();
        database.close();
    }

    private String id() {
        return "%08d-0000-4000-8000-000000000000".formatted(ids.incrementAndGet());
    }

    private static PipelineKey key(String name) {
        return new PipelineKey(ACCOUNT, "eu-west-1", name);
    }

    private static Pipeline pipeline(String name, Connection connection, PushFilter... filters) {
        var source = action("Source", GitTriggers.CONNECTION_SOURCE, Map.of(
                "ConnectionArn", connection.arn().toString(), "FullRepositoryId", "acme/shop", "BranchName", "main"));
        var approval = new ActionTypeId(ActionCategory.Approval, ActionOwner.AWS, "Manual", "1");
        return new Pipeline(
                name, "arn:aws:iam::123456789012:role/r", new ArtifactStore("S3", "bucket", null), null,
                List.of(
                        new Stage("Source", null, List.of(source), null, null, null),
                        new Stage("Go", null, List.of(action("Go", approval, Map.of())), null, null, null)),
                1, ExecutionMode.QUEUED, PipelineType.V2, null,
                filters.length == 0
                        ? null
                        : List.of(new TriggerDeclaration(
                                "CodeStarSourceConnection", new GitConfiguration("Source", List.of(filters), null))));
    }

    private static Action action(String name, ActionTypeId type, Map<String, String> configuration) {
        return new Action(
                name, type, 1, configuration, null, List.of(), List.of(), null, null, null, null, null, null);
    }

    private PipelineKey create(String name, PushFilter... filters) {
        return create(pipeline(name, HOSTED, filters));
    }

    private PipelineKey create(Pipeline pipeline) {
        database.writer().commit(tx -> tx.pipelines().insert(key(pipeline.name()), pipeline, now));
        return key(pipeline.name());
    }

    private static PushFilter on(String branch, String path) {
        return new PushFilter(
                null, new Patterns(List.of(branch), null), path == null ? null : new Patterns(List.of(path), null));
    }

    private static News push(String branch, String before, String after) {
        return new Happened(
                new BranchPush("acme/shop", branch, Optional.ofNullable(before), after), Optional.empty());
    }

    private int tell(News news, String... deliveries) throws IOException {
        return dispatch.told(HOSTED, List.of(news), List.of(deliveries));
    }

    /** The commits of a pipeline's executions, the oldest first. */
    private List<String> started(PipelineKey key) {
        return database.read(tables -> tables.traffic(key).orElseThrow()).executions().stream()
                .map(execution -> execution.sourceRevisions().get("Source").revision())
                .toList();
    }

    @Test
    void an_event_starts_every_pipeline_that_listens_with_its_commit_and_branch() throws IOException {
        var any = create("any");
        var dev = create("dev", on("dev", null));
        assertThat(tell(push("main", A, B))).isEqualTo(1);
        assertThat(tell(push("dev", A, C))).isEqualTo(1);
        assertThat(started(any)).containsExactly(B);
        assertThat(started(dev)).containsExactly(C);
        var execution = database.read(tables -> tables.traffic(dev).orElseThrow()).executions().getFirst();
        assertThat(execution.sourceRevisions().get("Source").configuration()).isEqualTo(Map.of("BranchName", "dev"));
        assertThat(execution.trigger().type()).isEqualTo(Trigger.WEBHOOK_V2);
    }

    @Test
    void the_same_delivery_starts_nothing_again_even_when_the_branch_has_moved_on() throws IOException {
        var key = create("shop");
        assertThat(tell(push("main", A, B), "id:1", "sha256:x")).isEqualTo(1);
        assertThat(tell(push("main", B, C), "id:2", "sha256:y")).isEqualTo(1);
        assertThat(tell(push("main", A, B), "id:1", "sha256:x")).isZero();
        assertThat(tell(push("main", A, B), "id:3", "sha256:x")).isZero();
        assertThat(tell(push("main", C, B), "id:4", "sha256:z")).isEqualTo(1);
        assertThat(started(key)).containsExactly(B, C, B);
    }

    @Test
    void a_repository_that_cannot_be_asked_leaves_the_event_to_come_again() throws IOException {
        var key = create("shop", on("main", "src/**"));
        git.changed.put(B, List.of("src/a"));
        git.broken = true;
        assertThatThrownBy(() -> tell(push("main", A, B), "id:1")).isInstanceOf(IOException.class);
        assertThat(started(key)).isEmpty();
        git.broken = false;
        assertThat(tell(push("main", A, B), "id:1")).isEqualTo(1);
        assertThat(started(key)).containsExactly(B);
    }

    @Test
    void the_files_are_worked_out_once_for_all_pipelines_and_only_where_they_matter() throws IOException {
        create("one", on("main", "src/**"));
        create("two", on("main", "docs/**"));
        create("three", on("dev", "src/**"));
        git.changed.put(B, List.of("docs/a"));
        assertThat(tell(push("main", A, B))).isEqualTo(1);
        assertThat(git.asked).containsExactly(A + ".." + B);
        tell(push("other", A, C));
        tell(push("main", null, C));
        assertThat(git.asked).hasSize(1);
    }

    @Test
    void the_first_look_only_learns_and_the_next_ones_find_what_moved() {
        var key = create("shop");
        git.tips.put("refs/heads/main", A);
        watch.lookAtAll();
        assertThat(started(key)).isEmpty();
        watch.lookAtAll();
        assertThat(started(key)).isEmpty();
        git.tips.put("refs/heads/main", B);
        watch.lookAtAll();
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(B);
    }

    @Test
    void what_a_filter_keeps_out_is_not_started_by_looking() {
        var key = create("shop", on("release/*", "src/**"));
        git.tips.put("refs/heads/main", A);
        git.tips.put("refs/heads/release/1", A);
        watch.lookAtAll();
        git.changed.put(B, List.of("docs/a"));
        git.changed.put(C, List.of("src/a"));
        git.tips.put("refs/heads/main", C);
        git.tips.put("refs/heads/release/1", B);
        git.tips.put("refs/heads/release/2", C);
        git.tips.put("refs/tags/v1", C);
        watch.lookAtAll();
        assertThat(started(key)).isEmpty();
        git.tips.put("refs/heads/release/1", C);
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(C);
        assertThat(git.asked).contains(A + ".." + B, B + ".." + C);
    }

    @Test
    void what_was_told_is_not_found_again_and_what_was_found_is_not_told_again() throws IOException {
        var key = create("shop");
        git.tips.put("refs/heads/main", A);
        watch.lookAtAll();
        git.tips.put("refs/heads/main", B);
        tell(push("main", A, B));
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(B);
        git.tips.put("refs/heads/main", C);
        watch.lookAtAll();
        assertThat(tell(push("main", B, C))).isZero();
        assertThat(started(key)).containsExactly(B, C);
        assertThat(tell(push("main", C, A))).isEqualTo(1);
    }

    @Test
    void events_of_a_way_that_a_look_has_seen_at_once_start_nothing_older() throws IOException {
        var key = create("shop");
        git.tips.put("refs/heads/main", A);
        watch.lookAtAll();
        git.tips.put("refs/heads/main", C);
        watch.lookAtAll();
        assertThat(tell(push("main", A, B))).isZero();
        assertThat(tell(push("main", B, C))).isZero();
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(C);
        assertThat(tell(push("main", C, B))).isEqualTo(1);
    }

    @Test
    void an_event_between_look_and_commit_is_acted_upon_once() {
        var key = create("shop");
        git.tips.put("refs/heads/main", A);
        watch.lookAtAll();
        git.afterLook = () -> {
            git.afterLook = () -> {};
            git.tips.put("refs/heads/main", B);
            try {
                tell(push("main", A, B));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        watch.lookAtAll();
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(B);
    }

    @Test
    void a_branch_that_went_and_came_again_is_new() throws IOException {
        var key = create("shop");
        tell(push("main", null, A));
        assertThat(tell(new Gone("acme/shop", "refs/heads/main"))).isZero();
        assertThat(tell(push("main", null, A))).isEqualTo(1);
        assertThat(started(key)).containsExactly(A, A);
    }

    @Test
    void a_repository_that_no_pipeline_names_any_more_is_learned_afresh() {
        var key = create("shop");
        git.tips.put("refs/heads/main", A);
        watch.lookAtAll();
        database.writer().commit(tx -> tx.pipelines().delete(key));
        watch.lookAtAll();
        git.tips.put("refs/heads/main", B);
        create("shop");
        watch.lookAtAll();
        assertThat(started(key)).isEmpty();
    }

    @Test
    void a_repository_that_cannot_be_looked_at_moves_no_cursor_and_holds_up_no_other() {
        var key = create("shop");
        var elsewhere = new Connection(
                new ConnectionArn("eu-west-1", ACCOUNT, "11111111-0000-4000-8000-000000000000"), "pending",
                ConnectionProvider.GitLabSelfManaged, Optional.empty());
        database.writer().commit(tx -> tx.connections().add(elsewhere, now));
        create(pipeline("pending", elsewhere));
        git.tips.put("refs/heads/main", A);
        watch.lookAtAll();
        git.tips.put("refs/heads/main", B);
        git.broken = true;
        watch.lookAtAll();
        assertThat(started(key)).isEmpty();
        git.broken = false;
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(B);
    }

    @Test
    void a_branch_whose_changes_cannot_be_told_keeps_no_other_from_being_acted_upon() {
        var key = create("shop", on("release/*", "src/**"));
        git.tips.put("refs/heads/release/1", A);
        git.tips.put("refs/heads/release/2", A);
        watch.lookAtAll();
        git.changed.put(B, List.of("src/a"));
        git.changed.put(C, List.of("src/a"));
        git.tips.put("refs/heads/release/1", B);
        git.tips.put("refs/heads/release/2", C);
        git.unknown = B;
        watch.lookAtAll();
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(C);
        git.unknown = "";
        watch.lookAtAll();
        assertThat(started(key)).containsExactly(C, B);
    }

    @Test
    void a_damaged_pipeline_keeps_no_other_from_being_started() throws Exception {
        create("damaged");
        var sound = create("sound");
        assertThat(tell(push("main", A, B))).isEqualTo(2);
        close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pipewright.db"));
                var statement = connection.createStatement()) {
            statement.execute("""
                    UPDATE execution SET body = '{'
                     WHERE pipeline_id = (SELECT id FROM pipeline WHERE name = 'damaged')""");
        }
        begin();
        assertThat(tell(push("main", B, C))).isEqualTo(1);
        assertThat(started(sound)).containsExactly(B, C);
    }

    @Test
    void a_connection_of_another_account_is_not_listened_to() throws IOException {
        var foreign = Connection.hosted("999999999999", "eu-west-1");
        create(pipeline("shop", foreign));
        assertThat(tell(push("main", A, B))).isZero();
    }

    @Test
    void a_definition_that_changes_meanwhile_decides() throws IOException {
        var key = create("shop", on("main", "src/**"));
        git.changed.put(B, List.of("src/a"));
        git.afterAsked = () -> {
            git.afterAsked = () -> {};
            database.writer().commit(tx -> Conductor.update(
                    tx, key, pipeline("shop", HOSTED, on("dev", null)).withVersion(2), now));
        };
        assertThat(tell(push("main", A, B))).isZero();
        assertThat(started(key)).isEmpty();
    }
}
