package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.e2e.Lists.Listed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.model.Condition;
import software.amazon.awssdk.services.codepipeline.model.InvalidNextTokenException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.RuleCategory;
import software.amazon.awssdk.services.codepipeline.model.RuleDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** What every list promises: what is in it throughout comes once and in order, whatever happens between the pages. */
@Timeout(120)
final class PageLawsTest {
    private static final int SEEDS = 4;

    @TempDir
    static Path directory;

    static LocalServer server;
    static List<Listed> lists;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        server.s3().createBucket(create -> create.bucket(Sketch.INBOX));
        server.s3().putObject(put -> put.bucket(Sketch.INBOX).key("code.zip"), RequestBody.fromString("code"));
        var rule = RuleDeclaration.builder()
                .name("Holds")
                .ruleTypeId(id -> id.category(RuleCategory.RULE).provider("VariableCheck"))
                .configuration(Lists.holding())
                .build();
        var copy = Map.of("BucketName", "pages-out", "Extract", "false", "ObjectKey", "copy");
        var guarded = StageDeclaration.builder()
                .name("Guarded")
                .actions(Sketch.deploy("Copy", "Code", copy))
                .beforeEntry(entry -> entry.conditions(
                        Condition.builder().result(Result.FAIL).rules(rule).build()))
                .build();
        server.codePipeline().createPipeline(request -> request.pipeline(
                Sketch.pipeline(Lists.BUSY, Sketch.stage("Source", Sketch.object("code.zip")), guarded)));
        var watch = new Watch(server.codePipeline(), Lists.BUSY);
        watch.until(watch.newest(1), PipelineExecutionStatus.SUCCEEDED);
        for (int i = 0; i < 5; i++) {
            watch.until(watch.start(), PipelineExecutionStatus.SUCCEEDED);
        }
        var all = new Lists(server.codePipeline());
        all.fill();
        lists = all.all();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<Listed> lists() {
        return lists;
    }

    private static List<String> whole(Listed list) {
        var all = new ArrayList<String>();
        String token = null;
        do {
            var page = list.page(server.codePipeline(), token, 100);
            all.addAll(page.keys());
            token = page.nextToken();
        } while (token != null);
        return all;
    }

    private static void change(Listed list, Random random) {
        for (int i = random.nextInt(3); i > 0; i--) {
            list.change().accept(random);
        }
    }

