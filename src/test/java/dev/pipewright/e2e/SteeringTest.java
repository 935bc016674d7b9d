package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.Condition;
import software.amazon.awssdk.services.codepipeline.model.ConditionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ConditionNotOverridableException;
import software.amazon.awssdk.services.codepipeline.model.ConditionType;
import software.amazon.awssdk.services.codepipeline.model.DuplicatedStopRequestException;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.ExecutionType;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionNotStoppableException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PutActionRevisionResponse;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.RuleCategory;
import software.amazon.awssdk.services.codepipeline.model.RuleDeclaration;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionDetail;
import software.amazon.awssdk.services.codepipeline.model.RuleExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionOverride;
import software.amazon.awssdk.services.codepipeline.model.SourceRevisionType;
import software.amazon.awssdk.services.codepipeline.model.StageExecution;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageRetryMode;
import software.amazon.awssdk.services.codepipeline.model.StartTimeRange;
import software.amazon.awssdk.services.codepipeline.model.TriggerType;
import software.amazon.awssdk.services.codepipeline.model.UnableToRollbackStageException;

/** Somebody who stops, retries and rolls back, and runs executions one after the other or side by side. */
final class SteeringTest {
    @TempDir
    static Path directory;

    @TempDir
    Path outside;

    static LocalServer server;
    static CodePipelineClient client;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        client = server.codePipeline();
        server.s3().createBucket(create -> create.bucket(Sketch.INBOX));
        put("code.zip", Zips.zip().file("readme", "hello").bytes());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String put(String key, byte[] bytes) {
        return server.s3()
                .putObject(put -> put.bucket(Sketch.INBOX).key(key), RequestBody.fromBytes(bytes))
                .versionId();
    }

    private static Watch create(PipelineDeclaration pipeline) {
        client.createPipeline(request -> request.pipeline(pipeline));
        return new Watch(client, pipeline.name());
    }

    private static PipelineDeclaration gated(String name, ExecutionMode mode) {
        return Sketch.pipeline(
                        name,
                        Sketch.stage("Source", Sketch.object("code.zip")),
                        Sketch.stage("Gate", Sketch.approval("Ask")))
                .toBuilder()
                .executionMode(mode)
                .build();
    }

    private static List<ActionExecutionDetail> history(Watch watch, String execution, StartTimeRange range) {
        return client.listActionExecutions(request -> request.pipelineName(watch.pipeline())
                        .filter(filter -> filter.latestInPipelineExecution(
                                latest -> latest.pipelineExecutionId(execution).startTimeRange(range))))
                .actionExecutionDetails();
    }

    @Test
    void a_failed_build_succeeds_when_its_stage_is_tried_again() throws Exception {
        var ready = outside.resolve("ready");
        var watch = create(Sketch.pipeline(
                "mended",
                Sketch.stage("Source", Sketch.object("code.zip")),
                Sketch.stage(
                        "Build",
                        Sketch.commands("Lint", "true").build(),
                        Sketch.commands("Compile", "test -e " + ready).build())));
        var execution = watch.newest(1);
        watch.until(execution, PipelineExecutionStatus.FAILED);
        var failed = watch.action("Build", "Compile").latestExecution();
        var lint = watch.action("Build", "Lint").latestExecution();
        assertThat(failed.status()).isEqualTo(ActionExecutionStatus.FAILED);

        Files.createFile(ready);
        var answer = client.retryStageExecution(request -> request.pipelineName("mended")
                .stageName("Build")
                .pipelineExecutionId(execution)
                .retryMode(StageRetryMode.FAILED_ACTIONS));
        assertThat(answer.pipelineExecutionId()).isEqualTo(execution);

        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        var mended = watch.action("Build", "Compile").latestExecution();
        assertThat(mended.status()).isEqualTo(ActionExecutionStatus.SUCCEEDED);
        assertThat(mended.actionExecutionId()).isNotEqualTo(failed.actionExecutionId());
        assertThat(watch.action("Build", "Lint").latestExecution()).isEqualTo(lint);
        assertThat(watch.stage("Build").retryStageMetadata().manualStageRetryAttempt()).isEqualTo(1);
        assertThat(history(watch, execution, StartTimeRange.ALL)).hasSize(4);
        assertThat(history(watch, execution, StartTimeRange.LATEST))
                .extracting(ActionExecutionDetail::actionExecutionId)
                .hasSize(3)
                .contains(mended.actionExecutionId())
                .doesNotContain(failed.actionExecutionId());
    }

