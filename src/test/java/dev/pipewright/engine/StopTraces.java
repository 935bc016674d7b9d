package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Stopping and abandoning (section 9). */
final class StopTraces {
    private StopTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("a stop lets the actions in progress end and starts no further one", """
                        pipeline               Source: get | Build: compile, lint, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile, job e1 Build/lint
                        stop e1 too slow    -> e1 Stopping, Stopping e1 Build
                        show e1             -> Stopping, since too slow
                        ok e1 Build/compile -> nothing
                        ok e1 Build/lint    -> Stopped e1 Build, e1 Stopped
                        show e1             -> Stopped, since too slow
                        show e1 Build/test  -> no such run
                        """),
                argumentSet("an execution that stops does not enter the next stage", """
                        pipeline            Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        stop e1          -> e1 Stopping, Stopping e1 Source
                        ok e1 Source/get -> Stopped e1 Source, e1 Stopped
                        show e1 Build    -> not entered
                        """),
                argumentSet("a second stop is refused", """
                        pipeline    Source: get | Build: compile
                        start    -> enter e1 Source, job e1 Source/get
                        stop e1  -> e1 Stopping, Stopping e1 Source
                        stop e1  -> refused DUPLICATED_STOP_REQUEST
                        """),
                argumentSet("an action that fails while its execution stops leaves it Stopped", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        stop e1               -> e1 Stopping, Stopping e1 Build
                        fail e1 Build/compile -> failed e1 Build/compile, Stopped e1 Build, e1 Stopped
                        """),
                argumentSet("a stopped stage neither retries nor rolls back by itself", """
                        pipeline                 Source: get | Build[failure RETRY ALL]: compile | Deploy[failure ROLLBACK]: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        ok e1 Deploy/copy     -> leave e1 Deploy, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        stop e2               -> e2 Stopping, Stopping e2 Build
                        fail e2 Build/compile -> failed e2 Build/compile, Stopped e2 Build, e2 Stopped
                        start                 -> enter e3 Source, job e3 Source/get
                        ok e3 Source/get      -> leave e3 Source, enter e3 Build, job e3 Build/compile
                        ok e3 Build/compile   -> leave e3 Build, enter e3 Deploy, job e3 Deploy/copy
                        stop e3               -> e3 Stopping, Stopping e3 Deploy
                        fail e3 Deploy/copy   -> failed e3 Deploy/copy, Stopped e3 Deploy, e3 Stopped
                        """),
                argumentSet("abandon leaves the actions in progress to themselves and stops at once", """
                        pipeline                 Source: get | Build: compile, lint
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile, job e1 Build/lint
                        ok e1 Build/lint      -> nothing
                        abandon e1            -> e1 Stopping, Stopping e1 Build, withdraw e1 Build/compile, abandoned e1 Build/compile, Stopped e1 Build, e1 Stopped
                        show e1 Build/compile -> Abandoned
                        show e1 Build/lint    -> Succeeded
                        ok e1 Build/compile   -> ignored
                        show e1 Build/compile -> Abandoned
                        """),
                argumentSet("abandon is allowed in the middle of a stop, whose reason stays", """
                        pipeline            Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        stop e1 too slow -> e1 Stopping, Stopping e1 Source
                        abandon e1       -> withdraw e1 Source/get, abandoned e1 Source/get, Stopped e1 Source, e1 Stopped
                        show e1          -> Stopped, since too slow
                        abandon e1       -> refused EXECUTION_NOT_STOPPABLE
                        """),
                argumentSet("what has ended cannot be stopped", """
                        pipeline               Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        fail e1 Source/get  -> failed e1 Source/get, Failed e1 Source, e1 Failed
                        stop e1             -> refused EXECUTION_NOT_STOPPABLE
                        abandon e1          -> refused EXECUTION_NOT_STOPPABLE
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile -> leave e2 Build, e2 Succeeded
                        stop e2             -> refused EXECUTION_NOT_STOPPABLE
                        """),
                argumentSet(
                        "an approval can be answered while its execution stops, and the execution ends as Stopped",
                        """
                        pipeline               Source: get | Gate: ask? | Deploy: copy
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        stop e1             -> e1 Stopping, Stopping e1 Gate
                        approve e1 Gate/ask -> Stopped e1 Gate, e1 Stopped
                        show e1 Gate/ask    -> Succeeded
                        """),
                argumentSet("the token of an abandoned approval is dead", """
                        pipeline               Source: get | Gate: ask? | Deploy: copy
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Gate, ask e1 Gate/ask
                        abandon e1          -> e1 Stopping, Stopping e1 Gate, withdraw e1 Gate/ask, abandoned e1 Gate/ask, Stopped e1 Gate, e1 Stopped
                        approve e1 Gate/ask -> refused INVALID_APPROVAL_TOKEN
                        """),
                argumentSet("a stop leaves the stage to whoever waits, and the stopped one cannot be retried then", """
                        pipeline               Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        stop e1             -> e1 Stopping, Stopping e1 Build
                        ok e1 Build/compile -> Stopped e1 Build, e1 Stopped, enter e2 Build, job e2 Build/compile
                        retry e1 Build      -> refused NOT_LATEST_EXECUTION
                        """),
                argumentSet("with the transition closed nobody enters, and the stopped one can be retried", """
                        pipeline            Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start            -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get -> leave e2 Source
                        close Build      -> nothing
                        abandon e1       -> e1 Stopping, Stopping e1 Build, withdraw e1 Build/compile, abandoned e1 Build/compile, Stopped e1 Build, e1 Stopped
                        retry e1 Build   -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        waiting Build    -> e2
                        """),
                argumentSet("a waiting execution that is stopped leaves the line and cannot be retried", """
                        pipeline               QUEUED Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start               -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get    -> leave e2 Source
                        stop e2             -> e2 Stopping, e2 Stopped
                        waiting Build       -> nobody
                        retry e2 Build      -> refused NOT_LATEST_EXECUTION
                        ok e1 Build/compile -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet(
                        "a stage that has succeeded stays so when its execution is stopped behind a closed way out",
                        """
                        pipeline               Source: get | Build: compile | Deploy: copy
                        close-out Build     -> nothing
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile -> leave e1 Build
                        stop e1             -> e1 Stopping, e1 Stopped
                        show e1 Build       -> Succeeded
                        retry e1 Build      -> refused STAGE_NOT_RETRYABLE
                        """),
                argumentSet("both forms of stop leave the rules in progress to themselves", """
                        pipeline                     Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        stop e1                   -> e1 Stopping, Stopping e1 Build, withdraw e1 Build/entry/check, Stopped e1 Build, e1 Stopped
                        show e1 Build             -> Stopped, entry Abandoned
                        show e1 Build/entry/check -> Abandoned
                        start                     -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get          -> leave e2 Source, enter e2 Build, rule e2 Build/entry/check
                        abandon e2                -> e2 Stopping, Stopping e2 Build, withdraw e2 Build/entry/check, Stopped e2 Build, e2 Stopped
                        """),
                argumentSet(
                        "a stop leaves the rules about a failure to themselves too, and nothing follows the failure",
                        """
                        pipeline                 Source: get | Build[failure ROLLBACK: alarm]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, rule e2 Build/failure/alarm
                        stop e2               -> e2 Stopping, Stopping e2 Build, withdraw e2 Build/failure/alarm, Stopped e2 Build, e2 Stopped
                        retry e2 Build        -> e2 Resumed as attempt 2, Resumed e2 Build, job e2 Build/compile#2
                        """),
                argumentSet("in PARALLEL mode a stop is for one execution", """
                        pipeline            PARALLEL Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        start            -> enter e2 Source, job e2 Source/get
                        stop e1          -> e1 Stopping, Stopping e1 Source
                        ok e1 Source/get -> Stopped e1 Source, e1 Stopped
                        ok e2 Source/get -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("in PARALLEL mode a stop keeps the actions that wait for their turn from starting", """
                        pipeline            PARALLEL Source: get | Build: a, b, c, d, e, f
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Build, job e1 Build/a, job e1 Build/b, job e1 Build/c, job e1 Build/d, job e1 Build/e
                        stop e1          -> e1 Stopping, Stopping e1 Build
                        ok e1 Build/a    -> nothing
                        ok e1 Build/b    -> nothing
                        ok e1 Build/c    -> nothing
                        ok e1 Build/d    -> nothing
                        ok e1 Build/e    -> Stopped e1 Build, e1 Stopped
                        retry e1 Build   -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/f
                        """),
                argumentSet("an execution that stops when the pipeline is updated ends as Stopped", """
                        pipeline            Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        stop e1          -> e1 Stopping, Stopping e1 Source
                        update           -> nothing
                        ok e1 Source/get -> Stopped e1 Source, e1 Stopped
                        retry e1 Source  -> refused STAGE_NOT_RETRYABLE
                        """));
    }
}
