package dev.pipewright.engine;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Variables and where their values come from (section 15). */
final class VariableTraces {
    private VariableTraces() {}

    static Stream<Arguments> stories() {
        return Stream.of(
                argumentSet("references are resolved when the action starts, also within larger text", """
                        pipeline                    TARGET=beta  Source: get(as:it) | Build: compile(Text=v-#{it.Id}-#{variables.TARGET}-#{codepipeline.PipelineExecutionId}.zip)
                        start                    -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Id=1f2e -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        show e1 Build/compile    -> InProgress, Text=v-1f2e-beta-e1.zip
                        """),
                argumentSet("the value that the start names replaces the default", """
                        pipeline                 TARGET=beta  Source: get | Build: compile(Text=#{variables.TARGET})
                        start TARGET=prod     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        show e1 Build/compile -> InProgress, Text=prod
                        """),
                argumentSet("a value that looks like a reference stays as it is", """
                        pipeline                          TARGET=beta  Source: get(as:it) | Build: compile(Text=#{it.Id})
                        start                          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Id=#{variables.TARGET} -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        show e1 Build/compile          -> InProgress, Text=#{variables.TARGET}
                        """),
                argumentSet(
                        "a reference without a value fails the action as it starts, as an error of its configuration",
                        """
                        pipeline                    Source: get(as:it) | Build: compile(Text=#{it.Id})
                        start                    -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Other=1 -> leave e1 Source, enter e1 Build, failed e1 Build/compile, Failed e1 Build, e1 Failed
                        show e1 Build/compile    -> Failed, ConfigurationError, Text=#{it.Id}
                        """),
                argumentSet("what an action without a namespace leaves can be referred to by nobody", """
                        pipeline                    Source: get | Build: compile(Text=#{get.Id})
                        start                    -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Id=1f2e -> leave e1 Source, enter e1 Build, failed e1 Build/compile, Failed e1 Build, e1 Failed
                        """),
                argumentSet("an earlier run order of the same stage leaves variables for a later one", """
                        pipeline                    Source: get | Build: compile(as:made), test@2(Text=#{made.Id})
                        start                    -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get         -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile Id=1 -> job e1 Build/test
                        show e1 Build/test       -> InProgress, Text=1
                        """),
                argumentSet("the variables of a retried action replace the earlier ones", """
                        pipeline                      Source: get | Build: compile(as:made), test@2(Text=#{made.Id})
                        start                      -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get           -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile Id=1   -> job e1 Build/test
                        fail e1 Build/test         -> failed e1 Build/test, Failed e1 Build, e1 Failed
                        retry-all e1 Build         -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        ok e1 Build/compile#2 Id=2 -> job e1 Build/test#2
                        show e1 Build/test#2       -> InProgress, Text=2
                        show e1 Build/test         -> Failed, JobFailed, Text=1
                        """),
                argumentSet("a variable that the retried action leaves no more has no value", """
                        pipeline                    Source: get | Build: compile(as:made), test@2(Text=#{made.Id})
                        start                    -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get         -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile Id=1 -> job e1 Build/test
                        fail e1 Build/test       -> failed e1 Build/test, Failed e1 Build, e1 Failed
                        retry-all e1 Build       -> e1 Resumed as attempt 2, Resumed e1 Build, job e1 Build/compile#2
                        ok e1 Build/compile#2    -> failed e1 Build/test#2, Failed e1 Build, e1 Failed
                        """),
                argumentSet("each execution has its own variables", """
                        pipeline                 TARGET=beta  Source: get(as:it) | Build: compile(Text=#{it.Id}-#{variables.TARGET})
                        start                 -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Id=1 -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        start TARGET=prod     -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get Id=2 -> leave e2 Source
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded, enter e2 Build, job e2 Build/compile
                        show e1 Build/compile -> Succeeded, Text=1-beta
                        show e2 Build/compile -> InProgress, Text=2-prod
                        """),
                argumentSet("a rollback has the target's variables, its own id, and what its own actions leave", """
                        pipeline                      TARGET=beta  Source: get(as:it) | Build: compile(as:made Text=#{it.Id}-#{variables.TARGET}-#{codepipeline.PipelineExecutionId}), test@2(Text=#{made.Id})
                        start TARGET=prod          -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get Id=1      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile Id=old -> job e1 Build/test
                        ok e1 Build/test           -> leave e1 Build, e1 Succeeded
                        start                      -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get Id=2      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile      -> failed e2 Build/compile, Failed e2 Build, e2 Failed
                        rollback Build to e1       -> e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        show e3 Build/compile      -> InProgress, Text=1-prod-e3
                        ok e3 Build/compile Id=new -> job e3 Build/test
                        show e3 Build/test         -> InProgress, Text=new
                        """),
                argumentSet("a stage that returns by itself has the target's variables", """
                        pipeline                 TARGET=beta  Source: get | Build[failure ROLLBACK]: compile(Text=#{variables.TARGET})
                        start TARGET=prod     -> enter e1 Source, job e1 Source/get
                        ok e1 Source/get      -> leave e1 Source, enter e1 Build, job e1 Build/compile
                        ok e1 Build/compile   -> leave e1 Build, e1 Succeeded
                        start                 -> enter e2 Source, job e2 Source/get
                        ok e2 Source/get      -> leave e2 Source, enter e2 Build, job e2 Build/compile
                        fail e2 Build/compile -> failed e2 Build/compile, Failed e2 Build, e2 Failed, e3 rolls back to e1, enter e3 Build, job e3 Build/compile
                        show e3 Build/compile -> InProgress, Text=prod
                        """));
    }
}
