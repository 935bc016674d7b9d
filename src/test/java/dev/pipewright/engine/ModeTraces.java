package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Who may be where: locks, queues and the three execution modes (section 7). */
final class ModeTraces {
    private ModeTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("one execution per stage, the next one enters when it is free", """
                        pipeline               Source: get | Build: compile | Deploy: copy
                        start               -> enter e1 Source, job e1 Source/get
                        start               -> nothing
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile, enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        ok e1 Build/compile -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("between stages the newer execution supersedes the waiting one", """
                        pipeline               Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        start               -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get    -> leave e3 Source, e2 Superseded
                        ok e1 Build/compile -> leave e1 Build, e1 Succeeded, enter e3 Build, job e3 Build/compile
                        """),
                argumentSet("before the first stage too, only the newest waits", """
                        pipeline              Source: get | Build: compile
                        start              -> enter e1 Source, job e1 Source/get
                        start              -> nothing
                        start              -> e2 Superseded
                        fail e1 Source/get -> failed e1 Source/get, Failed e1 Source, e1 Failed, enter e3 Source, job e3 Source/get
                        """),
                argumentSet("superseding never happens inside a stage", """
                        pipeline               Source: get | Build: compile, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        ok e1 Build/compile -> job e1 Build/test
                        """),
                argumentSet("who waits is superseded by a younger one also when the transition holds both", """
                        pipeline            SUPERSEDED Source: get | Build: compile
                        close Build      -> nothing
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source
                        start            -> enter e2 Source, job e2 Source/get
                        waiting Build    -> e1
                        ok e2 Source/get -> leave e2 Source, e1 Superseded
                        waiting Build    -> e2
                        show e1          -> Superseded
                        """),
                argumentSet("in QUEUED mode arrivals wait in line before each stage and keep their order", """
                        pipeline               QUEUED Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        start               -> nothing
                        start               -> nothing
                        waiting Source      -> e2, e3
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile, enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source, enter e3 Source, job e3 Source/get
                        ok e3 Source/get    -> leave e3 Source
                        waiting Build       -> e2, e3
                        ok e1 Build/compile -> leave e1 Build, e1 Succeeded, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile -> leave e2 Build, e2 Succeeded, enter e3 Build, job e3 Build/compile
                        ok e3 Build/compile -> leave e3 Build, e3 Succeeded
                        """),
                argumentSet("in QUEUED mode a failure lets the first in line enter", """
                        pipeline              QUEUED Source: get | Build: compile
                        start              -> enter e1 Source, job e1 Source/get
                        start              -> nothing
                        start              -> nothing
                        fail e1 Source/get -> failed e1 Source/get, Failed e1 Source, e1 Failed, enter e2 Source, job e2 Source/get
                        waiting Source     -> e3
                        retry e1 Source    -> refused NOT_LATEST_EXECUTION
                        """),
                argumentSet("in QUEUED mode nobody overtakes who has waited since before a rollback", """
                        pipeline                QUEUED Source: get | Build: compile
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> leave e1 Build, e1 Succeeded
                        close Build          -> nothing
                        start                -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get     -> leave e2 Source
                        rollback Build to e1 -> e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        start                -> enter e4 Source, job e4 Source/get
                        ok e4 Source/get     -> leave e4 Source
                        open Build           -> nothing
                        waiting Build        -> e2, e4
                        ok e3 Build/compile  -> leave e3 Build, e3 Succeeded, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile  -> leave e2 Build, e2 Succeeded, enter e4 Build, job e4 Build/compile
                        """),
                argumentSet("in QUEUED mode fifty executions are under way and no more", """
                        pipeline          QUEUED Source: get | Build: compile
                        start          -> enter e1 Source, job e1 Source/get
                        49 times start -> nothing
                        start          -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        stop e2        -> e2 Stopping, e2 Stopped
                        start          -> nothing
                        start          -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        """),
                argumentSet("the limit holds for retry, override and rollback too", """
                        pipeline                    QUEUED Source: get | Build: compile | Gate[entry FAIL: check]: ship
                        start                    -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get         -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile      -> leave e1 Build, enter e1 Gate, rule e1 Gate/entry/check
                        miss e1 Gate/entry/check -> Failed e1 Gate, e1 Failed
                        start                    -> enter e2 Source, job e2 Source/get
                        49 times start           -> nothing
                        retry e1 Gate            -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        override e1 Gate entry   -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        rollback Build to e1     -> refused UNABLE_TO_ROLL_BACK
                        fail e2 Source/get       -> failed e2 Source/get, Failed e2 Source, e2 Failed, enter e3 Source, job e3 Source/get
                        retry e1 Gate            -> e1 Resumed as attempt 2, Resumed e1 Gate, rule e1 Gate/entry/check#2
                        """),
                argumentSet(
                        "in QUEUED mode at the limit a failed action is retried while its execution is under way",
                        """
                        pipeline              QUEUED Source: get, fetch | Build: compile
                        start              -> enter e1 Source, job e1 Source/get, job e1 Source/fetch
                        49 times start     -> nothing
                        fail e1 Source/get -> failed e1 Source/get
                        retry e1 Source    -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        """),
                argumentSet("in PARALLEL mode there are no locks and no queues", """
                        pipeline                 PARALLEL Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                 -> enter e3 Source, job e3 Source/get
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        """),
                argumentSet("in PARALLEL mode no stage knows who entered it last", """
                        pipeline            PARALLEL Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        latest Source    -> nobody
                        latest Build     -> nobody
                        """),
                argumentSet("entries into stages are counted, but not those in PARALLEL mode", """
                        pipeline                 QUEUED Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        entries               -> 2
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        retry e1 Build        -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        entries               -> 2
                        ok e1 Build/compile#2 -> leave e1 Build, e1 Succeeded
                        update PARALLEL       -> nothing
                        start                 -> enter e2 Source, job e2 Source/get
                        entries               -> 2
                        """),
                argumentSet("in PARALLEL mode fifty executions are under way and no more", """
                        pipeline              PARALLEL Source: get | Build: compile
                        50 times start     -> enter eN Source, job eN Source/get
                        start              -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        fail e7 Source/get -> failed e7 Source/get, Failed e7 Source, e7 Failed
                        start              -> enter e51 Source, job e51 Source/get
                        retry e7 Source    -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        """),
                argumentSet("in PARALLEL mode an execution runs five actions at once and no more", """
                        pipeline            PARALLEL Source: get | Build: a, b, c, d, e, f, g, last@2
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Build, job e1 Build/a, job e1 Build/b, job e1 Build/c, job e1 Build/d, job e1 Build/e
                        start            -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get -> leave e2 Source, enter e2 Build, job e2 Build/a, job e2 Build/b, job e2 Build/c, job e2 Build/d, job e2 Build/e
                        ok e1 Build/c    -> job e1 Build/f
                        ok e1 Build/a    -> job e1 Build/g
                        ok e1 Build/b    -> nothing
                        ok e1 Build/d    -> nothing
                        ok e1 Build/e    -> nothing
                        ok e1 Build/f    -> nothing
                        ok e1 Build/g    -> job e1 Build/last
                        """),
                argumentSet(
                        "in PARALLEL mode the actions that wait for their turn still run when one of the group fails",
                        """
                        pipeline            PARALLEL Source: get | Build: a, b, c, d, e, f, last@2
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Build, job e1 Build/a, job e1 Build/b, job e1 Build/c, job e1 Build/d, job e1 Build/e
                        fail e1 Build/a  -> failed e1 Build/a, job e1 Build/f
                        ok e1 Build/b    -> nothing
                        ok e1 Build/c    -> nothing
                        ok e1 Build/d    -> nothing
                        ok e1 Build/e    -> nothing
                        ok e1 Build/f    -> Failed e1 Build, e1 Failed
                        """),
                argumentSet("outside of PARALLEL mode a group starts as a whole, however large", """
                        pipeline            QUEUED Source: get | Build: a, b, c, d, e, f
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Build, job e1 Build/a, job e1 Build/b, job e1 Build/c, job e1 Build/d, job e1 Build/e, job e1 Build/f
                        """),
                argumentSet("an update cancels what waits at once and what runs after its running actions", """
                        pipeline               Source: get | Build: compile, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        update              -> e2 Cancelled
                        ok e1 Build/compile -> Cancelled e1 Build, e1 Cancelled
                        start               -> enter e3 Source, job e3 Source/get
                        """),
                argumentSet(
                        "an update of the mode cancels what waits at once and what runs after its running actions",
                        """
                        pipeline               SUPERSEDED Source: get | Build: compile, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        update QUEUED       -> e2 Cancelled
                        start               -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get    -> leave e3 Source
                        ok e1 Build/compile -> Cancelled e1 Build, e1 Cancelled, enter e3 Build, job e3 Build/compile
                        """),
                argumentSet("an update from QUEUED to PARALLEL cancels the whole line", """
                        pipeline            QUEUED Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        start            -> nothing
                        start            -> nothing
                        update PARALLEL  -> e2 Cancelled, e3 Cancelled
                        start            -> enter e4 Source, job e4 Source/get
                        ok e1 Source/get -> Cancelled e1 Source, e1 Cancelled
                        latest Source    -> e1
                        """),
                argumentSet(
                        "after an update from PARALLEL what is under way goes on to its end, and locks out nobody",
                        """
                        pipeline               PARALLEL Source: get | Build: compile | Deploy: copy
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        update QUEUED       -> nothing
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        ok e1 Build/compile -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        ok e2 Build/compile -> leave e2 Build, enter e2 Deploy, job e2 Deploy/copy
                        ok e1 Deploy/copy   -> leave e1 Deploy, e1 Succeeded
                        latest Deploy       -> e2
                        """),
                argumentSet("after an update from PARALLEL the stages show what an earlier mode left", """
                        pipeline               QUEUED Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile -> leave e1 Build, e1 Succeeded
                        update PARALLEL     -> nothing
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        update SUPERSEDED   -> nothing
                        latest Build        -> e1
                        """),
                argumentSet("an update within PARALLEL mode cancels nobody, who go on under the old definition", """
                        pipeline                          PARALLEL Source: get | Build: compile | Deploy: copy
                        start                          -> enter e1 Source, job e1 Source/get
                        update PARALLEL Source: get | Ship: send -> nothing
                        ok e1 Source/get               -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                          -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get               -> leave e2 Source, enter e2 Ship, job e2 Ship/send
                        ok e1 Build/compile            -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        """),
                argumentSet("after an update a stage is still one's own wherever it stands by now", """
                        pipeline                          Source: get | Test: try | Deploy: copy
                        start                          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get               -> leave e1 Source, enter e1 Test, job e1 Test/try
                        ok e1 Test/try                 -> leave e1 Test, enter e1 Deploy, job e1 Deploy/copy
                        update Source: get | Deploy: copy -> nothing
                        start                          -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get               -> leave e2 Source
                        ok e1 Deploy/copy              -> Cancelled e1 Deploy, e1 Cancelled, enter e2 Deploy, job e2 Deploy/copy
                        """),
                argumentSet("after an update a new stage is free though another stood in its place", """
                        pipeline                          Source: get | Deploy: copy
                        start                          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get               -> leave e1 Source, enter e1 Deploy, job e1 Deploy/copy
                        update Source: get | Test: try | Deploy: copy -> nothing
                        start                          -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get               -> leave e2 Source, enter e2 Test, job e2 Test/try
                        """),
                argumentSet("a stage that succeeded stays so when an update cancels who waited in it", """
                        pipeline               Source: get | Build: compile | Deploy: copy
                        close-out Build     -> nothing
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile -> leave e1 Build
                        update              -> e1 Cancelled
                        """));
    }
}
