package dev.pipewright.sink;

import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.StateChange;
import java.time.Instant;

/** Events made by hand. */
final class Changes {
    static final PipelineKey PIPELINE = new PipelineKey("111122223333", "eu-west-1", "shop");
    static final Instant AT = Instant.parse("2026-03-01T10:00:00.250Z");

    private Changes() {}

    static StateChange change(int number) {
        return new StateChange(
                "00000000-0000-4000-8000-%012d".formatted(number),
                PIPELINE,
                "e1",
                "CodePipeline Stage Execution State Change",
                AT,
                "{\"pipeline\":\"shop\",\"version\":1.0}");
    }
}
