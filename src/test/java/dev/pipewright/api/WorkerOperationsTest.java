package dev.pipewright.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.JsonService;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerOperationsTest {
    @Test
    void all_operations_find_their_constraints(@TempDir Path directory) {
        var pages = new PageTokens(new byte[32]);
        var service = JsonService.named("codepipeline", "CodePipeline_20150709", Constraints.of("codepipeline"));
        try (var shop = new Workshop(directory)) {
            WorkerOperations.addJobs(service, shop.database, shop.desk, shop.keys);
            WorkerOperations.addActionTypes(service, shop.database, ActionCatalog.of(List.of()), pages);
            WorkerOperations.addTags(service, shop.database, pages);
        }

        assertThat(service.build()).isNotNull();
    }
}
