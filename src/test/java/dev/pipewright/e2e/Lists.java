package dev.pipewright.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ListActionExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListDeployActionExecutionTargetsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelineExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListRuleExecutionsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.ListWebhooksRequest;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.TargetFilter;
import software.amazon.awssdk.services.codepipeline.model.WebhookAuthenticationType;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;

/**
 * Every list that comes in pages, with something in it and with what can happen to it.
 *
 * @param server the server that runs just now
 */
record Lists(Supplier<LocalServer> server) {
    static final String BUSY = "busy";
    static final String ROLLED = "rolled";
    static final int MOST = 100;
    private static final String ARN = "arn:aws:codepipeline:" + LocalServer.REGION + ":" + LocalServer.ACCOUNT + ":";

    /** A page: keys of its items, and the token of the next one. */
    record Page(List<String> keys, String nextToken) {}

    /** Asks for a page. */
    @FunctionalInterface
    interface Asking {
        Page page(CodePipelineClient client, String nextToken, int most);
    }

    /**
     * One list.
     *
     * @param least how few items a caller may ask for; of action types there are always as many as fit
     * @param paginator the pages that the SDK's paginator asks for
     * @param change makes, changes or drops something that was not in the list when it was made
     */
    record Listed(
            String name,
            int least,
            Asking asking,
            Function<CodePipelineClient, Stream<List<String>>> paginator,
            Consumer<Random> change) {
        @Override
        public String toString() {
            return name;
        }

        Page page(CodePipelineClient client, String nextToken, int most) {
            return asking.page(client, nextToken, most);
        }
    }

    /** All of them, over what {@link #fill} made. */
    List<Listed> all() {
        return List.of(
                pipelines(), webhooks(), tags(), executions(false), executions(true), actionExecutions(),
                ruleExecutions(), actionTypes(), targets(false), targets(true));
    }

    private CodePipelineClient client() {
        return server.get().codePipeline();
    }

    /** Puts something into every list; what is under way ends by itself. */
    void fill() {
        IntStream.range(0, 8).forEach(i -> createPipeline(Coming.STAYING + i));
        IntStream.range(0, 7).forEach(i -> putWebhook(Coming.STAYING + i));
        IntStream.range(0, 9).forEach(i -> tag(Coming.STAYING + i, "0"));
        IntStream.range(0, 8).forEach(i -> createType(Coming.STAYING + i));
    }

    private void createPipeline(String name) {
        client().createPipeline(request -> request.pipeline(Sketch.pipeline(
                name,
                Sketch.stage("Source", Sketch.object("nothing.zip")),
                Sketch.stage("Gate", Sketch.approval("Ask")))));
    }

    private Listed pipelines() {
        Asking asking = (from, token, most) -> {
            var page = from.listPipelines(request -> request.nextToken(token).maxResults(most));
            return new Page(page.pipelines().stream().map(each -> each.name()).toList(), page.nextToken());
        };
        return new Listed(
                "ListPipelines",
                1,
                asking,
                from -> from.listPipelinesPaginator(ListPipelinesRequest.builder().maxResults(2).build()).stream()
                        .map(page -> page.pipelines().stream().map(each -> each.name()).toList()),
                new Coming(this::createPipeline,
                        name -> client().deletePipeline(request -> request.name(name)),
                        name -> client().updatePipeline(request ->
                                request.pipeline(client().getPipeline(get -> get.name(name)).pipeline()))));
    }

    private void putWebhook(String name) {
        client().putWebhook(request -> request.webhook(webhook -> webhook.name(name)
                .targetPipeline(BUSY)
                .targetAction("Source")
                .authentication(WebhookAuthenticationType.UNAUTHENTICATED)
                .authenticationConfiguration(none -> {})
                .filters(WebhookFilterRule.builder().jsonPath("$.ref").matchEquals("main").build())));
    }

