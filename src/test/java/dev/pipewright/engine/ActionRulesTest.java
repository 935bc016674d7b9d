package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.action;
import static dev.pipewright.engine.Definition.approval;
import static dev.pipewright.engine.Definition.changed;
import static dev.pipewright.engine.Definition.commands;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.source;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.forge;
import static dev.pipewright.engine.Examination.refused;
import static dev.pipewright.engine.Examination.v2;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.OutputArtifact;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActionRulesTest {
    @Test
    void an_unknown_type_is_not_available_in_the_region() {
        refused(
                pipeline(SOURCE, stage("Go", action("a", ActionCategory.Deploy, ActionOwner.Custom, "Rocket"))),
                Problem.action(
                        "ActionType (Category: 'Deploy', Provider: 'Rocket', Owner: 'Custom', Version: '1') in "
                                + "action 'a' is not available in region 'US_EAST_1'"));
    }

    @Test
    void a_known_type_that_cannot_run_here_is_refused_as_such() {
        var lambda = action("call", ActionCategory.Invoke, ActionOwner.AWS, "Lambda").with("FunctionName", "f");
        refused(
                pipeline(SOURCE, stage("Go", lambda)),
                Problem.action(
                        "ActionType (Category: 'Invoke', Provider: 'Lambda', Owner: 'AWS', Version: '1') in "
                                + "action 'call' is not available on this server yet."));
    }

    @Test
    void a_custom_type_is_found() {
        accepted(pipeline(SOURCE, stage("Go", forge().with("Project", "p"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1000})
    void a_run_order_is_between_1_and_999(int runOrder) {
        refused(
                pipeline(SOURCE, stage("Go", approval("ok").runOrder(runOrder))),
                Problem.action("Action 'ok' has runOrder %d. The runOrder must be between 1 and 999", runOrder));
    }

    @Test
    void a_commands_action_has_commands() {
        refused(
                v2(SOURCE, stage("Build", commands("compile").reads("app"))),
                Problem.action("Action compile must have a non-empty commands field"));
    }

    @Test
    void only_a_commands_action_has_what_belongs_to_commands() {
        var ship = deploy("ship").reads("app").commands("ls").leaves("A").environment("B", "c");
        refused(
                pipeline(SOURCE, stage("Deploy", ship)),
                onlyForCommands("ship", "commands"),
                onlyForCommands("ship", "outputVariables"),
                onlyForCommands("ship", "environmentVariables"));
    }

    @Test
    void only_a_commands_action_names_files() {
        refused(
                pipeline(
                        stage("Source", source("take").writes(new OutputArtifact("app", List.of("**/*")))), DEPLOY),
                onlyForCommands("take", "files of its output artifacts"));
    }

    @Test
    void only_an_approval_has_a_timeout_of_its_own() {
        refused(
                pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").timeout(10))),
                Problem.action(
                        "Action 'ship' gives timeoutInMinutes 10. Only manual approval actions can have it"));
    }

    @Test
    void a_source_runs_in_the_region_of_the_pipeline() {
        accepted(pipeline(stage("Source", source("take").writes("app").region("us-east-1")), DEPLOY));
        var bucket = new ArtifactStore("S3", "artifacts-bucket", null);
        refused(
                changed(
                        pipeline(stage("Source", source("take").writes("app").region("eu-west-1")), DEPLOY),
                        null,
                        Map.of("us-east-1", bucket, "eu-west-1", bucket)),
                Problem.action(
                        "Action 'take' gives region 'eu-west-1'. Source, third-party and custom actions run in "
                                + "the pipeline's region 'us-east-1'"));
    }

    private Problem onlyForCommands(String action, String what) {
        return Problem.action(
                "Action '%s' gives %s. Only actions with the Commands provider can have them", action, what);
    }
}
