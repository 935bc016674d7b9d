package dev.pipewright.api;

import dev.pipewright.engine.Decision;
import dev.pipewright.model.PipelineKey;
import java.util.Optional;

/** What the engine's answers are to those who asked. */
final class Told {
    private Told() {}

    /** @throws dev.pipewright.wire.Fault when the pipeline is unknown, or the engine refuses */
    static void orThrow(PipelineKey key, Optional<Decision> decision) {
        switch (decision.orElseThrow(() -> Faults.pipelineNotFound(key.account(), key.name()))) {
            case Decision.Advance _, Decision.Ignore _ -> {}
            case Decision.Refuse it -> throw Faults.refused(it);
        }
    }
}