    private Listed webhooks() {
        Asking asking = (from, token, most) -> {
            var page = from.listWebhooks(request -> request.nextToken(token).maxResults(most));
            return new Page(
                    page.webhooks().stream().map(each -> each.definition().name()).toList(), page.nextToken());
        };
        return new Listed(
                "ListWebhooks",
                1,
                asking,
                from -> from.listWebhooksPaginator(ListWebhooksRequest.builder().maxResults(2).build()).stream()
                        .map(page -> page.webhooks().stream().map(each -> each.definition().name()).toList()),
                new Coming(this::putWebhook,
                        name -> client().deleteWebhook(request -> request.name(name)), this::putWebhook));
    }

    private void tag(String key, String value) {
        client().tagResource(request ->
                request.resourceArn(ARN + BUSY).tags(Tag.builder().key(key).value(value).build()));
    }

    private Listed tags() {
        Asking asking = (from, token, most) -> {
            var page = from.listTagsForResource(request ->
                    request.resourceArn(ARN + BUSY).nextToken(token).maxResults(most));
            return new Page(page.tags().stream().map(Tag::key).toList(), page.nextToken());
        };
        return new Listed(
                "ListTagsForResource",
                1,
                asking,
                from -> from.listTagsForResourcePaginator(ListTagsForResourceRequest.builder()
                                .resourceArn(ARN + BUSY).maxResults(2).build()).stream()
                        .map(page -> page.tags().stream().map(Tag::key).toList()),
                new Coming(key -> tag(key, ""),
                        key -> client().untagResource(request -> request.resourceArn(ARN + BUSY).tagKeys(key)),
                        key -> tag(key, "changed")));
    }

    private void start(Random random) {
        start(BUSY, random);
    }

    private void start(String pipeline, Random random) {
        var started = client().startPipelineExecution(request -> request.name(pipeline)).pipelineExecutionId();
        if (random.nextInt(3) == 0) {
            client().stopPipelineExecution(request ->
                    request.pipelineName(pipeline).pipelineExecutionId(started).abandon(true).reason("no need"));
        }
    }

    private Listed executions(boolean isNarrowed) {
        Consumer<ListPipelineExecutionsRequest.Builder> which = request -> {
            request.pipelineName(BUSY);
            if (isNarrowed) {
                request.filter(filter -> filter.succeededInStage(in -> in.stageName("Source")));
            }
        };
        Asking asking = (from, token, most) -> {
            var page = from.listPipelineExecutions(
                    request -> which.accept(request.nextToken(token).maxResults(most)));
            return new Page(
                    page.pipelineExecutionSummaries().stream().map(each -> each.pipelineExecutionId()).toList(),
                    page.nextToken());
        };
        return new Listed(
                "ListPipelineExecutions" + (isNarrowed ? " of those that succeeded in Source" : ""),
                1,
                asking,
                from -> from.listPipelineExecutionsPaginator(
                                request -> which.accept(request.maxResults(2))).stream()
                        .map(page -> page.pipelineExecutionSummaries().stream()
                                .map(each -> each.pipelineExecutionId())
                                .toList()),
                this::start);
    }

    private Listed actionExecutions() {
        Asking asking = (from, token, most) -> {
            var page = from.listActionExecutions(request ->
                    request.pipelineName(BUSY).nextToken(token).maxResults(most));
            return new Page(
                    page.actionExecutionDetails().stream().map(each -> each.actionExecutionId()).toList(),
                    page.nextToken());
        };
        return new Listed(
                "ListActionExecutions",
                1,
                asking,
                from -> from.listActionExecutionsPaginator(
                                ListActionExecutionsRequest.builder().pipelineName(BUSY).maxResults(3).build()).stream()
                        .map(page -> page.actionExecutionDetails().stream()
                                .map(each -> each.actionExecutionId())
                                .toList()),
                this::start);
    }

