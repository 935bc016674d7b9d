package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Closed ways into stages, and out of them (section 8). */
final class TransitionTraces {
    private TransitionTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("a disabled transition holds at the door and lets go when it is enabled", """
                        pipeline            Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        start            -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get -> leave e2 Source, e1 Superseded
                        open Build       -> enter e2 Build, job e2 Build/compile
                        open Build       -> nothing
                        """),
                argumentSet("disabling a transition leaves those inside alone", """
                        pipeline               Source: get | Build: compile, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        close Build         -> nothing
                        ok e1 Build/compile -> job e1 Build/test
                        ok e1 Build/test    -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("a disabled outbound transition keeps the execution in the finished stage", """
                        pipeline               Source: get | Build: compile | Deploy: copy
                        close-out Build     -> nothing
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile -> leave e1 Build
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        open-out Build      -> enter e1 Deploy, job e1 Deploy/copy, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("a transition of an unknown stage is refused", """
                        pipeline      Source: get | Build: compile
                        close Ship -> refused STAGE_NOT_FOUND
                        open Ship  -> refused STAGE_NOT_FOUND
                        """),
                argumentSet("before a closed stage a QUEUED pipeline lines up, and the first in line enters", """
                        pipeline            QUEUED Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        start            -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get -> leave e2 Source
                        waiting Build    -> e1, e2
                        open Build       -> enter e1 Build, job e1 Build/compile
                        waiting Build    -> e2
                        """),
                argumentSet("a transition that is enabled while the stage is locked leaves the execution waiting", """
                        pipeline               Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        close Build         -> nothing
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        open Build          -> nothing
                        ok e1 Build/compile -> leave e1 Build, e1 Succeeded, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("the way into the first stage can be closed", """
                        pipeline        Source: get | Build: compile
                        close Source -> nothing
                        start        -> nothing
                        start        -> e1 Superseded
                        open Source  -> enter e2 Source, job e2 Source/get
                        """),
                argumentSet("in PARALLEL mode a closed transition holds everybody, and lets everybody go", """
                        pipeline            PARALLEL Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        start            -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get -> leave e2 Source
                        ok e1 Source/get -> leave e1 Source
                        open Build       -> enter e1 Build, job e1 Build/compile, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("disabling and enabling twice is as once", """
                        pipeline            Source: get | Build: compile
                        close Build      -> nothing
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        open Build       -> enter e1 Build, job e1 Build/compile
                        open Build       -> nothing
                        """),
                argumentSet("inbound and outbound are two transitions", """
                        pipeline            Source: get | Build: compile
                        close-out Source -> nothing
                        open Source      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        waiting Build    -> nobody
                        open-out Source  -> enter e1 Build, job e1 Build/compile
                        """),
                argumentSet("behind a closed way out the stage is not free", """
                        pipeline            QUEUED Source: get | Build: compile
                        close-out Source -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        start            -> nothing
                        ok e1 Source/get -> leave e1 Source
                        open-out Source  -> enter e1 Build, job e1 Build/compile, enter e2 Source, job e2 Source/get
                        """),
                argumentSet("out of the last stage no transition leads", """
                        pipeline               Source: get | Build: compile
                        close-out Build     -> nothing
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet(
                        "who has waited for more than thirty days before a closed stage does not go on by itself",
                        """
                        pipeline            Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        days 31
                        open Build       -> e1 Cancelled
                        start            -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("who has waited for fewer than thirty days goes on", """
                        pipeline            Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        days 29
                        open Build       -> enter e1 Build, job e1 Build/compile
                        """),
                argumentSet("the thirty days are those of the one who waits, not those of the transition", """
                        pipeline            QUEUED Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        days 20
                        start            -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get -> leave e2 Source
                        days 20
                        open Build       -> e1 Cancelled, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("thirty days before a locked stage are no days before a closed one", """
                        pipeline               Source: get | Gate: ask?(for:86400)
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        days 40
                        close Gate          -> nothing
                        open Gate           -> nothing
                        approve e1 Gate/ask -> leave e1 Gate, e1 Succeeded, enter e2 Gate, ask e2 Gate/ask
                        """),
                argumentSet("a transition that is disabled again has been closed since then", """
                        pipeline            Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        days 20
                        close Build      -> nothing
                        days 20
                        open Build       -> enter e1 Build, job e1 Build/compile
                        """),
                argumentSet("a closed transition outlives an update", """
                        pipeline            Source: get | Build: compile
                        close Build      -> nothing
                        update           -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        waiting Build    -> e1
                        """),
                argumentSet("a closed transition goes with its stage", """
                        pipeline                          Source: get | Build: compile
                        close Build                    -> nothing
                        update Source: get | Deploy: copy -> nothing
                        update Source: get | Build: compile -> nothing
                        start                          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get               -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        """));
    }
}
