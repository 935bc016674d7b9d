package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import dev.pipewright.e2e.Lists.Listed;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
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

    static Hoard hoard;
    static LocalServer server;
    static List<Listed> lists;

    @BeforeAll
    static void start() throws Exception {
        hoard = Hoard.into(directory.resolve("data"), directory.resolve("machines"));
        server = LocalServer.start(directory.resolve("data"));
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
        roll();
        var all = new Lists(() -> server);
        all.fill();
        lists = all.all();
    }

    private static void roll() {
        var zip = Zips.zip().file("page.txt", "hello").program("after.sh", "true").bytes();
        server.s3().putObject(put -> put.bucket(Sketch.INBOX).key("roll.zip"), RequestBody.fromBytes(zip));
        var roll = Sketch.action("Roll", Sketch.type(ActionCategory.DEPLOY, ActionOwner.AWS, "EC2"))
                .configuration(Map.of(
                        "InstanceTagKey", "Fleet", "InstanceTagValue", "web", "InstanceType", "EC2",
                        "TargetDirectory", directory.resolve("rolled").toString(),
                        "PostScript", "after.sh", "MaxBatch", "7"))
                .inputArtifacts(Sketch.input("Code"))
                .build();
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                Lists.ROLLED, Sketch.stage("Source", Sketch.object("roll.zip")), Sketch.stage("Roll", roll))));
        var watch = new Watch(server.codePipeline(), Lists.ROLLED);
        watch.until(watch.newest(1), PipelineExecutionStatus.SUCCEEDED);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        hoard.close();
    }

    static List<Listed> lists() {
        return lists;
    }

    private static List<String> whole(Listed list) {
        var all = new ArrayList<String>();
        String token = null;
        do {
            var page = list.page(server.codePipeline(), token, Lists.MOST);
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
                var most = Math.max(list.least(), 1 + random.nextInt(1 + before.size() / 4));
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
            if (List.of("ListPipelines", "ListWebhooks", "ListActionTypes").contains(list.name())) {
                assertThatThrownBy(() -> list.page(server.codePipeline(Region.US_EAST_1), token, 1))
                        .as(list.name())
                        .isInstanceOf(InvalidNextTokenException.class);
            }
        }
    }

    @Test
    void every_walk_goes_on_where_it_was_after_a_restart() throws Exception {
        record Begun(Listed list, List<String> before, List<String> seen, String token) {}

        var random = new Random(5);
        var begun = new ArrayList<Begun>();
        for (var list : lists) {
            var before = whole(list);
            var page = list.page(server.codePipeline(), null, 2);
            begun.add(new Begun(list, before, new ArrayList<>(page.keys()), page.nextToken()));
        }
        for (var list : lists) list.change().accept(random);
        server.close();
        server = LocalServer.start(directory.resolve("data"));

        for (var walk : begun) {
            assertThat(walk.token()).as(walk.list().name()).isNotNull();
            for (var token = walk.token(); token != null; ) {
                var page = walk.list().page(server.codePipeline(), token, 2);
                walk.seen().addAll(page.keys());
                token = page.nextToken();
            }
            assertComplete(walk.before(), walk.seen(), whole(walk.list()));
        }
    }

    @Test
    void no_list_that_the_client_walks_by_itself_is_missing() {
        var walked = Stream.of(CodePipelineClient.class.getMethods())
                .map(Method::getName)
                .filter(name -> name.endsWith("Paginator"))
                .map(name -> "L" + name.substring(1, name.length() - "Paginator".length()))
                .distinct();
        assertThat(lists).extracting(list -> list.name().split(" ")[0])
                .containsAll(walked.toList());
    }
}
