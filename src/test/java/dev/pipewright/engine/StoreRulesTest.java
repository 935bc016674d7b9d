package dev.pipewright.engine;

import static dev.pipewright.engine.Definition.changed;
import static dev.pipewright.engine.Definition.deploy;
import static dev.pipewright.engine.Definition.pipeline;
import static dev.pipewright.engine.Definition.stage;
import static dev.pipewright.engine.Examination.DEPLOY;
import static dev.pipewright.engine.Examination.SOURCE;
import static dev.pipewright.engine.Examination.accepted;
import static dev.pipewright.engine.Examination.problems;
import static dev.pipewright.engine.Examination.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.model.ArtifactStore;
import dev.pipewright.model.Pipeline;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreRulesTest {
    private final ArtifactStore bucket = new ArtifactStore("S3", "artifacts-bucket", null);

    @Test
    void a_pipeline_has_an_artifact_store() {
        refused(
                stores(null, Map.of()),
                Problem.structure(
                        "Pipeline has no artifact store. Either artifactStore or artifactStores must be given"));
    }

    @Test
    void a_pipeline_has_not_both_kinds_of_artifact_store() {
        refused(
                stores(bucket, Map.of("us-east-1", bucket)),
                Problem.structure(
                        "Pipeline has both artifactStore and artifactStores. Only one of the two can be given"));
    }

    @Test
    void a_map_of_stores_has_the_own_region() {
        accepted(stores(null, Map.of("us-east-1", bucket)));
        refused(
                stores(null, Map.of("eu-west-1", bucket)),
                Problem.structure("The artifactStores have no entry for the pipeline's own region 'us-east-1'"));
    }

    @Test
    void a_map_of_stores_has_the_region_of_every_action() {
        assertThat(problems(changed(
                        pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").region("eu-west-1"))),
                        null,
                        Map.of("us-east-1", bucket))))
                .contains(Problem.structure(
                        "The artifactStores have no entry for region 'eu-west-1' of action 'ship'"));
    }

    @Test
    void one_store_is_for_one_region() {
        assertThat(problems(pipeline(SOURCE, stage("Deploy", deploy("ship").reads("app").region("eu-west-1")))))
                .contains(Problem.structure(
                        "Action 'ship' is in region 'eu-west-1' and the pipeline in 'us-east-1'. A pipeline with "
                                + "actions in several regions needs artifactStores instead of artifactStore"));
    }

    private Pipeline stores(ArtifactStore one, Map<String, ArtifactStore> many) {
        return changed(pipeline(SOURCE, DEPLOY), one, many);
    }
}
