package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineVersionNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;

/** Who may enter a stage and who waits, and what approvals and updates do to it. */
final class TrafficTest {
    private static final String ADMINISTRATOR = "arn:aws:iam::000000000000:user/administrator";

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

    private static PipelineDeclaration gated(String name, StageDeclaration... more) {
        var stages = new ArrayList<StageDeclaration>();
        stages.add(Sketch.stage("Source", Sketch.object("code.zip")));
        stages.add(Sketch.stage("Gate", Sketch.approval("Ask")));
        stages.addAll(List.of(more));
        return Sketch.pipeline(name, stages.toArray(StageDeclaration[]::new));
    }

    private static Watch create(PipelineDeclaration pipeline) {
        server.codePipeline().createPipeline(request -> request.pipeline(pipeline));
        return new Watch(server.codePipeline(), pipeline.name());
    }

    private static void approve(Watch watch, String execution) {
        var token = watch.asked(execution, "Gate", "Ask").latestExecution().token();
        watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "yes");
    }

    /** Waits until an execution stands before a stage. */
    private static void untilWaiting(Watch watch, String execution, String stage) {
        Eventually.see(
                execution + " before " + stage,
                () -> watch.stage(stage),
                seen -> seen.inboundExecution() != null
                        && seen.inboundExecution().pipelineExecutionId().equals(execution));
    }

    @Test
    void the_newer_execution_supersedes_the_one_that_waits_and_leaves_the_one_inside() {
        var watch = create(gated("superseding"));
        var inside = watch.newest(1);
        watch.asked(inside, "Gate", "Ask");
        var waiting = watch.start();
        untilWaiting(watch, waiting, "Gate");
        var newest = watch.start();
        untilWaiting(watch, newest, "Gate");

        watch.until(waiting, PipelineExecutionStatus.SUPERSEDED);
        var gate = watch.stage("Gate");
        assertThat(gate.latestExecution().pipelineExecutionId()).isEqualTo(inside);
        assertThat(gate.inboundExecutions()).singleElement().satisfies(inbound -> {
            assertThat(inbound.pipelineExecutionId()).isEqualTo(newest);
            assertThat(inbound.status()).isEqualTo(StageExecutionStatus.IN_PROGRESS);
        });
        approve(watch, inside);
        watch.until(inside, PipelineExecutionStatus.SUCCEEDED);
        approve(watch, newest);
        watch.until(newest, PipelineExecutionStatus.SUCCEEDED);
        assertThat(watch.executions()).extracting(PipelineExecutionSummary::pipelineExecutionId)
                .containsExactly(newest, waiting, inside);
    }

    @Test
    void a_disabled_transition_holds_says_why_and_who_and_lets_go_when_enabled() {
        var watch = create(gated("held"));
        approve(watch, watch.newest(1));
        server.codePipeline().disableStageTransition(request -> request.pipelineName("held")
                .stageName("Gate")
                .transitionType(StageTransitionType.INBOUND)
                .reason("Release freeze (until Monday)"));
        var held = watch.start();
        untilWaiting(watch, held, "Gate");

        var transition = watch.stage("Gate").inboundTransitionState();
        assertThat(transition.enabled()).isFalse();
        assertThat(transition.disabledReason()).isEqualTo("Release freeze (until Monday)");
        assertThat(transition.lastChangedBy()).isEqualTo(ADMINISTRATOR);
        assertThat(transition.lastChangedAt()).isNotNull();
        assertThat(watch.execution(held).status()).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);

        server.codePipeline().enableStageTransition(request -> request.pipelineName("held")
                .stageName("Gate")
                .transitionType(StageTransitionType.INBOUND));
        watch.asked(held, "Gate", "Ask");
        assertThat(watch.stage("Gate").inboundTransitionState().enabled()).isTrue();
        assertThat(watch.stage("Gate").inboundTransitionState().disabledReason()).isNull();
    }

    @Test
    void a_disabled_way_out_keeps_the_execution_in_its_stage() {
        var watch = create(gated("kept", Sketch.stage("After", Sketch.approval("Last"))));
        server.codePipeline().disableStageTransition(request -> request.pipelineName("kept")
                .stageName("Gate")
                .transitionType(StageTransitionType.OUTBOUND)
                .reason("wait"));
        var execution = watch.newest(1);
        approve(watch, execution);
        Eventually.see("Gate done", () -> watch.stage("Gate"), stage ->
                stage.latestExecution().status() == StageExecutionStatus.SUCCEEDED);
        assertThat(watch.stage("After").latestExecution()).isNull();

        server.codePipeline().enableStageTransition(request -> request.pipelineName("kept")
                .stageName("Gate")
                .transitionType(StageTransitionType.OUTBOUND));
        watch.asked(execution, "After", "Last");
    }

    @Test
    void a_transition_of_a_stage_that_is_not_there_is_refused() {
        create(gated("unknown-stage"));

        assertThatThrownBy(() -> server.codePipeline().disableStageTransition(request -> request
                        .pipelineName("unknown-stage")
                        .stageName("Nowhere")
                        .transitionType(StageTransitionType.INBOUND)
                        .reason("none")))
                .isInstanceOf(StageNotFoundException.class)
                .hasMessageContaining("Nowhere");
    }

    @Test
    void a_rejected_approval_fails_the_execution_with_the_given_words() {
        var watch = create(gated("rejected"));
        var execution = watch.newest(1);
        var token = watch.asked(execution, "Gate", "Ask").latestExecution().token();

        watch.answer("Gate", "Ask", token, ApprovalStatus.REJECTED, "Not on a Friday");

        watch.until(execution, PipelineExecutionStatus.FAILED);
        assertThat(watch.stage("Gate").latestExecution().status()).isEqualTo(StageExecutionStatus.FAILED);
        var approval = watch.action("Gate", "Ask").latestExecution();
        assertThat(approval.status()).isEqualTo(ActionExecutionStatus.FAILED);
        assertThat(approval.summary()).isEqualTo("Not on a Friday");
        assertThat(approval.lastUpdatedBy()).isEqualTo(ADMINISTRATOR);
        assertThat(approval.token()).isNull();
    }

    @Test
    void a_token_opens_its_own_approval_once() {
        var watch = create(gated("tokens"));
        var execution = watch.newest(1);
        var token = watch.asked(execution, "Gate", "Ask").latestExecution().token();
        var wrong = "00000000-0000-4000-8000-000000000000";

        assertThatThrownBy(() -> watch.answer("Gate", "Ask", wrong, ApprovalStatus.APPROVED, "yes"))
                .isInstanceOf(InvalidApprovalTokenException.class);
        assertThat(watch.execution(execution).status()).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
        watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "yes");
        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        assertThatThrownBy(() -> watch.answer("Gate", "Ask", token, ApprovalStatus.REJECTED, "no"))
                .isInstanceOf(ApprovalAlreadyCompletedException.class);
        var next = watch.start();
        watch.asked(next, "Gate", "Ask");
        assertThatThrownBy(() -> watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "yes"))
                .as("the token of the run before")
                .isInstanceOf(ApprovalAlreadyCompletedException.class);
        assertThat(watch.execution(next).status()).isEqualTo(PipelineExecutionStatus.IN_PROGRESS);
    }

    @Test
    void an_update_cancels_what_waits_for_an_approval_and_makes_its_token_out_of_date() {
        var watch = create(gated("updated"));
        var inside = watch.newest(1);
        var token = watch.asked(inside, "Gate", "Ask").latestExecution().token();
        var waiting = watch.start();
        untilWaiting(watch, waiting, "Gate");

        server.codePipeline().updatePipeline(request -> request.pipeline(gated("updated")));

        watch.until(inside, PipelineExecutionStatus.CANCELLED);
        watch.until(waiting, PipelineExecutionStatus.CANCELLED);
        assertThatThrownBy(() -> watch.answer("Gate", "Ask", token, ApprovalStatus.APPROVED, "yes"))
                .isInstanceOf(InvalidApprovalTokenException.class)
                .hasMessageContaining("The pipeline updated has been updated, and the approval request you responded "
                        + "to is now out of date.");
        var approval = watch.action("Gate", "Ask").latestExecution();
        assertThat(approval.status()).isEqualTo(ActionExecutionStatus.FAILED);
        assertThat(approval.token()).isNull();
        assertThat(watch.stage("Gate").latestExecution().status()).isEqualTo(StageExecutionStatus.CANCELLED);
    }

    @Test
    void every_version_of_a_pipeline_can_be_read() {
        create(gated("versions"));
        var second = server.codePipeline()
                .updatePipeline(request -> request.pipeline(
                        gated("versions", Sketch.stage("More", Sketch.approval("Again")))))
                .pipeline();

        assertThat(second.version()).isEqualTo(2);
        var first = server.codePipeline().getPipeline(request -> request.name("versions").version(1));
        assertThat(first.pipeline().version()).isEqualTo(1);
        assertThat(first.pipeline().stages()).hasSize(2);
        assertThat(first.metadata().pipelineArn()).isEqualTo("arn:aws:codepipeline:eu-west-1:000000000000:versions");
        var newest = server.codePipeline().getPipeline(request -> request.name("versions"));
        assertThat(newest.pipeline()).isEqualTo(second);
        assertThat(newest.pipeline().stages()).hasSize(3);
        assertThat(newest.metadata().created()).isBeforeOrEqualTo(newest.metadata().updated());
        assertThatThrownBy(() -> server.codePipeline().getPipeline(request -> request.name("versions").version(3)))
                .isInstanceOf(PipelineVersionNotFoundException.class);
    }
}
