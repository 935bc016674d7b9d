package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.connected;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.refused;

import dev.pipewright.model.Pipeline;
import dev.pipewright.model.Stage;
import dev.pipewright.model.TriggerDeclaration;
import dev.pipewright.model.TriggerDeclaration.GitConfiguration;
import dev.pipewright.model.TriggerDeclaration.Patterns;
import dev.pipewright.model.TriggerDeclaration.PullRequestFilter;
import dev.pipewright.model.TriggerDeclaration.PushFilter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TriggerRulesTest {
    private static final Stage CONNECTED = stage("Source", connected("take").writes("app"));
    private static final PushFilter ON_MAIN = new PushFilter(null, some("main"), null);

    private static Patterns some(String... includes) {
        return new Patterns(List.of(includes), null);
    }

    private static TriggerDeclaration trigger(String source, List<PushFilter> push, List<PullRequestFilter> requests) {
        return new TriggerDeclaration("CodeStarSourceConnection", new GitConfiguration(source, push, requests));
    }

    private static Pipeline with(Stage source, TriggerDeclaration... triggers) {
        return Definition.declaring(pipeline(source, DEPLOY), null, List.of(triggers));
    }

    private static Pipeline pushing(PushFilter... filters) {
        return with(CONNECTED, trigger("take", List.of(filters), null));
    }

    private static Pipeline requesting(PullRequestFilter... filters) {
        return with(CONNECTED, trigger("take", null, List.of(filters)));
    }

    @Test
    void good_triggers_are_accepted() {
        accepted(with(
                CONNECTED,
                trigger(
                        "take",
                        List.of(
                                ON_MAIN,
                                new PushFilter(some("v*"), null, null),
                                new PushFilter(null, null, new Patterns(null, List.of("docs/**")))),
                        List.of(new PullRequestFilter(List.of("OPEN", "CLOSED"), some("main"), some("src/**"))))));
    }

    @Test
    void a_trigger_names_a_source_action_of_the_first_stage() {
        refused(
                with(CONNECTED, trigger("nobody", List.of(ON_MAIN), null)),
                Problem.structure("A trigger names the source action 'nobody', which is not in the pipeline"));
        refused(
                with(CONNECTED, trigger("ship", List.of(ON_MAIN), null)),
                Problem.structure("A trigger names the action 'ship', which is not in the first stage"));
        refused(
                with(SOURCE, trigger("take", List.of(ON_MAIN), null)),
                Problem.structure("A trigger names the action 'take' of provider 'S3'. Only source actions of provider "
                        + "CodeStarSourceConnection have triggers"));
    }

    @Test
    void a_source_action_has_one_trigger() {
        refused(
                with(CONNECTED, trigger("take", List.of(ON_MAIN), null), trigger("take", List.of(ON_MAIN), null)),
                Problem.structure("The source action 'take' has more than one trigger. Each source action can have "
                        + "one"));
    }

    @Test
    void a_trigger_filters_something() {
        refused(
                with(CONNECTED, trigger("take", null, null)),
                Problem.structure("The trigger of source action 'take' has neither a push nor a pullRequest filter. "
                        + "It must have one, or be left out to have every push to the branch start the pipeline"));
        refused(
                pushing(new PushFilter(null, null, null)),
                Problem.structure("A push filter in the trigger of source action 'take' is empty. It must have tags, "
                        + "branches or filePaths"));
        refused(
                requesting(new PullRequestFilter(null, null, null)),
                Problem.structure("A pullRequest filter in the trigger of source action 'take' is empty. It must have "
                        + "events, branches or filePaths"));
        refused(
                pushing(new PushFilter(null, new Patterns(null, List.of()), null)),
                Problem.structure("The push branches in the trigger of source action 'take' have neither includes nor "
                        + "excludes"));
    }

    @Test
    void tags_stand_alone() {
        refused(
                pushing(new PushFilter(some("v*"), some("main"), null)),
                Problem.structure("A push filter in the trigger of source action 'take' has tags together with "
                        + "branches. Tags must stand in a filter of their own"));
        refused(
                pushing(new PushFilter(some("v*"), null, some("src/**"))),
                Problem.structure("A push filter in the trigger of source action 'take' has tags together with "
                        + "filePaths. Tags must stand in a filter of their own"));
    }

    @Test
    void there_are_limits() {
        refused(
                pushing(ON_MAIN, ON_MAIN, ON_MAIN, ON_MAIN),
                Problem.structure("The trigger of source action 'take' has 4 push filters, and may have at most 3"));
        refused(
                requesting(new PullRequestFilter(null, new Patterns(null, Collections.nCopies(9, "x")), null)),
                Problem.structure("The trigger of source action 'take' has 9 excludes of pullRequest branches, and may "
                        + "have at most 8"));
    }

    @Test
    void an_event_stands_once() {
        refused(
                requesting(new PullRequestFilter(List.of("OPEN", "OPEN"), null, null)),
                Problem.structure("A pullRequest filter in the trigger of source action 'take' has the event 'OPEN' "
                        + "more than once"));
    }

    @Test
    void patterns_are_well_formed() {
        refused(
                pushing(new PushFilter(null, null, some("src/{a,b"))),
                Problem.structure("The pattern 'src/{a,b' among the push filePaths in the trigger of source action "
                        + "'take' has a '{' without its '}'"));
    }
}
