package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Trying a stage again, by hand and by itself (section 10). */
final class RetryTraces {
    private RetryTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("a retry of failed actions runs those again and goes on from there", """
                        pipeline                 Source: get | Build: lint, compile, test@2 | Deploy: copy
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        ok e1 Build/lint      -> nothing
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        retry e1 Build        -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        show e1               -> InProgress, attempt 2
                        show e1 Build         -> InProgress, attempt 2, 0 automatic, 1 manual, last ManualStageRetry
                        ok e1 Build/compile#2 -> job e1 Build/test
                        ok e1 Build/test      -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        """),
                argumentSet("a retry of all actions runs the stage from its first action", """
                        pipeline                 Source: get | Build: compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> job e1 Build/test
                        fail e1 Build/test    -> failed e1 Build/test, Failed e1 Build, e1 Failed
                        retry-all e1 Build    -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        ok e1 Build/compile#2 -> job e1 Build/test#2
                        ok e1 Build/test#2    -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("after a retry of all actions only what ran since counts as done", """
                        pipeline                   Source: get | Build: compile, test@2
                        start                   -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get        -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile     -> job e1 Build/test
                        fail e1 Build/test      -> failed e1 Build/test, Failed e1 Build, e1 Failed
                        retry-all e1 Build      -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        fail e1 Build/compile#2 -> failed e1 Build/compile#2, Failed e1 Build, e1 Failed
                        retry e1 Build          -> e1 Resumed as attempt 3, Resumed e1 Build, job e1 Build/compile#3
                        ok e1 Build/compile#3   -> job e1 Build/test#2
                        fail e1 Build/test#2    -> failed e1 Build/test#2, Failed e1 Build, e1 Failed
                        retry e1 Build          -> e1 Resumed as attempt 4, Resumed e1 Build, job e1 Build/test#3
                        """),
                argumentSet("a failed action is retried while the others of its group run on", """
                        pipeline               Source: get | Build: lint, compile, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        fail e1 Build/lint  -> failed e1 Build/lint
                        retry e1 Source     -> refused STAGE_NOT_RETRYABLE
                        retry e1 Build      -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/lint#2
                        ok e1 Build/lint#2  -> nothing
                        ok e1 Build/compile -> job e1 Build/test
                        """),
                argumentSet("what runs on into a retry counts there when it fails", """
                        pipeline                 Source: get | Build: lint, compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        fail e1 Build/lint    -> failed e1 Build/lint
                        retry e1 Build        -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/lint#2
                        fail e1 Build/compile -> failed e1 Build/compile
                        ok e1 Build/lint#2    -> Failed e1 Build, e1 Failed
                        retry e1 Build        -> e1 Resumed as attempt 3, Resumed e1 Build, job e1 Build/compile#2
                        """),
                argumentSet("all actions cannot be retried while one is in progress", """
                        pipeline               Source: get | Build: lint, compile
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        fail e1 Build/lint  -> failed e1 Build/lint
                        retry-all e1 Build  -> refused CONFLICT
                        ok e1 Build/compile -> Failed e1 Build, e1 Failed
                        retry-all e1 Build  -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/lint#2, job e1 Build/compile#2
                        """),
                argumentSet("abandoned actions run again with the failed ones", """
                        pipeline               Source: get | Build: lint, compile, pack, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile, job e1 Build/pack
                        ok e1 Build/lint    -> nothing
                        fail e1 Build/pack  -> failed e1 Build/pack
                        abandon e1 too slow -> e1 Stopping, Stopping e1 Build, withdraw e1 Build/compile, abandoned e1 Build/compile, Stopped e1 Build, e1 Stopped
                        retry e1 Build      -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2, job e1 Build/pack#2
                        show e1             -> InProgress, attempt 2
                        """),
                argumentSet("a stopped stage goes on with the next run order when all that ran has succeeded", """
                        pipeline               Source: get | Build: compile, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        stop e1             -> e1 Stopping, Stopping e1 Build
                        ok e1 Build/compile -> Stopped e1 Build, e1 Stopped
                        retry e1 Build      -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/test
                        """),
                argumentSet("a stopped stage whose actions have all succeeded succeeds when it is retried", """
                        pipeline            Source: get | Build: compile
                        start            -> enter e1 Source, job e1 Source/get
                        stop e1          -> e1 Stopping, Stopping e1 Source
                        ok e1 Source/get -> Stopped e1 Source, e1 Stopped
                        retry e1 Source  -> e1 Resumed as attempt 2, Resumed e1 Source, leave e1 Source, enter e1 Build, job e1 Build/compile
                        """),
                argumentSet("a stage in which nothing failed cannot be retried", """
                        pipeline               Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        retry e1 Source     -> refused STAGE_NOT_RETRYABLE
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        retry e1 Source     -> refused STAGE_NOT_RETRYABLE
                        ok e1 Build/compile -> leave e1 Build, e1 Succeeded
                        retry e1 Build      -> refused STAGE_NOT_RETRYABLE
                        retry-all e1 Build  -> refused STAGE_NOT_RETRYABLE
                        """),
                argumentSet("a stage that is being retried cannot be retried", """
                        pipeline               Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        fail e1 Source/get  -> failed e1 Source/get, Failed e1 Source, e1 Failed
                        retry e1 Source     -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        retry e1 Source     -> refused STAGE_NOT_RETRYABLE
                        retry-all e1 Source -> refused STAGE_NOT_RETRYABLE
                        """),
                argumentSet("only the stage that failed can be retried, and only one that is there", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        retry e1 Source       -> refused STAGE_NOT_RETRYABLE
                        retry e1 Ship         -> refused STAGE_NOT_FOUND
                        """),
                argumentSet("after an update nothing of before can be retried", """
                        pipeline              Source: get | Build: compile
                        start              -> enter e1 Source, job e1 Source/get
                        fail e1 Source/get -> failed e1 Source/get, Failed e1 Source, e1 Failed
                        update             -> nothing
                        retry e1 Source    -> refused STAGE_NOT_RETRYABLE
                        """),
                argumentSet("a stage that a later execution has entered cannot be retried in the earlier one", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        retry e1 Build        -> refused NOT_LATEST_EXECUTION
                        retry e2 Build        -> e2 Resumed as attempt 2, Resumed e2 Build, job e2 Build/compile#2
                        """),
                argumentSet("a later execution that has only entered an earlier stage does not matter", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        start                 -> enter e2 Source, job e2 Source/get
                        retry e1 Build        -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        ok e2 Source/get      -> leave e2 Source
                        ok e1 Build/compile#2 -> leave e1 Build, e1 Succeeded, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("while an execution stops its stage cannot be retried", """
                        pipeline              Source: get, fetch | Build: compile
                        start              -> enter e1 Source, job e1 Source/get, job e1 Source/fetch
                        fail e1 Source/get -> failed e1 Source/get
                        stop e1            -> e1 Stopping, Stopping e1 Source
                        retry e1 Source    -> refused CONFLICT
                        """),
                argumentSet("in PARALLEL mode nobody is overtaken, so that each can be retried", """
                        pipeline              PARALLEL Source: get | Build: compile
                        start              -> enter e1 Source, job e1 Source/get
                        fail e1 Source/get -> failed e1 Source/get, Failed e1 Source, e1 Failed
                        start              -> enter e2 Source, job e2 Source/get
                        retry e1 Source    -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        """),
                argumentSet("the attempts of an execution count on over its stages", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        fail e1 Source/get    -> failed e1 Source/get, Failed e1 Source, e1 Failed
                        retry e1 Source       -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        ok e1 Source/get#2    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        retry e1 Build        -> e1 Resumed as attempt 3, Resumed e1 Build, job e1 Build/compile#2
                        show e1 Build         -> InProgress, attempt 2, 0 automatic, 1 manual, last ManualStageRetry
                        """),
                argumentSet("a stage retries by itself once for each failure", """
                        pipeline                   Source: get | Build[failure RETRY FAILED]: lint, compile
                        start                   -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get        -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        fail e1 Build/compile   -> failed e1 Build/compile
                        ok e1 Build/lint        -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        fail e1 Build/compile#2 -> failed e1 Build/compile#2, Failed e1 Build, e1 Failed
                        show e1 Build           -> Failed, attempt 2, 1 automatic, 0 manual, last AutomatedStageRetry
                        """),
                argumentSet("a stage can retry all of its actions by itself", """
                        pipeline                 Source: get | Build[failure RETRY ALL]: compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> job e1 Build/test
                        fail e1 Build/test    -> failed e1 Build/test, e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        ok e1 Build/compile#2 -> job e1 Build/test#2
                        ok e1 Build/test#2    -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("the source stage can retry by itself", """
                        pipeline              Source[failure RETRY FAILED]: get | Build: compile
                        start              -> enter e1 Source, job e1 Source/get
                        fail e1 Source/get -> failed e1 Source/get, e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        ok e1 Source/get#2 -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        """),
                argumentSet("a retry by hand that fails is another failure, and retried by itself", """
                        pipeline                   Source: get | Build[failure RETRY FAILED]: compile
                        start                   -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get        -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile   -> failed e1 Build/compile, e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        fail e1 Build/compile#2 -> failed e1 Build/compile#2, Failed e1 Build, e1 Failed
                        retry e1 Build          -> e1 Resumed as attempt 3, Resumed e1 Build, job e1 Build/compile#3
                        fail e1 Build/compile#3 -> failed e1 Build/compile#3, e1 Resumed as attempt 4, Resumed e1 Build, job e1 Build/compile#4
                        fail e1 Build/compile#4 -> failed e1 Build/compile#4, Failed e1 Build, e1 Failed
                        show e1 Build           -> Failed, attempt 4, 2 automatic, 1 manual, last AutomatedStageRetry
                        """),
                argumentSet("after an update a stage does not retry by itself", """
                        pipeline                 Source: get | Build[failure RETRY FAILED]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        update                -> nothing
                        fail e1 Build/compile -> failed e1 Build/compile, Cancelled e1 Build, e1 Cancelled
                        """),
                argumentSet("a retried stage keeps its lock", """
                        pipeline                 Source: get | Build[failure RETRY FAILED]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        fail e1 Build/compile -> failed e1 Build/compile, e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        waiting Build         -> e2
                        """));
    }
}