    private Listed ruleExecutions() {
        Asking asking = (from, token, most) -> {
            var page = from.listRuleExecutions(request ->
                    request.pipelineName(BUSY).nextToken(token).maxResults(most));
            return new Page(
                    page.ruleExecutionDetails().stream().map(each -> each.ruleExecutionId()).toList(),
                    page.nextToken());
        };
        return new Listed(
                "ListRuleExecutions",
                1,
                asking,
                from -> from.listRuleExecutionsPaginator(
                                ListRuleExecutionsRequest.builder().pipelineName(BUSY).maxResults(2).build()).stream()
                        .map(page -> page.ruleExecutionDetails().stream()
                                .map(each -> each.ruleExecutionId())
                                .toList()),
                this::start);
    }

    private void createType(String provider) {
        CustomWorker.register(client(), ActionCategory.TEST, provider, 0, 0);
    }

    private Listed actionTypes() {
        Asking asking = (from, token, _) -> {
            var page = from.listActionTypes(request -> request.nextToken(token));
            return new Page(
                    page.actionTypes().stream().map(each -> each.id().toString()).toList(), page.nextToken());
        };
        return new Listed(
                "ListActionTypes",
                MOST,
                asking,
                from -> from.listActionTypesPaginator().stream()
                        .map(page -> page.actionTypes().stream().map(each -> each.id().toString()).toList()),
                new Coming(this::createType,
                        name -> client().deleteCustomActionType(request ->
                                request.category(ActionCategory.TEST).provider(name).version("1")),
                        _ -> {}));
    }

    /** The targets of an execution that is over; while they are listed, others deploy to the same machines. */
    private Listed targets(boolean isNarrowed) {
        var run = client()
                .listActionExecutions(request -> request.pipelineName(ROLLED))
                .actionExecutionDetails()
                .getFirst()
                .actionExecutionId();
        Consumer<ListDeployActionExecutionTargetsRequest.Builder> which = request -> {
            request.pipelineName(ROLLED).actionExecutionId(run);
            if (isNarrowed) {
                request.filters(TargetFilter.builder().name("TARGET_STATUS").values("Succeeded").build());
            }
        };
        Asking asking = (from, token, most) -> {
            var page = from.listDeployActionExecutionTargets(
                    request -> which.accept(request.nextToken(token).maxResults(most)));
            return new Page(page.targets().stream().map(each -> each.targetId()).toList(), page.nextToken());
        };
        return new Listed(
                "ListDeployActionExecutionTargets" + (isNarrowed ? " of those that succeeded" : ""),
                1,
                asking,
                from -> from.listDeployActionExecutionTargetsPaginator(
                                request -> which.accept(request.maxResults(2))).stream()
                        .map(page -> page.targets().stream().map(each -> each.targetId()).toList()),
                random -> start(ROLLED, random));
    }

    /** Things with names that come between those that stay, change, and go again. */
    private static final class Coming implements Consumer<Random> {
        private static final String STAYING = "keep-";

        private final Consumer<String> make;
        private final Consumer<String> drop;
        private final Consumer<String> touch;
        private final List<String> there = new ArrayList<>();
        private int count;

        Coming(Consumer<String> make, Consumer<String> drop, Consumer<String> touch) {
            this.make = make;
            this.drop = drop;
            this.touch = touch;
        }

        @Override
        public void accept(Random random) {
            switch (random.nextInt(4)) {
                case 0 -> touch.accept(STAYING + random.nextInt(5));
                case 1 -> {
                    if (!there.isEmpty()) {
                        drop.accept(there.remove(random.nextInt(there.size())));
                    }
                }
                default -> {
                    var begins = List.of("A", STAYING + random.nextInt(8) + "x", "Keeq", "kees-", "z");
                    var before = begins.get(random.nextInt(begins.size()));
                    var name = before + random.nextInt(100_000) + "-" + count++;
                    make.accept(name);
                    there.add(name);
                }
            }
        }
    }

    /** Configuration of a rule that holds. */
    static Map<String, String> holding() {
        return Map.of("Variable", "#{SourceVariables.ObjectKey}", "Operator", "MATCHES", "Value", ".*");
    }
}
