package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.api.FakeGitHub;
import dev.pipewright.e2e.Eventually;
import dev.pipewright.e2e.Sketch;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ActionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.Condition;
import software.amazon.awssdk.services.codepipeline.model.ConditionNotOverridableException;
import software.amazon.awssdk.services.codepipeline.model.ConditionType;
import software.amazon.awssdk.services.codepipeline.model.DuplicatedStopRequestException;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.ExecutorType;
import software.amazon.awssdk.services.codepipeline.model.FailureType;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.InvalidArnException;
import software.amazon.awssdk.services.codepipeline.model.InvalidClientTokenException;
import software.amazon.awssdk.services.codepipeline.model.InvalidJobStateException;
import software.amazon.awssdk.services.codepipeline.model.InvalidNextTokenException;
import software.amazon.awssdk.services.codepipeline.model.InvalidNonceException;
import software.amazon.awssdk.services.codepipeline.model.InvalidStructureException;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.JobNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineNameInUseException;
import software.amazon.awssdk.services.codepipeline.model.PipelineNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.PipelineSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineVersionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.RequestFailedException;
import software.amazon.awssdk.services.codepipeline.model.ResourceNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.RuleCategory;
import software.amazon.awssdk.services.codepipeline.model.RuleDeclaration;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageNotRetryableException;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.StageState;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;
import software.amazon.awssdk.services.codepipeline.model.StartTimeRange;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJobDetails;
import software.amazon.awssdk.services.codepipeline.model.ValidationException;
import software.amazon.awssdk.services.codepipeline.model.WebhookDefinition;
import software.amazon.awssdk.services.codepipeline.model.WebhookFilterRule;
import software.amazon.awssdk.services.codepipeline.model.WebhookNotFoundException;

/** The SDK for Java in every operation of the service, with nothing about it changed but the address. */
final class JavaSdkTest {
    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @TempDir
    static Path directory;

    private static Ground ground;
    private static Fleet fleet;
    private static JavaSdk sdk;
    private static CodePipelineClient client;

    @BeforeAll
    static void start() throws Exception {
        ground = Ground.start(directory);
        fleet = Fleet.start(ground.server(), directory);
        sdk = new JavaSdk(ground.server());
        client = sdk.client();
    }

    /** Only all tests of the class together call every operation. */
    @AfterAll
    static void compareAndStop() throws IOException {
        try {
            Exercised.compare("sdk-java", sdk.answered(), known());
        } finally {
            sdk.close();
            ground.close();
            fleet.close();
        }
    }