    @Test
    void a_stop_waits_for_an_approval_until_it_is_abandoned() {
        var watch = create(gated("stopped", ExecutionMode.SUPERSEDED));
        var execution = watch.newest(1);
        var token = watch.asked(execution, "Gate", "Ask").latestExecution().token();

        client.stopPipelineExecution(request -> request.pipelineName("stopped")
                .pipelineExecutionId(execution)
                .reason("Wrong release"));
        assertThat(watch.execution(execution).status()).isEqualTo(PipelineExecutionStatus.STOPPING);
        assertThat(watch.action("Gate", "Ask").latestExecution().token()).isEqualTo(token);
        assertThatThrownBy(() -> client.stopPipelineExecution(
                        request -> request.pipelineName("stopped").pipelineExecutionId(execution)))
                .isInstanceOf(DuplicatedStopRequestException.class)
                .hasMessageContaining(execution);

        client.stopPipelineExecution(request -> request.pipelineName("stopped")
                .pipelineExecutionId(execution)
                .abandon(true));
        assertThat(watch.execution(execution).status()).isEqualTo(PipelineExecutionStatus.STOPPED);
        assertThat(watch.stage("Gate").latestExecution().status()).isEqualTo(StageExecutionStatus.STOPPED);
        assertThat(watch.action("Gate", "Ask").latestExecution().status())
                .isEqualTo(ActionExecutionStatus.ABANDONED);
        assertThat(watch.executions().getFirst().stopTrigger().reason()).isEqualTo("Wrong release");
        assertThatThrownBy(() -> watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "late"))
                .isInstanceOf(InvalidApprovalTokenException.class);
        assertThatThrownBy(() -> client.stopPipelineExecution(
                        request -> request.pipelineName("stopped").pipelineExecutionId(execution)))
                .isInstanceOf(PipelineExecutionNotStoppableException.class);

