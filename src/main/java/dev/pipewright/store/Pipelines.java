package dev.pipewright.store;

import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.PipelineType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The pipelines and every version of their definitions. */
public final class Pipelines {
    private final Handle handle;
    private final Definitions definitions;
    private final Consumer<PipelineKey> changed;

    /**
     * What ListPipelines tells of one pipeline.
     *
     * @param pipelineType null where the definition leaves it out
     * @param executionMode null where the definition leaves it out
     */
    public record Summary(
            String name,
            int version,
            PipelineType pipelineType,
            ExecutionMode executionMode,
            Instant created,
            Instant updated) {}

    private record Row(long id, int version, Instant created, Instant updated) {}

    Pipelines(Handle handle, Definitions definitions, Consumer<PipelineKey> changed) {
        this.handle = handle;
        this.definitions = definitions;
        this.changed = changed;
    }

    /** Makes a pipeline with this definition as version 1; empty when the name is in use. */
    public Optional<StoredPipeline> insert(PipelineKey key, Pipeline definition, Instant at) {
        if (row(key).isPresent()) {
            return Optional.empty();
        }
        changed.accept(key);
        Pipeline first = definition.withVersion(1);
        long id = handle.createUpdate("""
                        INSERT INTO pipeline (account, region, name, version, created_at, updated_at)
                        VALUES (:account, :region, :name, 1, :at, :at)""")
                .bind("account", key.account())
                .bind("region", key.region())
                .bind("name", key.name())
                .bind("at", at.toEpochMilli())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(long.class)
                .one();
        definitions.insert(handle, id, first, at);
        return find(key, Optional.empty());
    }

    /** Gives a pipeline this definition as its next version; empty when there is no such pipeline. */
    public Optional<StoredPipeline> update(PipelineKey key, Pipeline definition, Instant at) {
        Optional<Row> row = row(key);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        changed.accept(key);
        Pipeline next = definition.withVersion(row.get().version() + 1);
        handle.createUpdate("UPDATE pipeline SET version = :version, updated_at = :at WHERE id = :id")
                .bind("version", next.version())
                .bind("at", at.toEpochMilli())
                .bind("id", row.get().id())
                .execute();
        definitions.insert(handle, row.get().id(), next, at);
        return find(key, Optional.empty());
    }

    /**
     * Drops a pipeline with all its versions, executions, jobs, timers, cursors and tags.
     *
     * @return false when there is no such pipeline
     */
    public boolean delete(PipelineKey key) {
        changed.accept(key);
        new Tags(handle).drop(key.arn());
        return handle.createUpdate("""
                        DELETE FROM pipeline WHERE account = :account AND region = :region AND name = :name""")
                        .bind("account", key.account())
                        .bind("region", key.region())
                        .bind("name", key.name())
                        .execute()
                == 1;
    }

    /**
     * A pipeline with its newest definition, or with that of a version.
     *
     * @return empty when there is no such pipeline, or no such version of it
     * @throws UnreadableRow when the definition is damaged
     */
    public Optional<StoredPipeline> find(PipelineKey key, Optional<Integer> version) {
        return row(key)
                .filter(row -> version.isEmpty() || hasVersion(row, version.get()))
                .map(row -> new StoredPipeline(
                        key,
                        definitions.find(handle, key, row.id(), version.orElse(row.version())),
                        row.created(),
                        row.updated(),
                        row.id()));
    }

    private static boolean hasVersion(Row row, int version) {
        return version >= 1 && version <= row.version();
    }

    /** Whether there is such a pipeline. */
    public boolean exists(PipelineKey key) {
        return row(key).isPresent();
    }

    private Optional<Row> row(PipelineKey key) {
        return handle.createQuery("""
                        SELECT id, version, created_at, updated_at
                          FROM pipeline
                         WHERE account = :account AND region = :region AND name = :name""")
                .bind("account", key.account())
                .bind("region", key.region())
                .bind("name", key.name())
                .map((row, _) -> new Row(
                        row.getLong("id"),
                        row.getInt("version"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("updated_at"))))
                .findOne();
    }

    /**
     * The pipelines of an account in a region by name, without their definitions.
     *
     * @param after only names behind this one; empty from the beginning
     */
    public List<Summary> list(String account, String region, Optional<String> after, int limit) {
        return handle.createQuery("""
                        SELECT p.name, p.version, v.pipeline_type, v.execution_mode, p.created_at, p.updated_at
                          FROM pipeline p
                          JOIN pipeline_version v ON v.pipeline_id = p.id AND v.version = p.version
                         WHERE p.account = :account AND p.region = :region AND p.name > :after
                         ORDER BY p.name
                         LIMIT :limit""")
                .bind("account", account)
                .bind("region", region)
                .bind("after", after.orElse(""))
                .bind("limit", limit)
                .map((row, _) -> new Summary(
                        row.getString("name"),
                        row.getInt("version"),
                        Rows.constant(PipelineType.class, row.getString("pipeline_type")),
                        Rows.constant(ExecutionMode.class, row.getString("execution_mode")),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("updated_at"))))
                .list();
    }

    /** Every pipeline of every account and region, for those who watch sources or look after what a restart left. */
    public List<PipelineKey> keys() {
        return handle.createQuery("SELECT account, region, name FROM pipeline ORDER BY account, region, name")
                .map((row, _) ->
                        new PipelineKey(row.getString("account"), row.getString("region"), row.getString("name")))
                .list();
    }
}
