package dev.pipewright.store;

import static dev.pipewright.store.Samples.KEY;
import static dev.pipewright.store.Samples.T;
import static dev.pipewright.store.Samples.definition;
import static dev.pipewright.store.Samples.key;
import static dev.pipewright.store.Samples.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.engine.Effect;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelinesTest extends StoreTest {
    private static final Instant MILLIS = Instant.ofEpochMilli(T.toEpochMilli());

    private Optional<StoredPipeline> find(PipelineKey key, Optional<Integer> version) {
        return read(tables -> tables.pipelines().find(key, version));
    }

    private static Pipeline renamedRole(String role) {
        Pipeline shop = definition("shop");
        return new Pipeline(
                "shop", role, shop.artifactStore(), null, shop.stages(), 77, null, PipelineType.V1, null, null);
    }

    @Test
    void a_definition_comes_back_member_for_member() {
        makePipeline(KEY);
        StoredPipeline stored = find(KEY, Optional.empty()).orElseThrow();
        assertThat(stored.definition()).isEqualTo(definition("shop"));
        assertThat(stored.key()).isEqualTo(KEY);
        assertThat(stored.created()).isEqualTo(MILLIS);
        assertThat(stored.updated()).isEqualTo(MILLIS);
    }

    @Test
    void a_name_can_be_used_once_for_each_account_and_region() {
        makePipeline(KEY);
        Optional<StoredPipeline> again = write(tx -> tx.pipelines().insert(KEY, definition("shop"), T));
        assertThat(again).isEmpty();
        makePipeline(new PipelineKey("999999999999", KEY.region(), "shop"));
        makePipeline(new PipelineKey(KEY.account(), "us-east-1", "shop"));
        makePipeline(key("Shop"));
        List<PipelineKey> keys = read(tables -> tables.pipelines().keys());
        assertThat(keys).hasSize(4);
    }

    @Test
    void updates_count_versions_on_and_keep_the_old_ones() {
        makePipeline(KEY);
        Optional<StoredPipeline> second = write(tx -> tx.pipelines().update(KEY, renamedRole("two"), T.plusSeconds(1)));
        assertThat(second.orElseThrow().definition()).isEqualTo(renamedRole("two").withVersion(2));
        write(tx -> tx.pipelines().update(KEY, renamedRole("three"), T.plusSeconds(2)));

        assertThat(find(KEY, Optional.empty()).orElseThrow().definition())
                .isEqualTo(renamedRole("three").withVersion(3));
        assertThat(find(KEY, Optional.of(2)).orElseThrow().definition())
                .isEqualTo(renamedRole("two").withVersion(2));
        assertThat(find(KEY, Optional.of(1)).orElseThrow().definition()).isEqualTo(definition("shop"));
        assertThat(find(KEY, Optional.of(4))).isEmpty();
        assertThat(find(KEY, Optional.of(0))).isEmpty();
        assertThat(find(KEY, Optional.of(1)).orElseThrow().updated()).isEqualTo(MILLIS.plusSeconds(2));
        assertThat(find(KEY, Optional.of(1)).orElseThrow().created()).isEqualTo(MILLIS);
    }

    @Test
    void what_is_not_there_can_be_neither_updated_nor_deleted() {
        Optional<StoredPipeline> updated = write(tx -> tx.pipelines().update(KEY, definition("shop"), T));
        assertThat(updated).isEmpty();
        boolean deleted = write(tx -> tx.pipelines().delete(KEY));
        assertThat(deleted).isFalse();
        assertThat(find(KEY, Optional.empty())).isEmpty();
    }

    @Test
    void deleting_drops_everything_of_the_pipeline_and_nothing_of_another() {
        PipelineKey other = key("other");
        for (PipelineKey key : List.of(KEY, other)) {
            makePipeline(key);
            String id = "e-" + key.name();
            start(
                    key,
                    id,
                    new Effect.OfferJob(run(id, "Source", "fetch")),
                    new Effect.SetTimer(run(id, "Source", "fetch"), T));
            write(tx -> {
                tx.sourceCursors().put(key, "Source", "fetch", "print", "rev");
                tx.startTokens().put(key, "token", id, T);
                tx.tags().put(key.arn(), Map.of("team", "a"));
                return null;
            });
        }
        StoredPipeline before = find(KEY, Optional.empty()).orElseThrow();
        assertThat(rows()).allSatisfy((_, count) -> assertThat(count).isEqualTo(2));
        boolean deleted = write(tx -> tx.pipelines().delete(KEY));
        assertThat(deleted).isTrue();
        assertThat(rows()).allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
        assertThat(traffic(other).executions()).hasSize(1);

        makePipeline(KEY);
        assertThat(traffic(KEY).executions()).isEmpty();
        assertThat(traffic(KEY).lastNumber()).isZero();
        assertThat(find(KEY, Optional.empty()).orElseThrow().id()).isNotEqualTo(before.id());
    }

    private Map<String, Integer> rows() {
        List<String> tables = List.of(
                "pipeline", "pipeline_version", "execution", "stage_run", "action_run", "job", "timer",
                "source_cursor", "start_token", "tag");
        Map<String, Integer> counts = new java.util.TreeMap<>();
        for (String table : tables) {
            counts.put(
                    table,
                    read(all -> all.handle
                            .createQuery("SELECT COUNT(*) FROM " + table)
                            .mapTo(Integer.class)
                            .one()));
        }
        return counts;
    }

    @Test
    void a_unit_sees_the_pipeline_that_it_deletes_and_makes_again() {
        makePipeline(KEY);
        start(KEY, "e1");
        write(tx -> {
            assertThat(tx.traffic(KEY).orElseThrow().executions()).hasSize(1);
            tx.pipelines().delete(KEY);
            assertThat(tx.traffic(KEY)).isEmpty();
            tx.pipelines().insert(KEY, renamedRole("new"), T);
            assertThat(tx.traffic(KEY).orElseThrow().pipeline()).isEqualTo(renamedRole("new").withVersion(1));
            return null;
        });
        assertThat(traffic(KEY).pipeline().roleArn()).isEqualTo("new");
    }

    @Test
    void a_definition_that_was_taken_back_is_not_remembered() {
        makePipeline(KEY);
        assertThatThrownBy(() -> write(tx -> {
                    tx.pipelines().update(KEY, renamedRole("never"), T);
                    assertThat(tx.traffic(KEY).orElseThrow().pipeline().roleArn()).isEqualTo("never");
                    throw new IllegalArgumentException("taken back");
                }))
                .hasMessage("taken back");
        Optional<StoredPipeline> second = write(tx -> tx.pipelines().update(KEY, renamedRole("two"), T));
        assertThat(second.orElseThrow().definition().roleArn()).isEqualTo("two");
        assertThat(traffic(KEY).pipeline().roleArn()).isEqualTo("two");
    }

    @Test
    void the_list_goes_by_name_in_pages() {
        for (String name : List.of("b", "a", "d", "c")) {
            makePipeline(key(name));
        }
        makePipeline(new PipelineKey(KEY.account(), "us-east-1", "elsewhere"));
        assertThat(list(Optional.empty(), 3)).extracting(Pipelines.Summary::name).containsExactly("a", "b", "c");
        assertThat(list(Optional.of("c"), 3)).extracting(Pipelines.Summary::name).containsExactly("d");
        assertThat(list(Optional.of("d"), 3)).isEmpty();
        assertThat(list(Optional.empty(), 1))
                .containsExactly(new Pipelines.Summary(
                        "a", 1, PipelineType.V2, ExecutionMode.SUPERSEDED, MILLIS, MILLIS));
    }

    @Test
    void the_list_does_not_need_the_definitions() {
        makePipeline(KEY);
        write(tx -> tx.pipelines().update(KEY, renamedRole("two"), T));
        sql("UPDATE pipeline_version SET body = 'damaged'");
        assertThat(list(Optional.empty(), 10))
                .containsExactly(new Pipelines.Summary("shop", 2, PipelineType.V1, null, MILLIS, MILLIS));
    }

    private List<Pipelines.Summary> list(Optional<String> after, int limit) {
        return read(tables -> tables.pipelines().list(KEY.account(), KEY.region(), after, limit));
    }
}
