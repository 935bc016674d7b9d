package dev.pipewright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Announced;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Effect.AnnounceAction;
import dev.pipewright.engine.Effect.AnnounceExecution;
import dev.pipewright.engine.Effect.AnnounceStage;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionRun;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.Artifact;
import dev.pipewright.model.ArtifactLocation;
import dev.pipewright.model.ErrorDetails;
import dev.pipewright.model.Execution;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.ExecutionStatus;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.Place;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRetries;
import dev.pipewright.model.StageRun;
import dev.pipewright.model.StageStatus;
import dev.pipewright.model.StateChange;
import dev.pipewright.model.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateChangesTest {
    private static final PipelineKey KEY = new PipelineKey("111122223333", "eu-west-1", "shop");
    private static final Instant STARTED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant BUILDING = Instant.parse("2026-03-01T10:00:05.5Z");
    private static final Instant AT = Instant.parse("2026-03-01T10:01:00.123456Z");
    private static final RunId RUN = new RunId("e1", "Build", "make", 1);
    private static final Trigger BY_CALLER =
            new Trigger(Trigger.START_PIPELINE_EXECUTION, "arn:aws:iam::111122223333:user/ann");
    private static final String PIPELINE = "CodePipeline Pipeline Execution State Change";
    private static final String STAGE = "CodePipeline Stage Execution State Change";
    private static final String ACTION = "CodePipeline Action Execution State Change";

    private static Artifact artifact(String name) {
        return new Artifact(name, new ArtifactLocation("shelf", "shop/" + name));
    }

    private static ActionRun run(ActionStatus status, ExecutionDetails details, ErrorDetails error) {
        return new ActionRun(
                "11111111-2222-4333-8444-555555555555", RUN, 1, status, BUILDING, AT, Map.of("Password", "secret"),
                List.of("secret"), List.of(), List.of(artifact("app")), List.of(artifact("built")),
                Map.of("Token", "secret"), List.of(), details, error, null, null);
    }

    private static ActionRun running() {
        return run(ActionStatus.InProgress, ExecutionDetails.NONE, null);
    }

    private static Execution execution(Trigger trigger, String stopReason, ActionRun... runs) {
        var make = new Action(
                "make", new ActionTypeId(ActionCategory.Build, ActionOwner.Custom, "Maker", "2"), 1, Map.of(), null,
                List.of(), List.of(), null, null, null, null, null, null);
        var pipeline = new Pipeline(
                "shop", "role", null, null, List.of(new Stage("Build", null, List.of(make), null, null, null)), 3,
                null, null, null, null);
        var stage = new StageRun(
                "Build", StageStatus.InProgress, 1, 1, 1, StageRetries.NONE, List.of(), List.of(runs));
        return new Execution(
                "e1", 1, pipeline, "salt", trigger, STARTED, AT, ExecutionStatus.InProgress, null, stopReason, 1,
                Map.of(), Map.of(), null, 0, Place.INSIDE, List.of(stage));
    }

    private static Execution execution(ActionRun... runs) {
        return execution(BY_CALLER, null, runs);
    }

    private static List<StateChange> changes(Execution execution, Effect... effects) {
        var advance = new Advance(Traffic.none(KEY, execution.pipeline()), List.of(execution), List.of(effects));
        var ids = new AtomicInteger();
        return new StateChanges(KEY, advance, AT, () -> "id-" + ids.incrementAndGet()).all();
    }

    private static String detail(Execution execution, Effect effect) {
        return changes(execution, effect).getFirst().detail();
    }

    private static AnnounceExecution execution(Announced state, int attempt) {
        return new AnnounceExecution("e1", state, attempt);
    }

    private static AnnounceStage stage(Announced state, int attempt, Instant lastRetryAt) {
        return new AnnounceStage("e1", "Build", state, attempt, lastRetryAt);
    }

    private static AnnounceAction action(Announced state, int attempt) {
        return new AnnounceAction(RUN, state, attempt);
    }

    @Test
    void announcements_become_events_in_their_order_and_other_effects_do_not() {
        var changes = changes(
                execution(running()),
                execution(Announced.STARTED, 1),
                new Effect.OfferJob(RUN),
                stage(Announced.STARTED, 1, null),
                new Effect.SetTimer(RUN, AT),
                new Effect.Notify(RUN),
                action(Announced.STARTED, 1));
        assertThat(changes).extracting(StateChange::detailType).containsExactly(PIPELINE, STAGE, ACTION);
        assertThat(changes).extracting(StateChange::id).containsExactly("id-1", "id-2", "id-3");
        assertThat(changes)
                .allSatisfy(change -> assertThat(change.pipeline()).isEqualTo(KEY))
                .allSatisfy(change -> assertThat(change.executionId()).isEqualTo("e1"))
                .allSatisfy(change -> assertThat(change.at()).isEqualTo(AT));
    }

    @Test
    void an_event_that_cannot_be_made_keeps_neither_the_decision_nor_other_events_back() {
        var changes = changes(
                execution(running()),
                execution(Announced.STARTED, 1),
                new AnnounceAction(new RunId("e1", "Build", "unknown", 1), Announced.STARTED, 1),
                new AnnounceExecution("unknown", Announced.STARTED, 1),
                action(Announced.STARTED, 1));
        assertThat(changes).extracting(StateChange::detailType).containsExactly(PIPELINE, ACTION);
    }

    @Test
    void a_pipeline_that_starts_names_what_started_it() {
        assertThat(detail(execution(), execution(Announced.STARTED, 1))).isEqualTo("""
                {"pipeline":"shop","execution-id":"e1","start-time":"2026-03-01T10:00:00.000Z","state":"STARTED",\
                "version":3.0,"pipeline-execution-attempt":1.0,"execution-trigger":{\
                "trigger-type":"StartPipelineExecution","trigger-detail":"arn:aws:iam::111122223333:user/ann"}}""");
    }

    @ParameterizedTest
    @EnumSource(
            value = Announced.class,
            names = {"SUCCEEDED", "RESUMED", "FAILED", "CANCELED", "SUPERSEDED", "STOPPING", "STOPPED"})
    void every_other_event_of_a_pipeline_tells_its_state(Announced state) {
        assertThat(detail(execution(), execution(state, 2))).isEqualTo("""
                {"pipeline":"shop","execution-id":"e1","start-time":"2026-03-01T10:00:00.000Z","state":"%s",\
                "version":3.0,"pipeline-execution-attempt":2.0}""".formatted(state));
    }

    @ParameterizedTest
    @EnumSource(value = Announced.class, names = {"STOPPING", "STOPPED"})
    void a_stop_carries_what_was_said(Announced state) {
        assertThat(detail(execution(BY_CALLER, "Wrong \"branch\""), execution(state, 1)))
                .endsWith(",\"stop-execution-comments\":\"Wrong \\\"branch\\\"\"}");
    }

    @Test
    void what_was_said_at_a_stop_is_in_no_other_event() {
        assertThat(detail(execution(BY_CALLER, "Wrong branch"), execution(Announced.FAILED, 1)))
                .doesNotContain("comments");
    }

    @ParameterizedTest
    @EnumSource(value = Announced.class, names = {"STARTED", "SUCCEEDED", "FAILED"})
    void an_execution_that_a_commit_started_tells_of_it_at_its_start_and_its_end(Announced state) {
        var push = new Trigger(Trigger.WEBHOOK_V2, """
                {"AuthorDisplayName":"Ann","FullRepositoryName":"shop/app","ProviderType":"GitHub",\
                "AuthorEmail":"ann@example.com","CommitMessage":"More","AuthorDate":"2026-03-01T09:59:00Z",\
                "BranchName":"main","CommitId":"c0ffee","ConnectionArn":"arn:aws:c","AuthorId":"ann","Other":"x"}""");
        assertThat(detail(execution(push, null), execution(state, 1))).endsWith("""
                "execution-trigger":{"author-display-name":"Ann","full-repository-name":"shop/app",\
                "provider-type":"GitHub","author-email":"ann@example.com","commit-message":"More",\
                "author-date":"2026-03-01T09:59:00Z","branch-name":"main","commit-id":"c0ffee",\
                "connection-arn":"arn:aws:c","author-id":"ann"}}""");
    }

    @ParameterizedTest
    @EnumSource(value = Announced.class, names = {"SUCCEEDED", "FAILED"})
    void an_end_tells_of_the_commit_that_was_taken_by_way_of_a_connection(Announced state) {
        var took = new ActionRun(
                "11111111-2222-4333-8444-555555555555", RUN, 1, ActionStatus.Succeeded, BUILDING, AT, Map.of(),
                List.of(), List.of(), List.of(), List.of(),
                Map.of("ConnectionArn", "arn:aws:c", "CommitId", "c0ffee", "BranchName", "main"), List.of(),
                ExecutionDetails.NONE, null, null, null);
        var push = new Trigger(Trigger.WEBHOOK_V2, "arn:aws:c");
        assertThat(detail(execution(push, null, took), execution(state, 1))).endsWith("""
                "execution-trigger":{"branch-name":"main","commit-id":"c0ffee","connection-arn":"arn:aws:c"}}""");
        assertThat(detail(execution(BY_CALLER, null, took), execution(state, 1))).doesNotContain("execution-trigger");
    }

    @Test
    void a_trigger_that_only_looks_like_one_of_a_commit_is_told_as_it_is() {
        var odd = new Trigger(Trigger.WEBHOOK_V2, "{not JSON");
        assertThat(detail(execution(odd, null), execution(Announced.STARTED, 1)))
                .endsWith("{\"trigger-type\":\"WebhookV2\",\"trigger-detail\":\"{not JSON\"}}");
    }

    @ParameterizedTest
    @EnumSource(
            value = Announced.class,
            names = {"STARTED", "SUCCEEDED", "RESUMED", "FAILED", "STOPPING", "STOPPED", "CANCELED"})
    void a_stage_is_in_attempt_0_until_the_first_retry(Announced state) {
        assertThat(detail(execution(running()), stage(state, 1, null))).isEqualTo("""
                {"pipeline":"shop","execution-id":"e1","start-time":"2026-03-01T10:00:05.500Z","state":"%s",\
                "version":3.0,"pipeline-execution-attempt":0.0,"stage":"Build"}""".formatted(state));
    }

    @Test
    void a_stage_that_was_tried_again_says_when_and_counts_as_the_execution() {
        assertThat(detail(execution(running()), stage(Announced.RESUMED, 2, AT))).endsWith("""
                "state":"RESUMED","version":3.0,"pipeline-execution-attempt":2.0,"stage":"Build",\
                "stage-last-retry-attempt-time":"2026-03-01T10:01:00.123Z"}""");
    }

    @Test
    void a_stage_in_which_nothing_runs_yet_starts_now() {
        assertThat(detail(execution(), stage(Announced.STARTED, 1, null)))
                .contains("\"start-time\":\"2026-03-01T10:01:00.123Z\"");
    }

    @Test
    void an_action_that_starts_tells_its_type_and_what_it_reads() {
        assertThat(detail(execution(running()), action(Announced.STARTED, 1))).isEqualTo("""
                {"pipeline":"shop","execution-id":"e1","start-time":"2026-03-01T10:00:05.500Z","state":"STARTED",\
                "version":3.0,"pipeline-execution-attempt":1.0,"stage":"Build","action":"make",\
                "action-execution-id":"11111111-2222-4333-8444-555555555555","region":"eu-west-1",\
                "type":{"owner":"Custom","provider":"Maker","category":"Build","version":"2"},\
                "input-artifacts":[{"name":"app","s3location":{"bucket":"shelf","key":"shop/app"}}]}""");
    }

    @Test
    void an_action_that_succeeded_tells_its_result_and_what_it_made() {
        var done = run(
                ActionStatus.Succeeded,
                new ExecutionDetails("All well", "job-7", "http://example.com/7", 100, null),
                null);
        assertThat(detail(execution(done), action(Announced.SUCCEEDED, 1))).endsWith("""
                "output-artifacts":[{"name":"built","s3location":{"bucket":"shelf","key":"shop/built"}}],\
                "execution-result":{"external-execution-url":"http://example.com/7",\
                "external-execution-summary":"All well","external-execution-id":"job-7"}}""");
    }

    @Test
    void an_action_that_failed_says_why_and_has_made_nothing() {
        var failed = run(
                ActionStatus.Failed,
                new ExecutionDetails(null, "job-7", null, null, null),
                new ErrorDetails("JobFailed", "It broke"));
        assertThat(detail(execution(failed), action(Announced.FAILED, 2)))
                .contains("\"pipeline-execution-attempt\":2.0")
                .doesNotContain("output-artifacts")
                .endsWith("""
                        "execution-result":{"external-execution-summary":"It broke","external-execution-id":"job-7",\
                        "error-code":"JobFailed"}}""");
    }

    @Test
    void an_abandoned_action_without_anything_to_tell_has_no_result() {
        var abandoned = run(ActionStatus.Abandoned, ExecutionDetails.NONE, null);
        assertThat(detail(execution(abandoned), action(Announced.ABANDONED, 1)))
                .contains("\"state\":\"ABANDONED\"")
                .doesNotContain("execution-result");
    }

    @ParameterizedTest
    @EnumSource(value = Announced.class, names = {"STARTED", "SUCCEEDED", "ABANDONED"})
    void configuration_commands_and_variables_stay_inside(Announced state) {
        assertThat(detail(execution(running()), action(state, 1))).doesNotContain("secret");
    }
}
