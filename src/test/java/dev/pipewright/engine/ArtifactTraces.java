package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Where artifacts come from and go to (sections 13 and 14). */
final class ArtifactTraces {
    private ArtifactTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet(
                        "the place of an output is chosen before the action starts, and the consumer reads that place",
                        """
                        pipeline                 Source: get(>src) | Build: compile(<src >app) | Deploy: copy(<app <src)
                        start                 -> enter e1 Source, job e1 Source/get
                        show e1 Source/get    -> InProgress, >src of [e1 Source/get]
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        show e1 Build/compile -> InProgress, <src of [e1 Source/get], >app of [e1 Build/compile]
                        ok e1 Build/compile   -> leave e1 Build, enter e1 Deploy, job e1 Deploy/copy
                        show e1 Deploy/copy   -> InProgress, <app of [e1 Build/compile], <src of [e1 Source/get]
                        """),
                argumentSet("each execution has its own artifacts", """
                        pipeline                 Source: get(>src) | Build: compile(<src)
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded, enter e2 Build, job e2 Build/compile
                        show e1 Build/compile -> Succeeded, <src of [e1 Source/get]
                        show e2 Build/compile -> InProgress, <src of [e2 Source/get]
                        """),
                argumentSet("a retried action writes to a new place, which later actions read", """
                        pipeline                   Source: get | Build: compile(>app), test@2(<app)
                        start                   -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get        -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile     -> job e1 Build/test
                        show e1 Build/test      -> InProgress, <app of [e1 Build/compile]
                        fail e1 Build/test      -> failed e1 Build/test, Failed e1 Build, e1 Failed
                        retry-all e1 Build      -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        show e1 Build/compile#2 -> InProgress, >app of [e1 Build/compile#2]
                        ok e1 Build/compile#2   -> job e1 Build/test#2
                        show e1 Build/test#2    -> InProgress, <app of [e1 Build/compile#2]
                        show e1 Build/test      -> Failed, JobFailed, <app of [e1 Build/compile]
                        """),
                argumentSet("a retry of failed actions reads what the others made before", """
                        pipeline                Source: get | Build: compile(>app), test@2(<app)
                        start                -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get     -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile  -> job e1 Build/test
                        fail e1 Build/test   -> failed e1 Build/test, Failed e1 Build, e1 Failed
                        retry e1 Build       -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/test#2
                        show e1 Build/test#2 -> InProgress, <app of [e1 Build/compile]
                        """),
                argumentSet("a rollback reads the target's artifacts and writes its own", """
                        pipeline                 Source: get(>src) | Build: compile(<src >app), test@2(<app)
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> job e1 Build/test
                        ok e1 Build/test      -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        rollback Build to e1  -> e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        show e3 Build/compile -> InProgress, <src of [e1 Source/get], >app of [e3 Build/compile]
                        ok e3 Build/compile   -> job e3 Build/test
                        show e3 Build/test    -> InProgress, <app of [e3 Build/compile]
                        """),
                argumentSet("a rollback reads what the target's retry made", """
                        pipeline                          Source: get(>src) | Build: compile(<src)
                        start                          -> enter e1 Source, job e1 Source/get
                        fail e1 Source/get             -> failed e1 Source/get, Failed e1 Source, e1 Failed
                        retry e1 Source                -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        ok e1 Source/get#2 revision:v2 -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile            -> leave e1 Build, e1 Succeeded
                        rollback Build to e1           -> e2 rolls back to e1, enter e2 Build, job e2 Build/compile
                        show e2 Build/compile          -> InProgress, <src of [e1 Source/get#2]
                        show e2                        -> InProgress, took [get v2] with [src]
                        """),
                argumentSet("a retried source action takes the newest revision, or the one that the start named", """
                        pipeline                  Source: get, fetch | Build: compile
                        start take:get=v7      -> enter e1 Source, job e1 Source/get, job e1 Source/fetch
                        fail e1 Source/get     -> failed e1 Source/get
                        fail e1 Source/fetch   -> failed e1 Source/fetch, Failed e1 Source, e1 Failed
                        retry e1 Source        -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2, job e1 Source/fetch#2
                        show e1 Source/get#2   -> InProgress, take v7
                        show e1 Source/fetch#2 -> InProgress
                        """),
                argumentSet("actions side by side write to places of their own", """
                        pipeline                 Source: get(>src), fetch(>lib) | Build: compile(<src <lib >app >doc)
                        start                 -> enter e1 Source, job e1 Source/get, job e1 Source/fetch
                        ok e1 Source/get      -> nothing
                        ok e1 Source/fetch    -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        show e1 Build/compile -> InProgress, <src of [e1 Source/get], <lib of [e1 Source/fetch], >app of [e1 Build/compile], >doc of [e1 Build/compile]
                        """));
    }
}
