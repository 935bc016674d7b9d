package dev.pipewright.engine;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every story there is. */
final class Stories {
    private Stories() {}

    static Stream<Arguments> all() {
        return Stream.of(
                        LifecycleTraces.stories(),
                        ModeTraces.stories(),
                        TransitionTraces.stories(),
                        StopTraces.stories(),
                        RetryTraces.stories(),
                        RollbackTraces.stories(),
                        ConditionTraces.stories(),
                        ApprovalTraces.stories(),
                        ArtifactTraces.stories(),
                        VariableTraces.stories(),
                        JobTraces.stories())
                .flatMap(stories -> stories);
    }
}
