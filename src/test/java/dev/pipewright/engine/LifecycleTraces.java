package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The way of an execution through its stages (section 6). */
final class LifecycleTraces {
    private LifecycleTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("stages run in order and the last one ends the execution", """
                        pipeline               Source: get | Build: compile | Deploy: copy
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        ok e1 Deploy/copy   -> leave e1 Deploy, e1 Succeeded
                        """),
                argumentSet("equal run orders run side by side, the next waits for all of them", """
                        pipeline               Source: get | Build: lint, compile, test@2, pack@7
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        ok e1 Build/lint    -> nothing
                        ok e1 Build/compile -> job e1 Build/test
                        ok e1 Build/test    -> job e1 Build/pack
                        ok e1 Build/pack    -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("a failure lets its siblings finish, then fails stage and execution", """
                        pipeline               Source: get | Build: lint, compile, test@2
                        start               -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get    -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        fail e1 Build/lint  -> failed e1 Build/lint
                        ok e1 Build/compile -> Failed e1 Build, e1 Failed
                        ok e1 Build/compile -> ignored
                        """),
                argumentSet("a failed group lets no later run order start", """
                        pipeline                 Source: get | Build: lint, compile, test@2
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/lint, job e1 Build/compile
                        ok e1 Build/lint      -> nothing
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed
                        show e1 Build/test    -> no such run
                        show e1 Build         -> Failed
                        show e1               -> Failed
                        """),
                argumentSet("an action that fails as it starts keeps none of its group from running", """
                        pipeline              Source: get | Build: compile(Text=#{no.Value}), lint, test@2
                        start              -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get   -> leave e1 Source, enter e1 Build, failed e1 Build/compile, job e1 Build/lint
                        ok e1 Build/lint   -> Failed e1 Build, e1 Failed
                        show e1 Build/test -> no such run
                        """),
                argumentSet("a failure leaves its stage to whoever waits", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        fail e1 Build/compile -> failed e1 Build/compile, Failed e1 Build, e1 Failed, enter e2 Build, job e2 Build/compile
                        """),
                argumentSet("each execution runs all source actions", """
                        pipeline              Source: get, fetch | Build: compile
                        start              -> enter e1 Source, job e1 Source/get, job e1 Source/fetch
                        ok e1 Source/get   -> nothing
                        ok e1 Source/fetch -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start              -> enter e2 Source, job e2 Source/get, job e2 Source/fetch
                        """),
                argumentSet("a revision that the start names goes to the source action it names", """
                        pipeline                Source: get, fetch | Build: compile
                        start take:get=v7    -> enter e1 Source, job e1 Source/get, job e1 Source/fetch
                        show e1 Source/get   -> InProgress, take v7
                        show e1 Source/fetch -> InProgress
                        """),
                argumentSet(
                        "what the start puts in the place of a source action's configuration replaces only that",
                        """
                        pipeline                   Source: get(Bucket=in Key=a.zip), fetch(Key=c.zip) | Build: get(Key=d.zip)
                        start use:get/Key=b.zip -> enter e1 Source, job e1 Source/get, job e1 Source/fetch
                        show e1 Source/get      -> InProgress, Bucket=in, Key=b.zip
                        show e1 Source/fetch    -> InProgress, Key=c.zip
                        ok e1 Source/get        -> nothing
                        ok e1 Source/fetch      -> leave e1 Source, enter e1 Build, job e1 Build/get
                        show e1 Build/get       -> InProgress, Key=d.zip
                        """),
                argumentSet("without a value for each variable the execution fails and says which are missing", """
                        pipeline                       TARGET= REGION= SIZE=small  Source: get | Build: compile
                        start REGION=eu             -> e1 Failed
                        show e1                     -> Failed, Values for required variables haven't been provided: TARGET
                        start TARGET=prod REGION=eu -> enter e2 Source, job e2 Source/get
                        latest Source               -> e2
                        """),
                argumentSet("an execution that failed before its first stage cannot be retried", """
                        pipeline           TARGET=  Source: get | Build: compile
                        start           -> e1 Failed
                        retry e1 Source -> refused STAGE_NOT_RETRYABLE
                        stop e1         -> refused EXECUTION_NOT_STOPPABLE
                        """),
                argumentSet("late news from an earlier stage is not taken for a namesake", """
                        pipeline              Source: get | Build: get
                        start              -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get   -> leave e1 Source, enter e1 Build, job e1 Build/get
                        fail e1 Source/get -> ignored
                        ok e1 Build/get    -> leave e1 Build, e1 Succeeded
                        """),
                argumentSet("an execution starts once", """
                        pipeline          Source: get | Build: compile
                        start          -> enter e1 Source, job e1 Source/get
                        start-again e1 -> ignored
                        """));
    }
}