    /** The operations by the methods of the client that take a request. */
    private static TreeSet<String> known() {
        return Stream.of(CodePipelineClient.class.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && CodePipelineRequest.class.isAssignableFrom(method.getParameterTypes()[0]))
                .map(Method::getName)
                .filter(name -> !name.endsWith("Paginator"))
                .map(name -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String create(String name, StageDeclaration... stages) {
        client.createPipeline(request -> request.pipeline(Sketch.pipeline(name, stages)));
        return Executions.newest(client, name);
    }

    private static StageState stage(String pipeline, String stage) {
        return client.getPipelineState(request -> request.name(pipeline)).stageStates().stream()
                .filter(state -> state.stageName().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    /** The token of the approval that waits for somebody in an execution. */
    private static String asked(String pipeline, String execution) {
        return Eventually.find("an approval in " + execution, () -> Optional.of(stage(pipeline, "Gate"))
                .filter(stage -> stage.latestExecution() != null
                        && stage.latestExecution().pipelineExecutionId().equals(execution))
                .map(stage -> stage.actionStates().getFirst().latestExecution())
                .map(latest -> latest.token()));
    }

    private static Instant answer(String pipeline, String token, ApprovalStatus status) {
        return client.putApprovalResult(request -> request.pipelineName(pipeline)
                        .stageName("Gate")
                        .actionName("Ask")
                        .token(token)
                        .result(result -> result.status(status).summary("as the test says")))
                .approvedAt();
    }

    private static void refused(Class<? extends CodePipelineException> error, String word, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(error).satisfies(thrown -> {
            var refusal = (CodePipelineException) thrown;
            assertThat(refusal.statusCode()).isEqualTo(400);
            assertThat(refusal.requestId()).isNotBlank();
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(error.getSimpleName());
            assertThat(refusal.awsErrorDetails().errorMessage()).contains(word);
        });
    }

    @Test
    void definitions_are_made_read_changed_and_dropped() {
        var declaration = Sketch.pipeline("defined", Sketches.source(), Sketches.gate());
        var made = client.createPipeline(request -> request.pipeline(declaration).tags(tag("team", "blue")));
        assertThat(made.tags()).containsExactly(tag("team", "blue"));
        var read = client.getPipeline(request -> request.name("defined"));
        assertThat(read.pipeline()).isEqualTo(made.pipeline());
        assertThat(read.metadata().pipelineArn()).isEqualTo(Sketches.arn("defined"));
        assertThat(read.metadata().created()).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));

        var changed = client.updatePipeline(request -> request.pipeline(read.pipeline().toBuilder()
                .stages(Sketches.source(), Sketches.gate().toBuilder().name("Door").build())
                .build()));
        assertThat(changed.pipeline().version()).isEqualTo(2);
        assertThat(client.getPipeline(request -> request.name("defined").version(1)).pipeline())
                .isEqualTo(made.pipeline());

        refused(PipelineNameInUseException.class, "defined", () ->
                client.createPipeline(request -> request.pipeline(declaration)));
        refused(PipelineVersionNotFoundException.class, "9", () ->
                client.getPipeline(request -> request.name("defined").version(9)));
        refused(InvalidStructureException.class, "2 stages", () -> create("short", Sketches.source()));
        refused(InvalidActionDeclarationException.class, "Nobody", () -> create(
                "odd", Sketches.source(), Sketches.work("Nobody", "odd")));
        refused(ValidationException.class, "pipeline.name", () ->
                create("no name", Sketches.source(), Sketches.gate()));
        client.deletePipeline(request -> request.name("defined"));
        client.deletePipeline(request -> request.name("defined"));
        refused(PipelineNotFoundException.class, "defined", () -> client.getPipeline(it -> it.name("defined")));
        refused(PipelineNotFoundException.class, "defined", () ->
                client.startPipelineExecution(it -> it.name("defined")));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void jobs_are_polled_failed_tried_again_and_done() {
        client.createCustomActionType(request -> Sketches.customType(request, "Mill"));
        var type = Sketches.builder("Mill");
        assertThat(client.listActionTypesPaginator(request -> request.actionOwnerFilter("Custom")).actionTypes())
                .singleElement()
                .satisfies(listed -> assertThat(listed.id()).isEqualTo(type));
        var execution = create("milled", Sketches.source(), Sketches.work("Mill", "milled"), Sketches.gate());

        var job = take("Mill", "milled");
        var details = client.getJobDetails(request -> request.jobId(job.id())).jobDetails();
        assertThat(details.data().inputArtifacts()).isEqualTo(job.data().inputArtifacts());
        refused(JobNotFoundException.class, NOBODY, () -> client.getJobDetails(request -> request.jobId(NOBODY)));
        client.putJobFailureResult(request -> request.jobId(job.id())
                .failureDetails(failure -> failure.type(FailureType.JOB_FAILED).message("no grain")));
        refused(InvalidJobStateException.class, job.id(), () ->
                client.putJobSuccessResult(request -> request.jobId(job.id())));
        Executions.until(client, "milled", execution, PipelineExecutionStatus.FAILED);
        var failed = stage("milled", "Build").actionStates().getFirst().latestExecution();
        assertThat(failed.errorDetails().message()).isEqualTo("no grain");

        refused(StageNotFoundException.class, "Nowhere", () -> retry("milled", "Nowhere", execution));
        refused(StageNotRetryableException.class, "Source", () -> retry("milled", "Source", execution));
        assertThat(retry("milled", "Build", execution)).isEqualTo(execution);
        var second = take("Mill", "milled");
        client.putJobSuccessResult(request -> request.jobId(second.id()).outputVariables(Map.of("Size", "12")));
        var token = asked("milled", execution);
        refused(InvalidApprovalTokenException.class, "", () -> answer("milled", NOBODY, ApprovalStatus.APPROVED));
        assertThat(answer("milled", token, ApprovalStatus.APPROVED)).isAfter(Instant.now().minusSeconds(60));
        Executions.until(client, "milled", execution, PipelineExecutionStatus.SUCCEEDED);
        refused(ApprovalAlreadyCompletedException.class, "", () -> answer("milled", token, ApprovalStatus.APPROVED));

        var runs = client.listActionExecutionsPaginator(request -> request.pipelineName("milled")
                        .maxResults(1)
                        .filter(filter -> filter.latestInPipelineExecution(latest ->
                                latest.pipelineExecutionId(execution).startTimeRange(StartTimeRange.ALL))))
                .actionExecutionDetails();
        assertThat(runs).extracting(ActionExecutionDetail::actionName).containsExactly("Ask", "Make", "Make", "Fetch");
        client.deletePipeline(request -> request.name("milled"));
        client.deleteCustomActionType(request -> request.category("Build").provider("Mill").version("1"));
        refused(ActionTypeNotFoundException.class, "Mill", () ->
                client.pollForJobs(request -> request.actionTypeId(type)));
    }

    private static String retry(String pipeline, String stage, String execution) {
        return client.retryStageExecution(request -> request.pipelineName(pipeline)
                        .stageName(stage)
                        .pipelineExecutionId(execution)
                        .retryMode(StageRetryMode.FAILED_ACTIONS))
                .pipelineExecutionId();
    }

    private static Job take(String provider, String project) {
        var job = Eventually.find("a job of " + project, () -> client
                .pollForJobs(request -> request.actionTypeId(Sketches.builder(provider))
                        .maxBatchSize(1)
                        .queryParam(Map.of("Project", project)))
                .jobs()
                .stream()
                .findFirst());
        refused(InvalidNonceException.class, job.id(), () ->
                client.acknowledgeJob(request -> request.jobId(job.id()).nonce(job.nonce() + "0")));
        assertThat(client.acknowledgeJob(request -> request.jobId(job.id()).nonce(job.nonce())).status())
                .isEqualTo(JobStatus.IN_PROGRESS);
        return job;
    }

    @Test
    void a_partner_fails_and_does_its_jobs() {
        var token = ground.partner().clientToken();
        var execution = create("scanned", Sketches.source(), Sketches.scan("scanned"));
        var failing = takeAsPartner();
        client.putThirdPartyJobFailureResult(request -> request.jobId(failing.id())
                .clientToken(token)
                .failureDetails(failure -> failure.type(FailureType.JOB_FAILED).message("holes")));
        Executions.until(client, "scanned", execution, PipelineExecutionStatus.FAILED);
        assertThat(stage("scanned", "Test").actionStates().getFirst().latestExecution().errorDetails().message())
                .isEqualTo("holes");
        retry("scanned", "Test", execution);
        var job = takeAsPartner();
        client.putThirdPartyJobSuccessResult(request -> request.jobId(job.id())
                .clientToken(token)
                .executionDetails(details -> details.summary("no holes").percentComplete(100)));
        Executions.until(client, "scanned", execution, PipelineExecutionStatus.SUCCEEDED);
    }

    private static ThirdPartyJobDetails takeAsPartner() {
        var token = ground.partner().clientToken();
        var job = Eventually.find("a job for the partner", () -> client
                .pollForThirdPartyJobs(request -> request.actionTypeId(Sketches.scanner()).maxBatchSize(1))
                .jobs()
                .stream()
                .findFirst());
        assertThat(job.clientId()).isEqualTo(ground.partner().clientId());
        refused(InvalidClientTokenException.class, "", () -> client.getThirdPartyJobDetails(
                request -> request.jobId(job.jobId()).clientToken("x".repeat(43))));
        var details = client.getThirdPartyJobDetails(request -> request.jobId(job.jobId()).clientToken(token))
                .jobDetails();
        assertThat(details.data().inputArtifacts()).extracting(input -> input.name()).containsExactly("Code");
        refused(InvalidNonceException.class, job.jobId(), () -> client.acknowledgeThirdPartyJob(
                request -> request.jobId(job.jobId()).clientToken(token).nonce(details.nonce() + "0")));
        assertThat(client.acknowledgeThirdPartyJob(request ->
                                request.jobId(job.jobId()).clientToken(token).nonce(details.nonce()))
                        .status())
                .isEqualTo(JobStatus.IN_PROGRESS);
        return details;
    }

    @Test
    void an_action_type_of_a_partner_is_read_and_changed() {
        var declared = declared(Partner.PROVIDER);
        assertThat(declared.executor().type()).isEqualTo(ExecutorType.JOB_WORKER);
        var described = declared.toBuilder().description("Looks for holes").build();
        client.updateActionType(request -> request.actionType(described));
        assertThat(declared(Partner.PROVIDER)).isEqualTo(described);
        var builtIn = client.getActionType(
                request -> request.category("Approval").owner("AWS").provider("Manual").version("1"));
        refused(RequestFailedException.class, "Manual", () ->
                client.updateActionType(request -> request.actionType(builtIn.actionType())));
        refused(ActionTypeNotFoundException.class, "Nobody", () -> declared("Nobody"));
    }

    private static ActionTypeDeclaration declared(String provider) {
        return client.getActionType(request ->
                        request.category("Test").owner("ThirdParty").provider(provider).version("1"))
                .actionType();
    }

    @Test
    void a_condition_is_overridden_and_a_stage_is_rolled_back() {
        assertThat(client.listRuleTypes(_ -> {}).ruleTypes())
                .extracting(rule -> rule.id().provider())
                .contains("DeploymentWindow");
        var window = RuleDeclaration.builder()
                .name("Window")
                .ruleTypeId(id -> id.category(RuleCategory.RULE).provider("DeploymentWindow"))
                .configuration(Map.of("Cron", "* * * 1 1 ? 2099"))
                .build();
        var never = Condition.builder().result(Result.FAIL).rules(window).build();
        var gate = Sketches.gate().toBuilder().onSuccess(success -> success.conditions(never)).build();
        var execution = create("ruled", Sketches.source(), gate);
        answer("ruled", asked("ruled", execution), ApprovalStatus.APPROVED);
        Eventually.see(
                "the window is watched",
                () -> client.listRuleExecutionsPaginator(request -> request.pipelineName("ruled").maxResults(1))
                        .ruleExecutionDetails()
                        .stream()
                        .toList(),
                rules -> rules.size() == 1 && rules.getFirst().status() == RuleExecutionStatus.IN_PROGRESS);
        override(execution);
        Executions.until(client, "ruled", execution, PipelineExecutionStatus.SUCCEEDED);
        refused(ConditionNotOverridableException.class, "", () -> override(execution));

        refused(PipelineExecutionNotFoundException.class, NOBODY, () -> rollBack(NOBODY));
        var back = rollBack(execution);
        assertThat(client.listPipelineExecutionsPaginator(request -> request.pipelineName("ruled").maxResults(1))
                        .pipelineExecutionSummaries())
                .extracting(PipelineExecutionSummary::pipelineExecutionId)
                .containsExactly(back, execution);
        assertThat(client.getPipelineExecution(request -> request.pipelineName("ruled").pipelineExecutionId(back))
                        .pipelineExecution()
                        .executionType())
                .isEqualTo(ExecutionType.ROLLBACK);
    }

    private static void override(String execution) {
        client.overrideStageCondition(request -> request.pipelineName("ruled")
                .stageName("Gate")
                .pipelineExecutionId(execution)
                .conditionType(ConditionType.ON_SUCCESS));
    }

    private static String rollBack(String target) {
        return client.rollbackStage(request -> request.pipelineName("ruled")
                        .stageName("Gate")
                        .targetPipelineExecutionId(target))
                .pipelineExecutionId();
    }

    @Test
    void targets_of_a_deployment_are_listed_in_pages() {
        var execution = create("rolled", Sketches.source("app.zip"), Sketches.rollOut(ground.target().toString()));
        Executions.until(client, "rolled", execution, PipelineExecutionStatus.SUCCEEDED);
        var run = stage("rolled", "Deploy").actionStates().getFirst().latestExecution().actionExecutionId();
        var pages = client.listDeployActionExecutionTargetsPaginator(request ->
                request.pipelineName("rolled").actionExecutionId(run).maxResults(1));
        assertThat(pages.stream().map(page -> page.targets().size())).startsWith(1, 1);
        assertThat(pages.targets()).hasSize(Fleet.SIZE).allSatisfy(target -> {
            assertThat(target.status()).isEqualTo("Succeeded");
            assertThat(target.events()).isNotEmpty();
        });
        refused(ActionExecutionNotFoundException.class, NOBODY, () -> client.listDeployActionExecutionTargets(
                request -> request.pipelineName("rolled").actionExecutionId(NOBODY)));
    }

    @Test
    void executions_are_held_stopped_and_started_by_a_revision() {
        var first = create("held", Sketches.source(), Sketches.gate());
        asked("held", first);
        client.disableStageTransition(request -> request.pipelineName("held")
                .stageName("Gate")
                .transitionType(StageTransitionType.INBOUND)
                .reason("closed"));
        assertThat(stage("held", "Gate").inboundTransitionState().disabledReason()).isEqualTo("closed");
        client.enableStageTransition(request -> request.pipelineName("held")
                .stageName("Gate")
                .transitionType(StageTransitionType.INBOUND));
        assertThat(stage("held", "Gate").inboundTransitionState().enabled()).isTrue();

        stop("held", first, false);
        refused(DuplicatedStopRequestException.class, first, () -> stop("held", first, false));
        stop("held", first, true);
        Executions.until(client, "held", first, PipelineExecutionStatus.STOPPED);
        refused(PipelineExecutionNotStoppableException.class, first, () -> stop("held", first, true));

        var told = report("held", "Fetch");
        assertThat(told).isNotEqualTo(first);
        asked("held", told);
        refused(ActionNotFoundException.class, "Nothing", () -> report("held", "Nothing"));
    }

    private static void stop(String pipeline, String execution, boolean abandon) {
        client.stopPipelineExecution(request -> request.pipelineName(pipeline)
                .pipelineExecutionId(execution)
                .abandon(abandon));
    }

    private static String report(String pipeline, String action) {
        return client.putActionRevision(request -> request.pipelineName(pipeline)
                        .stageName("Source")
                        .actionName(action)
                        .actionRevision(revision -> revision.revisionId(ground.oldVersion())
                                .revisionChangeId("1")
                                .created(Instant.parse("2016-05-06T07:08:09Z"))))
                .pipelineExecutionId();
    }

    @Test
    void tags_are_put_listed_in_pages_and_taken_away() {
        create("tagged", Sketches.source(), Sketches.gate());
        var arn = Sketches.arn("tagged");
        var tags = List.of(tag("a", "1"), tag("b", "2"), tag("c", "3"));
        client.tagResource(request -> request.resourceArn(arn).tags(tags));
        assertThat(client.listTagsForResourcePaginator(request -> request.resourceArn(arn).maxResults(2)).tags())
                .containsExactlyElementsOf(tags);
        client.untagResource(request -> request.resourceArn(arn).tagKeys("a", "b", "c"));
        assertThat(client.listTagsForResource(request -> request.resourceArn(arn)).tags()).isEmpty();
        refused(ResourceNotFoundException.class, "nowhere", () ->
                client.listTagsForResource(request -> request.resourceArn(Sketches.arn("nowhere"))));
        refused(InvalidArnException.class, "a:b:c", () ->
                client.listTagsForResource(request -> request.resourceArn(Sketches.arn("a:b:c"))));
    }

    @Test
    void webhooks_are_put_registered_listed_in_pages_and_dropped() {
        create("hooked", Sketches.gitHub(FakeGitHub.TOKEN), Sketches.gate());
        for (var name : List.of("java-1", "java-2")) {
            var put = client.putWebhook(request -> request.webhook(hook(name))).webhook();
            assertThat(put.arn()).isEqualTo(Sketches.arn("webhook:" + name));
            client.registerWebhookWithThirdParty(request -> request.webhookName(name));
        }
        assertThat(client.listWebhooksPaginator(request -> request.maxResults(1)).webhooks())
                .extracting(webhook -> webhook.definition().name())
                .contains("java-1", "java-2");
        refused(WebhookNotFoundException.class, "nowhere", () ->
                client.registerWebhookWithThirdParty(request -> request.webhookName("nowhere")));
        client.deregisterWebhookWithThirdParty(request -> request.webhookName("java-1"));
        client.deleteWebhook(request -> request.name("java-1"));
        client.deleteWebhook(request -> request.name("java-1"));
    }

    private static WebhookDefinition hook(String name) {
        return WebhookDefinition.builder()
                .name(name)
                .targetPipeline("hooked")
                .targetAction("Fetch")
                .filters(WebhookFilterRule.builder().jsonPath("$.ref").matchEquals("refs/heads/{Branch}").build())
                .authentication("GITHUB_HMAC")
                .authenticationConfiguration(configuration -> configuration.secretToken("between us"))
                .build();
    }

    @Test
    void pipelines_are_listed_in_pages() {
        for (var name : List.of("page-1", "page-2", "page-3")) {
            create(name, Sketches.source(), Sketches.gate());
        }
        assertThat(client.listPipelinesPaginator(request -> request.maxResults(1)).pipelines())
                .extracting(PipelineSummary::name)
                .contains("page-1", "page-2", "page-3")
                .doesNotHaveDuplicates()
                .isSorted();
        refused(InvalidNextTokenException.class, "", () -> client.listPipelines(it -> it.nextToken("made-up")));
    }

    @Test
    void a_start_whose_answer_is_lost_is_made_again_and_starts_one_execution() {
        create("lost", Sketches.source(), Sketches.gate());
        var before = sdk.sent().size();
        String started;
        try (var unlucky = sdk.client(ground.lostAnswer())) {
            started = unlucky.startPipelineExecution(request -> request.name("lost")).pipelineExecutionId();
        }
        assertThat(sdk.sent().subList(before, sdk.sent().size())).containsOnly("StartPipelineExecution");
        assertThat(client.listPipelineExecutions(request -> request.pipelineName("lost")).pipelineExecutionSummaries())
                .hasSize(2)
                .first()
                .satisfies(newest -> assertThat(newest.pipelineExecutionId()).isEqualTo(started));
    }
}
