package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The buckets in the index. */
final class BucketIndex {
    private static final String COLUMNS = "SELECT name, account, region, created FROM bucket ";

    private BucketIndex() {}

    static Optional<Bucket> find(Connection connection, String name) throws SQLException {
        return Rows.first(connection, BucketIndex::bucket, COLUMNS + "WHERE name = ?", name);
    }

    static List<Bucket> of(Connection connection, String account) throws SQLException {
        return Rows.all(connection, BucketIndex::bucket, COLUMNS + "WHERE account = ? ORDER BY name", account);
    }

    static void add(Connection connection, Bucket bucket) throws SQLException {
        Rows.change(
                connection,
                "INSERT INTO bucket (name, account, region, created) VALUES (?, ?, ?, ?)",
                bucket.name(),
                bucket.account(),
                bucket.region(),
                bucket.created().toEpochMilli());
    }

    /** The number of the bucket's row. */
    static long row(Connection connection, String name) throws SQLException {
        return Rows.first(connection, row -> row.getLong(1), "SELECT row FROM bucket WHERE name = ?", name)
                .orElseThrow(() -> missing(name));
    }

    static boolean isEmpty(Connection connection, long bucket) throws SQLException {
        return Rows.first(connection, row -> 1, "SELECT 1 FROM version WHERE bucket = ? LIMIT 1", bucket)
                .isEmpty();
    }

    static void remove(Connection connection, long bucket) throws SQLException {
        Rows.change(connection, "DELETE FROM bucket WHERE row = ?", bucket);
    }

    static Fault missing(String name) {
        return new Fault("NoSuchBucket", 404, "The specified bucket does not exist: '" + Names.shown(name) + "'");
    }

    private static Bucket bucket(ResultSet row) throws SQLException {
        return new Bucket(row.getString(1), row.getString(2), row.getString(3), Instant.ofEpochMilli(row.getLong(4)));
    }
}
