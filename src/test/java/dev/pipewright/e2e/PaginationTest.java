package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.InvalidNextTokenException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineSummary;

/** Lists by the SDK's paginators in small pages, while what they list grows. */
final class PaginationTest {
    @TempDir
    static Path directory;

    static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        server.s3().createBucket(create -> create.bucket(Sketch.INBOX));
        server.s3().putObject(put -> put.bucket(Sketch.INBOX).key("code.zip"), RequestBody.fromString("code"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Watch create(String name) {
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                name,
                Sketch.stage("Source", Sketch.object("code.zip")),
                Sketch.stage("Gate", Sketch.approval("Ask")))));
        return new Watch(server.codePipeline(), name);
    }

    /** All items of all pages, none of them larger than asked for, with something happening after the first one. */
    private static <P, T> List<T> drain(Iterable<P> pages, int most, Function<P, List<T>> items, Runnable between) {
        var all = new ArrayList<T>();
        var count = 0;
        for (var page : pages) {
            assertThat(items.apply(page)).hasSizeLessThanOrEqualTo(most);
            all.addAll(items.apply(page));
            if (count++ == 0) {
                between.run();
            }
        }
        assertThat(count).as("pages").isGreaterThan(1);
        return all;
    }

    @Test
    void pipelines_come_each_once_by_name_while_others_are_made() {
        var names = IntStream.range(0, 7).mapToObj(i -> "page-" + i).toList();
        names.forEach(PaginationTest::create);

        var listed = drain(
                server.codePipeline().listPipelinesPaginator(request -> request.maxResults(2)), 2,
                page -> page.pipelines(),
                () -> {
                    create("aaa-before");
                    create("zzz-after");
                });

        assertThat(listed).extracting(PipelineSummary::name)
                .doesNotHaveDuplicates()
                .containsAll(names)
                .contains("zzz-after")
                .isSorted();
    }

    @Test
    void executions_come_each_once_newest_first_while_others_start() {
        var watch = create("runs");
        var started = new ArrayList<>(List.of(watch.newest(1)));
        for (int i = 0; i < 6; i++) {
            started.add(watch.start());
        }

        var listed = drain(
                server.codePipeline().listPipelineExecutionsPaginator(request ->
                        request.pipelineName("runs").maxResults(3)), 3,
                page -> page.pipelineExecutionSummaries(),
                () -> {
                    watch.start();
                    watch.start();
                });

        assertThat(listed).extracting(PipelineExecutionSummary::pipelineExecutionId)
                .containsExactlyElementsOf(started.reversed());
    }

    @Test
    void actions_come_each_once_newest_first_while_others_start() {
        var watch = create("steps");
        var execution = watch.newest(1);
        var token = watch.asked(execution, "Gate", "Ask").latestExecution().token();
        watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "y");
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        watch.asked(watch.start(), "Gate", "Ask");
        var before = server.codePipeline()
                .listActionExecutions(request -> request.pipelineName("steps"))
                .actionExecutionDetails();
        assertThat(before).hasSize(4);

        var listed = drain(
                server.codePipeline().listActionExecutionsPaginator(request ->
                        request.pipelineName("steps").maxResults(1)), 1,
                page -> page.actionExecutionDetails(),
                watch::start);

        assertThat(listed).extracting(ActionExecutionDetail::actionExecutionId)
                .containsExactlyElementsOf(before.stream().map(ActionExecutionDetail::actionExecutionId).toList());
    }

    @Test
    void action_types_come_each_once_while_others_are_made() {
        for (int i = 0; i < 5; i++) {
            CustomWorker.register(server.codePipeline(), ActionCategory.TEST, "Kind" + i, 0, 0);
        }
        var once = server.codePipeline().listActionTypes(request -> request.actionOwnerFilter("Custom")).actionTypes();
        assertThat(once).extracting(type -> type.id().provider()).contains("Kind0", "Kind4");

        var all = drain(
                server.codePipeline().listActionTypesPaginator(request -> request.regionFilter(LocalServer.REGION)),
                page -> page.actionTypes());

        assertThat(all).extracting(type -> type.id()).doesNotHaveDuplicates().hasSizeGreaterThan(once.size());
    }

    private static <P, T> List<T> drain(Iterable<P> pages, Function<P, List<T>> items) {
        var all = new ArrayList<T>();
        pages.forEach(page -> all.addAll(items.apply(page)));
        return all;
    }

    @Test
    void a_token_of_another_listing_or_of_nobody_is_refused() {
        IntStream.range(0, 3).forEach(i -> create("token-" + i));
        var token = server.codePipeline().listPipelines(request -> request.maxResults(1)).nextToken();
        assertThat(token).isNotBlank();

        assertThatThrownBy(() -> server.codePipeline().listPipelineExecutions(request ->
                        request.pipelineName("token-0").nextToken(token)))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() -> server.codePipeline().listPipelines(request -> request.nextToken("made-up")))
                .isInstanceOf(InvalidNextTokenException.class);
    }
}