    /** The keys that stood in the list before and after keep their order, and each comes once. */
    private static void assertComplete(List<String> before, List<String> seen, List<String> after) {
        assertThat(seen).doesNotHaveDuplicates();
        var throughout = new ArrayList<>(before);
        throughout.retainAll(after);
        assertThat(throughout).hasSizeGreaterThan(5);
        var kept = new ArrayList<>(seen);
        kept.retainAll(throughout);
        assertThat(kept).isEqualTo(throughout);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void what_stays_comes_once_and_in_order_while_the_rest_comes_and_goes(Listed list) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var before = whole(list);
            var seen = new ArrayList<String>();
            String token = null;
            do {
                var most = 1 + random.nextInt(1 + before.size() / 4);
                var page = list.page(server.codePipeline(), token, most);
                assertThat(page.keys()).hasSizeLessThanOrEqualTo(most);
                seen.addAll(page.keys());
                token = page.nextToken();
                change(list, random);
            } while (token != null);
            assertComplete(before, seen, whole(list));
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void the_paginator_of_the_sdk_sees_what_stays_once_and_in_order(Listed list) {
        var random = new Random(99);
        var before = whole(list);
        var seen = new ArrayList<String>();
        list.paginator().apply(server.codePipeline()).forEach(page -> {
            seen.addAll(page);
            change(list, random);
        });
        assertComplete(before, seen, whole(list));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void a_token_that_was_touched_is_refused(Listed list) {
        var token = list.page(server.codePipeline(), null, 1).nextToken();
        var random = new Random(7);
        var touched = new ArrayList<>(List.of(
                "made-up", token + "A", token + "=", token.substring(1), "A" + token, token.toUpperCase(),
                token.substring(0, token.length() - 1), token.substring(0, token.length() / 2), token + token));
        for (int i = 0; i < token.length(); i++) {
            touched.add(token.substring(0, i) + other(token.charAt(i), random) + token.substring(i + 1));
        }
        for (var each : touched) {
            assertThatThrownBy(() -> list.page(server.codePipeline(), each, 1))
                    .as(each + " instead of " + token)
                    .isInstanceOf(InvalidNextTokenException.class);
        }
    }

    private static char other(char c, Random random) {
        var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var found = letters.charAt(random.nextInt(letters.length()));
        return found == c ? other(c, random) : found;
    }

    @Test
    void a_token_of_another_list_or_another_filter_is_refused() {
        var tokens = new HashMap<Listed, String>();
        for (var list : lists) {
            tokens.put(list, list.page(server.codePipeline(), null, 1).nextToken());
        }
        for (var list : lists) {
            tokens.forEach((other, token) -> {
                if (!list.equals(other)) {
                    assertThatThrownBy(() -> list.page(server.codePipeline(), token, 1))
                            .as("%s with the token of %s", list, other)
                            .isInstanceOf(InvalidNextTokenException.class);
                }
            });
        }
    }

    @Test
    void a_token_of_another_pipeline_or_execution_is_refused() {
        var client = server.codePipeline();
        client.createPipeline(request -> request.pipeline(Sketch.pipeline(
                "other-busy", Sketch.stage("Source", Sketch.object("code.zip")),
                Sketch.stage("Gate", Sketch.approval("Ask")))));
        var token = client.listActionExecutions(request -> request.pipelineName(Lists.BUSY).maxResults(1)).nextToken();
        var executions = client.listPipelineExecutions(request -> request.pipelineName(Lists.BUSY).maxResults(1));

        assertThatThrownBy(() -> client.listActionExecutions(request ->
                        request.pipelineName("other-busy").nextToken(token)))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() -> client.listActionExecutions(request -> request.pipelineName(Lists.BUSY)
                        .filter(filter -> filter.pipelineExecutionId(
                                executions.pipelineExecutionSummaries().getFirst().pipelineExecutionId()))
                        .nextToken(token)))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() -> client.listPipelineExecutions(request ->
                        request.pipelineName("other-busy").nextToken(executions.nextToken())))
                .isInstanceOf(InvalidNextTokenException.class);
    }

    @Test
    void a_token_of_another_region_is_refused() {
        for (var list : lists) {
            var token = list.page(server.codePipeline(), null, 1).nextToken();
            if (List.of("ListPipelines", "ListWebhooks").contains(list.name())) {
                assertThatThrownBy(() -> list.page(server.codePipeline(Region.US_EAST_1), token, 1))
                        .as(list.name())
                        .isInstanceOf(InvalidNextTokenException.class);
            }
        }
    }

    @Test
    void a_walk_goes_on_where_it_was_after_a_restart(@TempDir Path own) throws Exception {
        List<String> all;
        String token;
        try (var first = LocalServer.start(own)) {
            for (int i = 0; i < 4; i++) {
                var name = "again-" + i;
                first.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                        name, Sketch.stage("Source", Sketch.object("nothing.zip")),
                        Sketch.stage("Gate", Sketch.approval("Ask")))));
            }
            var page = first.codePipeline().listPipelines(request -> request.maxResults(2));
            all = new ArrayList<>(page.pipelines().stream().map(each -> each.name()).toList());
            token = page.nextToken();
            first.codePipeline().deletePipeline(request -> request.name("again-1"));
        }
        try (var second = LocalServer.start(own)) {
            var rest = second.codePipeline().listPipelines(request -> request.nextToken(token));
            rest.pipelines().forEach(each -> all.add(each.name()));
            assertThat(rest.nextToken()).isNull();
        }
        assertThat(all).containsExactly("again-0", "again-1", "again-2", "again-3");
    }
}
