package dev.pipewright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision;
import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.engine.Effect;
import dev.pipewright.engine.Engine;
import dev.pipewright.engine.Event;
import dev.pipewright.engine.Refusal;
import dev.pipewright.engine.Traffic;
import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionStatus;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Condition;
import dev.pipewright.model.ConditionResult;
import dev.pipewright.model.Conditions;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.InputArtifact;
import dev.pipewright.model.OnFailure;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Part;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Rule;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Stage;
import dev.pipewright.model.StageRetryMode;
import dev.pipewright.model.StageStatus;
import dev.pipewright.model.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was found while the simulation was written and run, each as a story of its own. */
class FindingsTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final RunId GET = new RunId("e1", "Source", "get", 1);

    private static final Conditions SKIP = conditions(ConditionResult.SKIP);
    private static final OnFailure ROLLBACK =
            new OnFailure(ConditionResult.ROLLBACK, null, conditions(ConditionResult.ROLLBACK).conditions());

    private Traffic traffic;

    @BeforeEach
    void begin() {
        var stages = List.of(
                stage("Source", action("get", ActionCategory.Source, "source", null), null, null),
                stage("Build", action("make", ActionCategory.Build, "made", "source"), ROLLBACK, SKIP),
                stage("Deploy", action("copy", ActionCategory.Deploy, null, "made"), null, null));
        traffic = Traffic.none(Keeper.KEY, new Pipeline(
                Keeper.KEY.name(), "role", new ArtifactStore("S3", "artifacts", null), null, stages, 1,
                ExecutionMode.QUEUED, PipelineType.V2, null, null));
        tell(new Event.Started(AT, "e1", "salt", new Trigger("Any", "one"), Map.of(), Map.of()));
        tell(ok(GET));
    }

    private static Stage stage(String name, Action action, OnFailure onFailure, Conditions entry) {
        return new Stage(name, null, List.of(action), onFailure, null, entry);
    }

    private static Action action(String name, ActionCategory category, String output, String input) {
        return new Action(
                name, new ActionTypeId(category, ActionOwner.Custom, "Worker", "1"), 1, Map.of(), null,
                output == null ? List.of() : List.of(new OutputArtifact(output, null)),
                input == null ? List.of() : List.of(new InputArtifact(input)),
                null, null, null, null, null, null);
    }

    private static Conditions conditions(ConditionResult result) {
        var check = new ActionTypeId(ActionCategory.Rule, ActionOwner.AWS, "VariableCheck", "1");
        return new Conditions(List.of(new Condition(
                result, List.of(new Rule("check", check, Map.of(), null, null, null, null, null)))));
    }

    private static RunId rule(Part part) {
        return new RunId("e1", "Build", part, "check", 1);
    }

    private static Event ok(RunId run) {
        return new Event.ActionFinished(AT, run, Outcome.succeeded());
    }

    private static Event fail(RunId run) {
        return new Event.ActionFinished(AT, run, Outcome.failed(FailureType.JobFailed, "broken"));
    }

    private Decision tell(Event event) {
        var decision = Engine.decide(traffic, event);
        if (decision instanceof Advance it) {
            traffic = it.next();
        }
        return decision;
    }

    @Test
    void a_retry_leaves_the_rules_that_were_asked_after_the_failure() {
        tell(ok(rule(Part.BEFORE_ENTRY)));
        tell(fail(new RunId("e1", "Build", "make", 1)));

        var execution = traffic.execution("e1").orElseThrow();
        var retry = (Advance)
                tell(new Event.RetryRequested(AT, "Build", execution, StageRetryMode.FAILED_ACTIONS));

        assertThat(retry.effects())
                .contains(
                        new Effect.WithdrawJob(rule(Part.ON_FAILURE)), new Effect.ClearTimer(rule(Part.ON_FAILURE)),
                        new Effect.OfferJob(new RunId("e1", "Build", "make", 2)));
    }

    @Test
    void the_condition_of_a_skipped_stage_cannot_be_overridden_at_the_next_door() {
        tell(new Event.TransitionDisabled(AT, "Deploy", true, "closed", "someone"));
        tell(fail(rule(Part.BEFORE_ENTRY)));
        var execution = traffic.execution("e1").orElseThrow();
        assertThat(execution.currentStage().status()).isEqualTo(StageStatus.Skipped);

        assertThat(tell(new Event.OverrideRequested(AT, "Build", execution, Part.BEFORE_ENTRY)))
                .isInstanceOfSatisfying(Refuse.class, it ->
                        assertThat(it.refusal()).isEqualTo(Refusal.CONDITION_NOT_OVERRIDABLE));
    }

    @Test
    void an_action_whose_input_a_skipped_stage_would_have_made_fails_where_it_starts() {
        var skipped = (Advance) tell(fail(rule(Part.BEFORE_ENTRY)));

        var copy = skipped.changed().getFirst().find(new RunId("e1", "Deploy", "copy", 1)).orElseThrow();
        assertThat(copy.status()).isEqualTo(ActionStatus.Failed);
        assertThat(copy.error().message())
                .isEqualTo("The input artifact made of action 'copy' is not there: the action that makes it did not "
                        + "run.");
    }
}
