package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Jobs: one for each attempt, and what becomes of answers that nobody waits for. */
final class JobTraces {
    private JobTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("a run that uses up its time fails and its worker is told", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        late e1 Build/compile -> withdraw e1 Build/compile, failed e1 Build/compile, Failed e1 Build, e1 Failed
                        ok e1 Build/compile   -> ignored
                        """),
                argumentSet("an answer counts once", """
                        pipeline              Source: get | Build: compile
                        start              -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get   -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        fail e1 Source/get -> ignored
                        ok e1 Source/get   -> ignored
                        show e1 Source/get -> Succeeded
                        """),
                argumentSet("progress is told to nobody and changes no status", """
                        pipeline                  Source: get | Build: compile
                        start                  -> enter e1 Source, job e1 Source/get
                        progress e1 Source/get -> nothing
                        show e1 Source/get     -> InProgress
                        ok e1 Source/get       -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        progress e1 Source/get -> ignored
                        """),
                argumentSet("the answer of an earlier attempt is not taken for one of the present", """
                        pipeline                Source: get | Build: compile
                        start                -> enter e1 Source, job e1 Source/get
                        late e1 Source/get   -> withdraw e1 Source/get, failed e1 Source/get, Failed e1 Source, e1 Failed
                        retry e1 Source      -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        ok e1 Source/get     -> ignored
                        late e1 Source/get   -> ignored
                        show e1 Source/get#2 -> InProgress
                        ok e1 Source/get#2   -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        """),
                argumentSet("a job of an abandoned action is withdrawn, and its answer changes nothing", """
                        pipeline                Source: get | Build: compile
                        start                -> enter e1 Source, job e1 Source/get
                        abandon e1           -> e1 Stopping, Stopping e1 Source, withdraw e1 Source/get, abandoned e1 Source/get, Stopped e1 Source, e1 Stopped
                        fail e1 Source/get   -> ignored
                        retry e1 Source      -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        ok e1 Source/get     -> ignored
                        show e1 Source/get#2 -> InProgress
                        """),
                argumentSet("each attempt has the whole time", """
                        pipeline               Source: get | Build: compile
                        start               -> enter e1 Source, job e1 Source/get
                        due e1 Source/get   -> PT1H
                        late e1 Source/get  -> withdraw e1 Source/get, failed e1 Source/get, Failed e1 Source, e1 Failed
                        retry e1 Source     -> e1 Resumed as attempt 2, Resumed e1 Source, job e1 Source/get#2
                        due e1 Source/get#2 -> PT1H
                        """),
                argumentSet("time that is up for a run that has ended changes nothing", """
                        pipeline                 Source: get | Build: compile
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        late e1 Source/get    -> ignored
                        late e1 Build/compile -> withdraw e1 Build/compile, failed e1 Build/compile, Failed e1 Build, e1 Failed
                        late e1 Build/compile -> ignored
                        """),
                argumentSet("news of an execution, a stage or an action that never was changes nothing", """
                        pipeline              Source: get | Build: compile
                        start              -> enter e1 Source, job e1 Source/get
                        ok e7 Source/get   -> ignored
                        ok e1 Ship/send    -> ignored
                        ok e1 Source/fetch -> ignored
                        ok e1 Source/get#2 -> ignored
                        """));
    }
}
