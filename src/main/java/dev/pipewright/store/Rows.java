package dev.pipewright.store;

import dev.pipewright.model.PipelineKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Columns that may be null, and the way from a pipeline's key to its row. */
final class Rows {
    private Rows() {}

    static Long millis(Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return name == null ? null : Enum.valueOf(type, name);
    }

    static OptionalLong pipelineId(Handle handle, PipelineKey key) {
        return handle.createQuery("""
                        SELECT id FROM pipeline WHERE account = :account AND region = :region AND name = :name""")
                .bind("account", key.account())
                .bind("region", key.region())
                .bind("name", key.name())
                .mapTo(Long.class)
                .findOne()
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** For writes that make no sense without the pipeline. */
    static long existingPipelineId(Handle handle, PipelineKey key) {
        return pipelineId(handle, key)
                .orElseThrow(() -> new IllegalStateException("there is no pipeline " + key.arn()));
    }
}