        client.retryStageExecution(request -> request.pipelineName("stopped")
                .stageName("Gate")
                .pipelineExecutionId(execution)
                .retryMode(StageRetryMode.FAILED_ACTIONS));
        var next = watch.asked(execution, "Gate", "Ask").latestExecution().token();
        assertThat(next).isNotEqualTo(token);
        watch.answer("Gate", "Ask", next, ApprovalStatus.APPROVED, "now");
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
    }

    @Test
    void queued_executions_pass_one_after_the_other_in_the_order_of_their_starts() {
        var watch = create(gated("queued", ExecutionMode.QUEUED));
        var first = watch.newest(1);
        watch.asked(first, "Gate", "Ask");
        var second = watch.start();
        var third = watch.start();

        var gate = Eventually.see(
                "two wait", () -> watch.stage("Gate"), stage -> stage.inboundExecutions().size() == 2);
        assertThat(gate.inboundExecutions())
                .extracting(StageExecution::pipelineExecutionId)
                .containsExactly(second, third);
        assertThat(gate.inboundExecution().pipelineExecutionId()).isEqualTo(third);
        for (var execution : List.of(first, second, third)) {
            var token = watch.asked(execution, "Gate", "Ask").latestExecution().token();
            watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "next");
            watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        }
        assertThat(watch.stage("Gate").inboundExecutions()).isEmpty();
        assertThat(watch.executions())
                .extracting(PipelineExecutionSummary::executionMode)
                .containsOnly(ExecutionMode.QUEUED);
    }

    @Test
    void parallel_executions_ask_at_the_same_time_and_the_last_may_be_answered_first() {
        var watch = create(gated("parallel", ExecutionMode.PARALLEL));
        var first = watch.newest(1);
        var second = watch.start();

        for (var execution : List.of(second, first)) {
            var asked = Eventually.see(
                    "asks in " + execution,
                    () -> history(watch, execution, StartTimeRange.LATEST),
                    all -> all.size() == 2);
            var token = asked.getFirst().output().executionResult().externalExecutionId();
            watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "go");
            watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        }
        assertThat(watch.state().stageStates()).allSatisfy(stage -> {
            assertThat(stage.latestExecution()).isNull();
            assertThat(stage.inboundExecutions()).isEmpty();
        });
    }

    @Test
    void a_stage_whose_window_never_opens_goes_on_when_its_condition_is_overridden() {
        var window = RuleDeclaration.builder()
                .name("Window")
                .ruleTypeId(id -> id.category(RuleCategory.RULE).provider("DeploymentWindow"))
                .configuration(Map.of("Cron", "* * * 1 1 ? 2099"))
                .build();
        var gate = Sketch.stage("Gate", Sketch.approval("Ask")).toBuilder()
                .beforeEntry(entry -> entry.conditions(
                        Condition.builder().result(Result.FAIL).rules(window).build()))
                .build();
        var watch = create(Sketch.pipeline("shut", Sketch.stage("Source", Sketch.object("code.zip")), gate));
        var execution = watch.newest(1);
        Eventually.see("the window is watched", () -> rules("shut", execution), all -> all.size() == 1);
        assertThat(watch.stage("Gate").beforeEntryConditionState().latestExecution().status())
                .isEqualTo(ConditionExecutionStatus.IN_PROGRESS);

        client.overrideStageCondition(request -> request.pipelineName("shut")
                .stageName("Gate")
                .pipelineExecutionId(execution)
                .conditionType(ConditionType.BEFORE_ENTRY));

        var token = watch.asked(execution, "Gate", "Ask").latestExecution().token();
        assertThat(watch.stage("Gate").beforeEntryConditionState().latestExecution().status())
                .isEqualTo(ConditionExecutionStatus.OVERRIDDEN);
        assertThat(rules("shut", execution)).singleElement().satisfies(rule -> {
            assertThat(rule.ruleName()).isEqualTo("Window");
            assertThat(rule.status()).isEqualTo(RuleExecutionStatus.ABANDONED);
        });
        assertThatThrownBy(() -> client.overrideStageCondition(request -> request.pipelineName("shut")
                        .stageName("Gate")
                        .pipelineExecutionId(execution)
                        .conditionType(ConditionType.BEFORE_ENTRY)))
                .isInstanceOf(ConditionNotOverridableException.class);
        watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "go");
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
    }

    private static List<RuleExecutionDetail> rules(String pipeline, String execution) {
        return client.listRuleExecutions(request -> request.pipelineName(pipeline)
                        .filter(filter -> filter.latestInPipelineExecution(latest ->
                                latest.pipelineExecutionId(execution).startTimeRange(StartTimeRange.LATEST))))
                .ruleExecutionDetails();
    }

    @Test
    void rule_types_have_a_list_of_their_own() {
        assertThat(client.listRuleTypes(_ -> {}).ruleTypes())
                .extracting(type -> type.id().provider())
                .contains("DeploymentWindow", "VariableCheck", "LambdaInvoke")
                .isSorted();
        assertThat(client.listActionTypes(_ -> {}).actionTypes())
                .extracting(type -> type.id().provider())
                .doesNotContain("DeploymentWindow", "VariableCheck");
    }

    private static String shipped() {
        return server.s3()
                .getObjectAsBytes(get -> get.bucket(Sketch.INBOX).key("shipped"))
                .asUtf8String();
    }

    private static Watch shipping(String name, Map<String, String> source) {
        return create(Sketch.pipeline(
                name,
                Sketch.stage(
                        "Source",
                        Sketch.object("goods").toBuilder().configuration(source).build()),
                Sketch.stage("Ship", Sketch.deploy("Send", "Code", Map.of(
                        "BucketName", Sketch.INBOX, "Extract", "false", "ObjectKey", "shipped")))));
    }

    private static Map<String, String> unwatched() {
        return Map.of(
                "S3Bucket", Sketch.INBOX, "S3ObjectKey", "goods", "PollForSourceChanges", "false",
                "AllowOverrideForS3ObjectKey", "true");
    }

    @Test
    void a_stage_returns_to_what_an_earlier_execution_shipped() {
        var version = put("goods", "old".getBytes());
        var watch = shipping("returning", unwatched());
        var old = watch.newest(1);
        watch.until(old, PipelineExecutionStatus.SUCCEEDED);
        put("goods", "new".getBytes());
        var young = watch.start();
        watch.until(young, PipelineExecutionStatus.SUCCEEDED);
        assertThat(shipped()).isEqualTo("new");

        var id = client.rollbackStage(request -> request.pipelineName("returning")
                        .stageName("Ship")
                        .targetPipelineExecutionId(old))
                .pipelineExecutionId();
        var rollback = watch.until(id, PipelineExecutionStatus.SUCCEEDED);

        assertThat(shipped()).isEqualTo("old");
        assertThat(rollback.executionType()).isEqualTo(ExecutionType.ROLLBACK);
        assertThat(rollback.trigger().triggerType()).isEqualTo(TriggerType.MANUAL_ROLLBACK);
        assertThat(rollback.artifactRevisions().getFirst().revisionId()).isEqualTo(version);
        var listed = watch.executions().getFirst();
        assertThat(listed.pipelineExecutionId()).isEqualTo(id);
        assertThat(listed.rollbackMetadata().rollbackTargetPipelineExecutionId()).isEqualTo(old);
        assertThat(listed.sourceRevisions().getFirst().revisionId()).isEqualTo(version);
        assertThat(watch.stage("Ship").latestExecution().type()).isEqualTo(ExecutionType.ROLLBACK);
        assertThat(history(watch, id, StartTimeRange.ALL)).singleElement().satisfies(action ->
                assertThat(action.input().inputArtifacts()).isEqualTo(history(watch, old, StartTimeRange.ALL)
                        .getFirst().input().inputArtifacts()));
        assertThat(client.listPipelineExecutions(request -> request.pipelineName("returning")
                                .filter(filter -> filter.succeededInStage(stage -> stage.stageName("Source"))))
                        .pipelineExecutionSummaries())
                .extracting(PipelineExecutionSummary::pipelineExecutionId)
                .containsExactly(young, old);
        assertThatThrownBy(() -> client.rollbackStage(request -> request.pipelineName("returning")
                        .stageName("Ship")
                        .targetPipelineExecutionId(id)))
                .isInstanceOf(UnableToRollbackStageException.class);
    }

    @Test
    void a_start_can_name_another_object_and_an_older_version() {
        var version = put("goods", "first".getBytes());
        put("goods", "second".getBytes());
        put("other", "third".getBytes());
        var watch = shipping("naming", unwatched());
        watch.until(watch.newest(1), PipelineExecutionStatus.SUCCEEDED);

        watch.until(start(SourceRevisionType.S3_OBJECT_VERSION_ID, version), PipelineExecutionStatus.SUCCEEDED);
        assertThat(shipped()).isEqualTo("first");
        watch.until(start(SourceRevisionType.S3_OBJECT_KEY, "other"), PipelineExecutionStatus.SUCCEEDED);
        assertThat(shipped()).isEqualTo("third");
    }

    private static String start(SourceRevisionType type, String value) {
        var override = SourceRevisionOverride.builder()
                .actionName("Source")
                .revisionType(type)
                .revisionValue(value)
                .build();
        return client.startPipelineExecution(request -> request.name("naming").sourceRevisions(override))
                .pipelineExecutionId();
    }

    @Test
    void a_revision_that_somebody_tells_of_runs_once() {
        put("goods", "one".getBytes());
        var watch = shipping("told", unwatched());
        watch.until(watch.newest(1), PipelineExecutionStatus.SUCCEEDED);
        var version = put("goods", "two".getBytes());

        var answer = tell(version);
        assertThat(answer.newRevision()).isTrue();
        assertThat(watch.until(answer.pipelineExecutionId(), PipelineExecutionStatus.SUCCEEDED).trigger()
                        .triggerType())
                .isEqualTo(TriggerType.PUT_ACTION_REVISION);
        assertThat(tell(version).newRevision()).isFalse();
        assertThat(watch.executions()).hasSize(2);
    }

    private static PutActionRevisionResponse tell(String version) {
        return client.putActionRevision(request -> request.pipelineName("told")
                .stageName("Source")
                .actionName("Source")
                .actionRevision(revision -> revision.revisionId(version)
                        .revisionChangeId(version)
                        .created(Instant.EPOCH)));
    }
}
