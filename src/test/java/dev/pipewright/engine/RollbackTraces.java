package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Returning to what ran before (section 11). */
final class RollbackTraces {
    private RollbackTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("a rollback runs one stage with what the target had, and ends", """
                        pipeline                        Source: get(>src) | Build: compile(<src >app) | Deploy: copy(<app)
                        start                        -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get revision:v1 -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile          -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        ok e1 Deploy/copy            -> leave e1 Deploy, e1 Succeeded
                        rollback Build to e1         -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        show e2                      -> InProgress, took [get v1] with [src]
                        trigger e2                   -> ManualRollback arn:someone
                        show e2 Source               -> not entered
                        ok e2 Build/compile          -> leave e2 Build, e2 Succeeded
                        show e2 Deploy               -> not entered
                        """),
                argumentSet("the target has to have succeeded in the stage", """
                        pipeline                 Source: get | Build: compile | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        rollback Build to e1  -> refused UNABLE_TO_ROLL_BACK
                        rollback Deploy to e1 -> refused UNABLE_TO_ROLL_BACK
                        rollback Ship to e1   -> refused STAGE_NOT_FOUND
                        """),
                argumentSet("a target that failed in a later stage will do", """
                        pipeline                Source: get | Build: compile | Deploy: copy
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        rollback Build to e1 -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        fail e1 Deploy/copy  -> failed e1 Deploy/copy, Failed e1 Deploy, e1 Failed
                        ok e2 Build/compile  -> leave e2 Build, e2 Succeeded
                        rollback Build to e1 -> e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        """),
                argumentSet("a target from before an update is outdated", """
                        pipeline                Source: get | Build: compile
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> leave e1 Build, e1 Succeeded
                        update               -> nothing
                        rollback Build to e1 -> refused EXECUTION_OUTDATED
                        """),
                argumentSet("a rollback is no target", """
                        pipeline                Source: get | Build: compile
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> leave e1 Build, e1 Succeeded
                        rollback Build to e1 -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile  -> leave e2 Build, e2 Succeeded
                        rollback Build to e2 -> refused UNABLE_TO_ROLL_BACK
                        """),
                argumentSet("a stage in which an execution runs cannot be rolled back", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        rollback Build to e1  -> refused UNABLE_TO_ROLL_BACK
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        rollback Build to e1  -> e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        rollback Build to e1  -> refused UNABLE_TO_ROLL_BACK
                        """),
                argumentSet("a stage that an execution has not left cannot be rolled back", """
                        pipeline                Source: get | Build: compile | Deploy: copy
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        close-out Build      -> nothing
                        ok e1 Build/compile  -> leave e1 Build
                        rollback Build to e1 -> refused UNABLE_TO_ROLL_BACK
                        open-out Build       -> enter e1 Deploy, job e1 Deploy/copy
                        rollback Build to e1 -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("in PARALLEL mode nothing is rolled back", """
                        pipeline                 PARALLEL Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        rollback Build to e1  -> refused UNABLE_TO_ROLL_BACK
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        """),
                argumentSet("a V1 pipeline is not rolled back", """
                        pipeline                V1 Source: get | Build: compile
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> leave e1 Build, e1 Succeeded
                        rollback Build to e1 -> refused UNABLE_TO_ROLL_BACK
                        """),
                argumentSet("the source stage can be rolled back, and takes what is newest", """
                        pipeline                        Source: get(>src) | Build: compile
                        start take:get=v1            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get revision:v1 -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile          -> leave e1 Build, e1 Succeeded
                        rollback Source to e1        -> e2 rolls back to e1, enter e2 Source, job e2 Source/get
                        show e2                      -> InProgress, took [get v1] with []
                        show e2 Source/get           -> InProgress, >src of [e2 Source/get]
                        ok e2 Source/get revision:v2 -> leave e2 Source, e2 Succeeded
                        """),
                argumentSet("a failed stage returns by itself to the newest execution that succeeded in it", """
                        pipeline                        Source: get | Build[failure ROLLBACK]: compile
                        start                        -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get             -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile          -> leave e1 Build, e1 Succeeded
                        start                        -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get revision:v2 -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile          -> leave e2 Build, e2 Succeeded
                        start                        -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get             -> leave e3 Source, enter e3 Build, job e3 Build/compile
                        fail e3 Build/compile        -> failed e3 Build/compile, Failed e3 Build, e3 Failed, e4 rolls back to e2, enter e4 Build, job e4 Build/compile
                        trigger e4                   -> AutomatedRollback {"FailedPipelineExecutionId":e3}
                        show e4                      -> InProgress, took [get v2] with []
                        ok e4 Build/compile          -> leave e4 Build, e4 Succeeded
                        start                        -> enter e5 Source, job e5 Source/get
                        """),
                argumentSet("without an earlier success a stage that rolls back just fails", """
                        pipeline                 Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        """),
                argumentSet("a success under an earlier definition is nothing to return to", """
                        pipeline                 Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        update                -> nothing
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        """),
                argumentSet("a success in PARALLEL mode is nothing to return to", """
                        pipeline                 PARALLEL Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        update QUEUED         -> nothing
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        """),
                argumentSet("a rollback that fails is not rolled back", """
                        pipeline                 Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        rollback Build to e1  -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        """),
                argumentSet("what a rollback did is nothing to return to by itself", """
                        pipeline                 Source: get(>src) | Build[failure ROLLBACK]: compile(<src)
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        rollback Build to e1  -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile   -> leave e2 Build, e2 Succeeded
                        start                 -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get      -> leave e3 Source, enter e3 Build, job e3 Build/compile
                        fail e3 Build/compile -> failed e3 Build/compile, Failed e3 Build, e3 Failed, e4 rolls back to e1, enter e4 Build, job e4 Build/compile
                        show e4 Build/compile -> InProgress, <src of [e1 Source/get]
                        """),
                argumentSet("a rollback waits for nothing and nobody", """
                        pipeline                 Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        close Build           -> nothing
                        start                 -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get      -> leave e3 Source
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed, e4 rolls back to e1, enter e4 Build, job e4 Build/compile
                        waiting Build         -> e3
                        open Build            -> nothing
                        ok e4 Build/compile   -> leave e4 Build, e4 Succeeded, enter e3 Build, job e3 Build/compile
                        """),
                argumentSet("a rollback has no next stage that a closed way out could keep it from", """
                        pipeline                Source: get | Build: compile | Deploy: copy
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        close-out Build      -> nothing
                        rollback Build to e1 -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile  -> leave e2 Build, e2 Succeeded
                        """),
                argumentSet("after a rollback the failed execution cannot be retried", """
                        pipeline                 Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed, e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        latest Build          -> e3
                        ok e3 Build/compile   -> leave e3 Build, e3 Succeeded
                        retry e2 Build        -> refused NOT_LATEST_EXECUTION
                        """),
                argumentSet("a rollback can be stopped and retried like any execution", """
                        pipeline                   Source: get(>src) | Build: compile(<src)
                        start                   -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get        -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile     -> leave e1 Build, e1 Succeeded
                        rollback Build to e1    -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        abandon e2              -> e2 Stopping, Stopping e2 Build, withdraw e2 Build/compile, abandoned e2 Build/compile, Stopped e2 Build, e2 Stopped
                        retry e2 Build          -> e2 Resumed as attempt 2, Resumed e2 Build, job e2 Build/compile#2
                        show e2 Build/compile#2 -> InProgress, <src of [e1 Source/get]
                        ok e2 Build/compile#2   -> leave e2 Build, e2 Succeeded
                        """),
                argumentSet("an update cancels a rollback as it cancels others", """
                        pipeline                Source: get | Build: compile
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> leave e1 Build, e1 Succeeded
                        rollback Build to e1 -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        update               -> nothing
                        ok e2 Build/compile  -> Cancelled e2 Build, e2 Cancelled
                        """),
                argumentSet("in QUEUED mode a stage returns to an earlier execution too", """
                        pipeline                 QUEUED Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        start                 -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get      -> leave e3 Source
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed, e4 rolls back to e1, enter e4 Build, job e4 Build/compile
                        ok e4 Build/compile   -> leave e4 Build, e4 Succeeded, enter e3 Build, job e3 Build/compile
                        """),
                argumentSet("a stage returns to what was made before it, whatever was made there and since", """
                        pipeline                          Source: get(>src as:it) | Build[failure ROLLBACK]: compile(<src >app as:made) | Deploy: copy(<app >report as:done)
                        start                          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get revision:v1 Id=1 -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile revision:b1 Id=2 -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        ok e1 Deploy/copy revision:d1 Id=3 -> leave e1 Deploy, e1 Succeeded
                        start                          -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get revision:v2 Id=4 -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile          -> failed e2 Build/compile, Failed e2 Build, e2 Failed, e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        show e3                        -> InProgress, took [get v1, compile b1] with [src]
                        """),
                argumentSet("at the limit a stage returns to an earlier execution all the same", """
                        pipeline                 QUEUED Source: get | Build[failure ROLLBACK]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        start                 -> enter e3 Source, job e3 Source/get
                        48 times start        -> nothing
                        start                 -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed, e52 rolls back to e1, enter e52 Build, job e52 Build/compile
                        start                 -> refused CONCURRENT_EXECUTIONS_LIMIT_EXCEEDED
                        """));
    }
}
