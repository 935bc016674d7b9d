package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of executions and of their traffic, each as a story. */
class TraceTest {

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("stages run in order and the last one ends the execution", """
                        pipeline              Source: get | Build: compile | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        ok e1 Deploy/copy     -> leave e1 Deploy, e1 Succeeded
                        """),
                argumentSet("equal run orders run side by side, the next waits for all of them", """
                        pipeline              Source: get | Build: lint, compile, test@2, pack@7
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        ok e1 Build/lint      -> nothing
                        ok e1 Build/compile   -> job e1 Build/test
                        ok e1 Build/test      -> job e1 Build/pack
                        ok e1 Build/pack      -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("a failure lets its siblings finish, then fails stage and execution", """
                        pipeline              Source: get | Build: lint, compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        fail e1 Build/lint    -> failed e1 Build/lint
                        ok e1 Build/compile   -> Failed e1 Build, e1 Failed
                        ok e1 Build/compile   -> ignored
                        """),
                argumentSet("a run that uses up its time fails and its worker is told", """
                        pipeline              Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        late e1 Build/compile -> withdraw e1 Build/compile, failed e1 Build/compile, Failed e1 Build, e1 Failed
                        ok e1 Build/compile   -> ignored
                        """),
                argumentSet("late news from an earlier stage is not taken for a namesake", """
                        pipeline              Source: get | Build: get
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/get
                        fail e1 Source/get    -> ignored
                        ok e1 Build/get       -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("one execution per stage, the next one enters when it is free", """
                        pipeline              Source: get | Build: compile | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        start                 -> nothing
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile, enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        ok e1 Build/compile   -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("between stages the newer execution supersedes the waiting one", """
                        pipeline              Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        start                 -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get      -> leave e3 Source, e2 Superseded
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded, enter e3 Build, job e3 Build/compile
                        """),
                argumentSet("before the first stage too, only the newest waits", """
                        pipeline              Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        start                 -> nothing
                        start                 -> e2 Superseded
                        fail e1 Source/get    -> failed e1 Source/get, Failed e1 Source, e1 Failed, enter e3 Source, job e3 Source/get
                        """),
                argumentSet("superseding never happens inside a stage", """
                        pipeline              Source: get | Build: compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        ok e1 Build/compile   -> job e1 Build/test
                        """),
                argumentSet("a disabled transition holds at the door and lets go when it is enabled", """
                        pipeline              Source: get | Build: compile
                        close Build           -> nothing
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, e1 Superseded
                        open Build            -> enter e2 Build, job e2 Build/compile
                        open Build            -> nothing
                        """),
                argumentSet("disabling a transition leaves those inside alone", """
                        pipeline              Source: get | Build: compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        close Build           -> nothing
                        ok e1 Build/compile   -> job e1 Build/test
                        ok e1 Build/test      -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("a disabled outbound transition keeps the execution in the finished stage", """
                        pipeline              Source: get | Build: compile | Deploy: copy
                        close-out Build       -> nothing
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        open-out Build        -> enter e1 Deploy, job e1 Deploy/copy, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("a transition of an unknown stage is refused", """
                        pipeline              Source: get | Build: compile
                        close Ship            -> refused STAGE_NOT_FOUND
                        open Ship             -> refused STAGE_NOT_FOUND
                        """),
                argumentSet("an approval waits, keeps its stage, and lets the execution go on", """
                        pipeline              Source: get | Gate: ask? | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        approve e2 Gate/ask   -> refused INVALID_APPROVAL_TOKEN
                        approve e1 Gate/ask   -> leave e1 Gate, enter e1 Deploy, job e1 Deploy/copy, enter e2 Gate, ask e2 Gate/ask
                        approve e1 Gate/ask   -> refused APPROVAL_ALREADY_COMPLETED
                        """),
                argumentSet("a rejected approval fails the execution", """
                        pipeline              Source: get | Gate: ask?
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        reject e1 Gate/ask    -> failed e1 Gate/ask, Failed e1 Gate, e1 Failed
                        """),
                argumentSet("an approval times out", """
                        pipeline              Source: get | Gate: ask?
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        late e1 Gate/ask      -> withdraw e1 Gate/ask, failed e1 Gate/ask, Failed e1 Gate, e1 Failed
                        """),
                argumentSet("only approvals of that name are answered", """
                        pipeline              Source: get | Gate: ask? | Deploy: copy
                        approve e1 Deploy/copy -> refused ACTION_NOT_FOUND
                        approve e1 Gate/beg    -> refused ACTION_NOT_FOUND
                        approve e1 Ship/ask    -> refused STAGE_NOT_FOUND
                        """),
                argumentSet("an update cancels what waits at once and what runs after its running actions", """
                        pipeline              Source: get | Build: compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        update                -> e2 Cancelled
                        ok e1 Build/compile   -> Cancelled e1 Build, e1 Cancelled
                        start                 -> enter e3 Source, job e3 Source/get
                        """),
                argumentSet("an update ends a pending approval, which nobody can answer any more", """
                        pipeline              Source: get | Gate: ask?
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        update                -> failed e1 Gate/ask, Cancelled e1 Gate, e1 Cancelled
                        approve e1 Gate/ask   -> refused INVALID_APPROVAL_TOKEN
                        """),
                argumentSet("after an update a stage is still one's own wherever it stands by now", """
                        pipeline              Source: get | Test: try | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Test, job e1 Test/try
                        ok e1 Test/try        -> leave e1 Test, enter e1 Deploy, job e1 Deploy/copy
                        update Source: get | Deploy: copy -> nothing
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        ok e1 Deploy/copy     -> Cancelled e1 Deploy, e1 Cancelled, enter e2 Deploy, job e2 Deploy/copy
                        """),
                argumentSet("after an update a new stage is free though another stood in its place", """
                        pipeline              Source: get | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Deploy, job e1 Deploy/copy
                        update Source: get | Test: try | Deploy: copy -> nothing
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Test, job e2 Test/try
                        """),
                argumentSet("an approval that an update ended is out of date also while its sibling runs", """
                        pipeline              Source: get | Gate: ask?, check
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask, job e1 Gate/check
                        update                -> failed e1 Gate/ask
                        approve e1 Gate/ask   -> refused INVALID_APPROVAL_TOKEN
                        ok e1 Gate/check      -> Cancelled e1 Gate, e1 Cancelled
                        """),
                argumentSet("a stage that succeeded stays so when an update cancels who waited in it", """
                        pipeline              Source: get | Build: compile | Deploy: copy
                        close-out Build       -> nothing
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build
                        update                -> e1 Cancelled
                        """),
                argumentSet("an execution starts once", """
                        pipeline              Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        start-again e1        -> ignored
                        """));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void a_story_goes_as_told(String story) {
        Trace.play(story, false);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void a_story_goes_the_same_when_everything_is_told_twice(String story) {
        Trace.play(story, true);
    }
}
