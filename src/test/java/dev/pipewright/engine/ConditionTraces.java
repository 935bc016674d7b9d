package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Conditions, their rules, and overriding them (section 12). */
final class ConditionTraces {
    private ConditionTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("the rules at the entry are asked together and let the actions start when all hold", """
                        pipeline                      Source: get | Build[entry FAIL: check, window]: compile
                        start                      -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get           -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check, rule e1 Build/entry/window
                        pass e1 Build/entry/check  -> nothing
                        pass e1 Build/entry/window -> job e1 Build/compile
                        show e1 Build              -> InProgress, entry Succeeded
                        """),
                argumentSet(
                        "one rule that does not hold fails the condition, and the others are left to themselves",
                        """
                        pipeline                      Source: get | Build[entry FAIL: check, window]: compile
                        start                      -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get           -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check, rule e1 Build/entry/window
                        miss e1 Build/entry/check  -> withdraw e1 Build/entry/window, Failed e1 Build, e1 Failed
                        show e1 Build              -> Failed, entry Failed
                        show e1 Build/entry/check  -> Failed, JobFailed
                        show e1 Build/entry/window -> Abandoned
                        pass e1 Build/entry/window -> ignored
                        """),
                argumentSet("the stage is held while its rules are asked", """
                        pipeline                     Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        start                     -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get          -> leave e2 Source
                        miss e1 Build/entry/check -> Failed e1 Build, e1 Failed, enter e2 Build, rule e2 Build/entry/check
                        """),
                argumentSet("a condition that skips passes the stage by", """
                        pipeline                     Source: get | Build[entry SKIP: check]: compile | Deploy: copy
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        miss e1 Build/entry/check -> Skipped e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        show e1 Build             -> Skipped, entry Failed
                        show e1 Build/compile     -> no such run
                        retry e1 Build            -> refused STAGE_NOT_RETRYABLE
                        rollback Build to e1      -> refused UNABLE_TO_ROLL_BACK
                        """),
                argumentSet("a skipped last stage ends the execution well", """
                        pipeline                     Source: get | Build[entry SKIP: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        miss e1 Build/entry/check -> Skipped e1 Build, e1 Succeeded
                        retry e1 Build            -> refused STAGE_NOT_RETRYABLE
                        """),
                argumentSet("a condition that would skip lets in whom it holds for", """
                        pipeline                     Source: get | Build[entry SKIP: check]: compile | Deploy: copy
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        pass e1 Build/entry/check -> job e1 Build/compile
                        """),
                argumentSet("a skipped stage is nothing to return to", """
                        pipeline                     Source: get | Build[entry SKIP: check; failure ROLLBACK]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        miss e1 Build/entry/check -> Skipped e1 Build, e1 Succeeded
                        start                     -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get          -> leave e2 Source, enter e2 Build, rule e2 Build/entry/check
                        pass e2 Build/entry/check -> job e2 Build/compile
                        fail e2 Build/compile     -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        """),
                argumentSet("the condition after success is asked when all actions have succeeded", """
                        pipeline                       Source: get | Build[success FAIL: alarm]: compile, test@2 | Deploy: copy
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile         -> job e1 Build/test
                        ok e1 Build/test            -> rule e1 Build/success/alarm
                        pass e1 Build/success/alarm -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        """),
                argumentSet("a condition after success that does not hold fails the stage", """
                        pipeline                       Source: get | Build[success FAIL: alarm]: compile | Deploy: copy
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile         -> rule e1 Build/success/alarm
                        miss e1 Build/success/alarm -> Failed e1 Build, e1 Failed
                        show e1 Build               -> Failed, success Failed
                        """),
                argumentSet("the condition after success is not asked when an action failed", """
                        pipeline                 Source: get | Build[success FAIL: alarm]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        """),
                argumentSet("a condition after success can return the stage to an earlier execution", """
                        pipeline                       Source: get | Build[success ROLLBACK: alarm]: compile
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile         -> rule e1 Build/success/alarm
                        pass e1 Build/success/alarm -> leave e1 Build, e1 Succeeded
                        start                       -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get            -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile         -> rule e2 Build/success/alarm
                        miss e2 Build/success/alarm -> Failed e2 Build, e2 Failed, e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        ok e3 Build/compile         -> rule e3 Build/success/alarm
                        miss e3 Build/success/alarm -> Failed e3 Build, e3 Failed
                        """),
                argumentSet(
                        "the condition after a failure is asked when all have ended, and rolls back unless it holds",
                        """
                        pipeline                       Source: get | Build[failure ROLLBACK: alarm]: lint, compile
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        ok e1 Build/lint            -> nothing
                        ok e1 Build/compile         -> leave e1 Build, e1 Succeeded
                        start                       -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get            -> leave e2 Source, enter e2 Build, job e2 Build/lint, job e2 Build/compile
                        fail e2 Build/lint          -> failed e2 Build/lint
                        ok e2 Build/compile         -> rule e2 Build/failure/alarm
                        miss e2 Build/failure/alarm -> Failed e2 Build, e2 Failed, e3 rolls back to e1, enter e3 Build, job e3 Build/lint, job e3 Build/compile
                        """),
                argumentSet("when the condition after a failure holds the stage just fails", """
                        pipeline                       Source: get | Build[failure ROLLBACK: alarm]: compile
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile         -> leave e1 Build, e1 Succeeded
                        start                       -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get            -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile       -> failed e2 Build/compile, rule e2 Build/failure/alarm
                        pass e2 Build/failure/alarm -> Failed e2 Build, e2 Failed
                        show e2 Build               -> Failed, failure Succeeded
                        """),
                argumentSet("a condition that fails counts as a failure of the stage", """
                        pipeline                        Source: get | Build[entry FAIL: check; failure ROLLBACK]: compile | Deploy[success FAIL: alarm; failure ROLLBACK]: copy
                        start                        -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get             -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        pass e1 Build/entry/check    -> job e1 Build/compile
                        ok e1 Build/compile          -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        ok e1 Deploy/copy            -> rule e1 Deploy/success/alarm
                        pass e1 Deploy/success/alarm -> leave e1 Deploy, e1 Succeeded
                        start                        -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get             -> leave e2 Source, enter e2 Build, rule e2 Build/entry/check
                        pass e2 Build/entry/check    -> job e2 Build/compile
                        ok e2 Build/compile          -> leave e2 Build, enter e2 Deploy, job e2 Deploy/copy
                        ok e2 Deploy/copy            -> rule e2 Deploy/success/alarm
                        miss e2 Deploy/success/alarm -> Failed e2 Deploy, e2 Failed, e3 rolls back to e1, enter e3 Deploy, job e3 Deploy/copy
                        start                        -> enter e4 Source, job e4 Source/get
                        ok e4 Source/get             -> leave e4 Source, enter e4 Build, rule e4 Build/entry/check
                        miss e4 Build/entry/check    -> Failed e4 Build, e4 Failed, e5 rolls back to e2, enter e5 Build, rule e5 Build/entry/check
                        """),
                argumentSet("a condition that fails is retried by a stage that retries by itself", """
                        pipeline                       Source: get | Build[entry FAIL: check; failure RETRY FAILED]: compile
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        miss e1 Build/entry/check   -> e1 Resumed as attempt 2, Resumed e1 Build, rule e1 Build/entry/check#2
                        miss e1 Build/entry/check#2 -> Failed e1 Build, e1 Failed
                        show e1 Build               -> Failed, attempt 2, 1 automatic, 0 manual, last AutomatedStageRetry, entry Failed, entry Failed
                        """),
                argumentSet("a stage that retries by itself asks no rules about its failure", """
                        pipeline                   Source: get | Build[failure RETRY FAILED: alarm]: compile
                        start                   -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get        -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile   -> failed e1 Build/compile, e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        fail e1 Build/compile#2 -> failed e1 Build/compile#2, Failed e1 Build, e1 Failed
                        """),
                argumentSet("a condition after success that fails is asked again by a stage that retries by itself", """
                        pipeline                         Source: get | Build[success FAIL: alarm; failure RETRY FAILED]: compile
                        start                         -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get              -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile           -> rule e1 Build/success/alarm
                        miss e1 Build/success/alarm   -> e1 Resumed as attempt 2, Resumed e1 Build, rule e1 Build/success/alarm#2
                        pass e1 Build/success/alarm#2 -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet(
                        "overriding an entry condition in progress starts the actions and leaves its rules alone",
                        """
                        pipeline                      Source: get | Build[entry FAIL: check, window]: compile
                        start                      -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get           -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check, rule e1 Build/entry/window
                        pass e1 Build/entry/window -> nothing
                        override e1 Build entry    -> withdraw e1 Build/entry/check, job e1 Build/compile
                        show e1 Build              -> InProgress, attempt 2, entry Overridden
                        show e1 Build/entry/check  -> Abandoned
                        show e1 Build/entry/window -> Succeeded
                        override e1 Build entry    -> refused CONDITION_NOT_OVERRIDABLE
                        """),
                argumentSet("overriding an entry condition that has just failed lets the execution go on", """
                        pipeline                     Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        miss e1 Build/entry/check -> Failed e1 Build, e1 Failed
                        override e1 Build entry   -> e1 Resumed as attempt 1, Resumed e1 Build, job e1 Build/compile
                        show e1                   -> InProgress
                        show e1 Build             -> InProgress, attempt 2, entry Overridden
                        ok e1 Build/compile       -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("overriding the condition after success lets the execution leave the stage", """
                        pipeline                     Source: get | Build[success FAIL: alarm]: compile | Deploy: copy
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        override e1 Build success -> refused CONDITION_NOT_OVERRIDABLE
                        ok e1 Build/compile       -> rule e1 Build/success/alarm
                        override e1 Build success -> withdraw e1 Build/success/alarm, leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        override e1 Build success -> refused CONDITION_NOT_OVERRIDABLE
                        """),
                argumentSet(
                        "overriding the condition after success when it has just failed makes the stage succeed",
                        """
                        pipeline                       Source: get | Build[success ROLLBACK: alarm]: compile
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile         -> rule e1 Build/success/alarm
                        miss e1 Build/success/alarm -> Failed e1 Build, e1 Failed
                        override e1 Build success   -> e1 Resumed as attempt 1, Resumed e1 Build, leave e1 Build, e1 Succeeded
                        show e1 Build               -> Succeeded, attempt 2, success Overridden
                        start                       -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get            -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        ok e2 Build/compile         -> rule e2 Build/success/alarm
                        miss e2 Build/success/alarm -> Failed e2 Build, e2 Failed, e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        """),
                argumentSet("a condition that skips cannot be overridden", """
                        pipeline                     Source: get | Build[entry SKIP: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        override e1 Build entry   -> refused CONDITION_NOT_OVERRIDABLE
                        miss e1 Build/entry/check -> Skipped e1 Build, e1 Succeeded
                        override e1 Build entry   -> refused CONDITION_NOT_OVERRIDABLE
                        """),
                argumentSet("a condition that holds, or that is not there, cannot be overridden", """
                        pipeline                     Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        override e1 Source entry  -> refused CONDITION_NOT_OVERRIDABLE
                        override e1 Ship entry    -> refused STAGE_NOT_FOUND
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        override e1 Build success -> refused CONDITION_NOT_OVERRIDABLE
                        pass e1 Build/entry/check -> job e1 Build/compile
                        override e1 Build entry   -> refused CONDITION_NOT_OVERRIDABLE
                        fail e1 Build/compile     -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        override e1 Build entry   -> refused CONDITION_NOT_OVERRIDABLE
                        """),
                argumentSet("after an update, and after a later execution, no condition can be overridden", """
                        pipeline                     Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        miss e1 Build/entry/check -> Failed e1 Build, e1 Failed
                        start                     -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get          -> leave e2 Source, enter e2 Build, rule e2 Build/entry/check
                        miss e2 Build/entry/check -> Failed e2 Build, e2 Failed
                        override e1 Build entry   -> refused NOT_LATEST_EXECUTION
                        update                    -> nothing
                        override e2 Build entry   -> refused CONDITION_NOT_OVERRIDABLE
                        """),
                argumentSet("a stopped execution is not helped by an override", """
                        pipeline                   Source: get | Build[entry FAIL: check]: compile
                        start                   -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get        -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        stop e1                 -> e1 Stopping, Stopping e1 Build, withdraw e1 Build/entry/check, Stopped e1 Build, e1 Stopped
                        override e1 Build entry -> refused CONDITION_NOT_OVERRIDABLE
                        retry e1 Build          -> e1 Resumed as attempt 2, Resumed e1 Build, rule e1 Build/entry/check#2
                        """),
                argumentSet("a retry asks a condition that failed again, which can be overridden then", """
                        pipeline                     Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        miss e1 Build/entry/check -> Failed e1 Build, e1 Failed
                        retry e1 Build            -> e1 Resumed as attempt 2, Resumed e1 Build, rule e1 Build/entry/check#2
                        pass e1 Build/entry/check -> ignored
                        override e1 Build entry   -> withdraw e1 Build/entry/check#2, job e1 Build/compile
                        show e1 Build             -> InProgress, attempt 3, 0 automatic, 1 manual, last ManualStageRetry, entry Failed, entry Overridden
                        """),
                argumentSet("a retry asks the condition after success again, without the actions or with them", """
                        pipeline                         Source: get | Build[success FAIL: alarm]: compile
                        start                         -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get              -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile           -> rule e1 Build/success/alarm
                        miss e1 Build/success/alarm   -> Failed e1 Build, e1 Failed
                        retry e1 Build                -> e1 Resumed as attempt 2, Resumed e1 Build, rule e1 Build/success/alarm#2
                        miss e1 Build/success/alarm#2 -> Failed e1 Build, e1 Failed
                        retry-all e1 Build            -> e1 Resumed as attempt 3, Resumed e1 Build, job e1 Build/compile#2
                        ok e1 Build/compile#2         -> rule e1 Build/success/alarm#3
                        pass e1 Build/success/alarm#3 -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("an entry condition that held is not asked again by a retry", """
                        pipeline                     Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        pass e1 Build/entry/check -> job e1 Build/compile
                        fail e1 Build/compile     -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        retry e1 Build            -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        fail e1 Build/compile#2   -> failed e1 Build/compile#2, Failed e1 Build, e1 Failed
                        retry-all e1 Build        -> e1 Resumed as attempt 3, Resumed e1 Build, job e1 Build/compile#3
                        """),
                argumentSet("a retry leaves the rules after a failure unasked", """
                        pipeline                       Source: get | Build[failure ROLLBACK: alarm]: compile
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Build/compile       -> failed e1 Build/compile, rule e1 Build/failure/alarm
                        retry e1 Build              -> withdraw e1 Build/failure/alarm, e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        fail e1 Build/compile#2     -> failed e1 Build/compile#2, rule e1 Build/failure/alarm#2
                        pass e1 Build/failure/alarm -> ignored
                        retry-all e1 Build          -> withdraw e1 Build/failure/alarm#2, e1 Resumed as attempt 3, Resumed e1 Build, job e1 Build/compile#3
                        """),
                argumentSet("after an override the condition after a failure is asked anew", """
                        pipeline                         Source: get | Build[entry FAIL: check; failure ROLLBACK: alarm]: compile
                        start                         -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get              -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        pass e1 Build/entry/check     -> job e1 Build/compile
                        ok e1 Build/compile           -> leave e1 Build, e1 Succeeded
                        start                         -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get              -> leave e2 Source, enter e2 Build, rule e2 Build/entry/check
                        miss e2 Build/entry/check     -> rule e2 Build/failure/alarm
                        override e2 Build entry       -> withdraw e2 Build/failure/alarm, job e2 Build/compile
                        fail e2 Build/compile         -> failed e2 Build/compile, rule e2 Build/failure/alarm#2
                        pass e2 Build/failure/alarm#2 -> Failed e2 Build, e2 Failed
                        """),
                argumentSet("a rule that uses up its time does not hold", """
                        pipeline                     Source: get | Build[entry FAIL: check(for:30), window]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check, rule e1 Build/entry/window
                        due e1 Build/entry/check  -> PT30M
                        due e1 Build/entry/window -> PT24H
                        late e1 Build/entry/check -> withdraw e1 Build/entry/check, withdraw e1 Build/entry/window, Failed e1 Build, e1 Failed
                        """),
                argumentSet("an update ends the rules in progress", """
                        pipeline            Source: get | Build[entry FAIL: check]: compile
                        start            -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        update           -> withdraw e1 Build/entry/check, Cancelled e1 Build, e1 Cancelled
                        show e1 Build    -> Cancelled, entry Cancelled
                        """),
                argumentSet("an update ends the rules about a failure, and nothing follows it", """
                        pipeline                 Source: get | Build[failure ROLLBACK: alarm]: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, rule e2 Build/failure/alarm
                        update                -> withdraw e2 Build/failure/alarm, Cancelled e2 Build, e2 Cancelled
                        """),
                argumentSet(
                        "after an update an execution in PARALLEL mode is still asked about what it started with",
                        """
                        pipeline                          PARALLEL Source: get | Build[success FAIL: alarm]: compile
                        start                          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get               -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile            -> rule e1 Build/success/alarm
                        update PARALLEL Source: get | Build: compile -> nothing
                        pass e1 Build/success/alarm    -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("a rule has its own inputs, and its variables are resolved when it is asked", """
                        pipeline                     Source: get(>src as:it) | Build[entry FAIL: check(<src Text=#{it.Id})]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Id=1f2e  -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        show e1 Build/entry/check -> InProgress, Text=1f2e, <src of [e1 Source/get]
                        """),
                argumentSet("a rule whose variable has no value does not hold", """
                        pipeline                     Source: get | Build[entry FAIL: check(Text=#{it.Id})]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, Failed e1 Build, e1 Failed
                        show e1 Build/entry/check -> Failed, ConfigurationError, Text=#{it.Id}
                        """),
                argumentSet("the condition after success sees what the stage's actions left", """
                        pipeline                       Source: get | Build[success FAIL: check(<app Text=#{made.Id})]: compile(>app as:made)
                        start                       -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get            -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile Id=7    -> rule e1 Build/success/check
                        show e1 Build/success/check -> InProgress, Text=7, <app of [e1 Build/compile]
                        """),
                argumentSet("the rules after a failure see what succeeded last", """
                        pipeline                         Source: get | Build[failure ROLLBACK: check(<app Text=#{made.Id})]: compile(>app as:made), test@2
                        start                         -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get              -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile Id=1      -> job e1 Build/test
                        fail e1 Build/test            -> failed e1 Build/test, rule e1 Build/failure/check
                        pass e1 Build/failure/check   -> Failed e1 Build, e1 Failed
                        retry-all e1 Build            -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        fail e1 Build/compile#2       -> failed e1 Build/compile#2, rule e1 Build/failure/check#2
                        show e1 Build/failure/check#2 -> InProgress, Text=1, <app of [e1 Build/compile]
                        """),
                argumentSet("in PARALLEL mode each execution asks for itself", """
                        pipeline                     PARALLEL Source: get | Build[entry FAIL: check]: compile
                        start                     -> enter e1 Source, job e1 Source/get
                        start                     -> enter e2 Source, job e2 Source/get
                        ok e1 Source/get          -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
                        ok e2 Source/get          -> leave e2 Source, enter e2 Build, rule e2 Build/entry/check
                        miss e1 Build/entry/check -> Failed e1 Build, e1 Failed
                        pass e2 Build/entry/check -> job e2 Build/compile
                        override e1 Build entry   -> e1 Resumed as attempt 1, Resumed e1 Build, job e1 Build/compile
                        """),
                argumentSet("a rule and an action of one name are two things", """
                        pipeline                      Source: get | Build[entry FAIL: same; success FAIL: same]: same
                        start                      -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get           -> leave e1 Source, enter e1 Build, rule e1 Build/entry/same
                        ok e1 Build/same           -> ignored
                        pass e1 Build/entry/same   -> job e1 Build/same
                        ok e1 Build/same           -> rule e1 Build/success/same
                        pass e1 Build/entry/same   -> ignored
                        pass e1 Build/success/same -> leave e1 Build, e1 Succeeded
                        """));
    }
}
