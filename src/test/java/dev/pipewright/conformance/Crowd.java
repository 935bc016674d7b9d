package dev.pipewright.conformance;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.OutputArtifact;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import dev.pipewright.model.Stage;
import dev.pipewright.store.Database;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A region with all but one of the pipelines that it may have. To make them through the API would take long. */
final class Crowd {
    static final String REGION = "crowded-1";

    private static final int PIPELINES = 999;
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private Crowd() {}

    /** Fills a data directory before a server opens it. */
    static void putInto(Path data) {
        try (var database = Database.open(data, () -> "none")) {
            database.writer().commit(tx -> {
                for (int number = 1; number <= PIPELINES; number++) {
                    var name = "crowd-%03d".formatted(number);
                    tx.pipelines().insert(new PipelineKey(Served.ACCOUNT, REGION, name), pipeline(name), LONG_AGO);
                }
                return null;
            });
        }
    }

    private static Pipeline pipeline(String name) {
        return new Pipeline(
                name, Scene.ROLE, new ArtifactStore("S3", "crowd", null), null,
                List.of(
                        stage("Source", ActionCategory.Source, ActionOwner.Custom, "Fetch"),
                        stage("Ask", ActionCategory.Approval, ActionOwner.AWS, "Manual")),
                1, ExecutionMode.SUPERSEDED, PipelineType.V2, null, null);
    }

    private static Stage stage(String name, ActionCategory category, ActionOwner owner, String provider) {
        var outputs = category == ActionCategory.Source
                ? List.of(new OutputArtifact("Code", null))
                : List.<OutputArtifact>of();
        var action = new Action(
                name, new ActionTypeId(category, owner, provider, "1"), 1, Map.of(), null, outputs, List.of(), null,
                null, null, null, null, null);
        return new Stage(name, null, List.of(action), null, null, null);
    }
}
