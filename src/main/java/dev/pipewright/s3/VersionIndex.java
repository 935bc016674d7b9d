package dev.pipewright.s3;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The versions of objects in the index, and the files with their bytes. */
final class VersionIndex {
    private static final String COLUMNS =
            """
            SELECT version.row, version.key, version.id, version.marker, version.etag, version.size, version.modified,
                   version.attributes, version.checksum, version.parts,
                   version.row = (SELECT max(newer.row)
                                    FROM version newer
                                   WHERE newer.bucket = version.bucket AND newer.key = version.key) AS latest
              FROM version
            """;

    /** A version and the number of its row. */
    record Entry(long row, byte[] key, ObjectVersion version) {}

    private VersionIndex() {}

    /** The newest version of a key, which may be a delete marker. */
    static Optional<Entry> newest(Connection connection, String bucket, byte[] key) throws SQLException {
        var row = Rows.first(connection, r -> r.getLong(1), "SELECT row FROM bucket WHERE name = ?", bucket);
        return row.isEmpty()
                ? Optional.empty()
                : Rows.first(
                        connection,
                        entry(bucket),
                        COLUMNS + "WHERE version.bucket = ? AND version.key = ? ORDER BY version.row DESC LIMIT 1",
                        row.get(),
                        key);
    }

    /** The version of a key with an id. */
    static Optional<Entry> find(Connection connection, String bucket, byte[] key, String id) throws SQLException {
        return Rows.first(
                connection,
                entry(bucket),
                COLUMNS
                        + "WHERE version.id = ? AND version.key = ? AND version.bucket = "
                        + "(SELECT row FROM bucket WHERE name = ?)",
                id,
                key,
                bucket);
    }

    /** Makes a version the newest of its key. */
    static void add(Connection connection, ObjectVersion version, List<Segment> segments) throws SQLException {
        long bucket = BucketIndex.row(connection, version.bucket());
        var key = Names.key(version.key());
        Rows.change(
                connection, "UPDATE version SET listed = 0 WHERE bucket = ? AND key = ? AND listed = 1", bucket, key);
        long row = Rows.insert(
                connection,
                """
                INSERT INTO version (bucket, key, id, listed, marker, etag, size, modified, attributes, checksum, parts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                bucket,
                key,
                version.versionId(),
                !version.deleteMarker(),
                version.deleteMarker(),
                version.eTag(),
                version.size(),
                version.lastModified().toEpochMilli(),
                version.attributes().lines(),
                version.checksum().map(ObjectChecksum::line).orElse(null),
                version.parts());
        for (int i = 0; i < segments.size(); i++) {
            Rows.change(
                    connection,
                    "INSERT INTO segment (version, position, file, size) VALUES (?, ?, ?, ?)",
                    row,
                    i,
                    segments.get(i).file(),
                    segments.get(i).size());
        }
    }

    /** Takes a version out for good; the one before it is the newest then. */
    static void remove(Connection connection, long row) throws SQLException {
        long bucket = Rows.first(connection, r -> r.getLong(1), "SELECT bucket FROM version WHERE row = ?", row)
                .orElseThrow();
        var key = Rows.first(connection, r -> r.getBytes(1), "SELECT key FROM version WHERE row = ?", row)
                .orElseThrow();
        Rows.change(connection, "DELETE FROM segment WHERE version = ?", row);
        Rows.change(connection, "DELETE FROM version WHERE row = ?", row);
        Rows.change(
                connection,
                """
                UPDATE version SET listed = 1
                 WHERE row = (SELECT max(row) FROM version WHERE bucket = ? AND key = ?) AND marker = 0""",
                bucket,
                key);
    }

    static List<Segment> segments(Connection connection, long row) throws SQLException {
        return Rows.all(
                connection,
                r -> new Segment(r.getString(1), r.getLong(2)),
                "SELECT file, size FROM segment WHERE version = ? ORDER BY position",
                row);
    }

    /** The newest versions that are objects, in key order. */
    static Listing.Page<Entry> current(Connection connection, String bucket, Listing.Query query) throws SQLException {
        long row = BucketIndex.row(connection, bucket);
        return Listing.page(
                query,
                Entry::key,
                null,
                from -> Rows.cursor(
                        connection,
                        entry(bucket),
                        COLUMNS + "WHERE version.bucket = ? AND version.listed = 1 AND version.key >= ? "
                                + "ORDER BY version.key",
                        row,
                        from));
    }

    /** All versions and delete markers, in key order, and the newest of a key first. */
    static Listing.Page<Entry> all(Connection connection, String bucket, Listing.Query query) throws SQLException {
        long row = BucketIndex.row(connection, bucket);
        Listing.Cursor<Entry> rest = null;
        if (query.afterId().isPresent()) {
            var key = Names.utf8(query.after());
            rest = Rows.cursor(
                    connection,
                    entry(bucket),
                    COLUMNS + "WHERE version.bucket = ? AND version.key = ? "
                            + "AND version.row < (SELECT marker.row FROM version marker WHERE marker.id = ?) "
                            + "ORDER BY version.row DESC",
                    row,
                    key,
                    query.afterId().get());
        }
        return Listing.page(
                query,
                Entry::key,
                rest,
                from -> Rows.cursor(
                        connection,
                        entry(bucket),
                        COLUMNS + "WHERE version.bucket = ? AND version.key >= ? "
                                + "ORDER BY version.key, version.row DESC",
                        row,
                        from));
    }

    private static Rows.Reader<Entry> entry(String bucket) {
        return row -> read(row, bucket);
    }

    private static Entry read(ResultSet row, String bucket) throws SQLException {
        var key = row.getBytes(2);
        return new Entry(
                row.getLong(1),
                key,
                new ObjectVersion(
                        bucket,
                        Names.text(key),
                        row.getString(3),
                        row.getInt(11) == 1,
                        row.getInt(4) == 1,
                        row.getString(5),
                        row.getLong(6),
                        Instant.ofEpochMilli(row.getLong(7)),
                        Attributes.ofLines(row.getString(8)),
                        Optional.ofNullable(row.getString(9)).map(ObjectChecksum::ofLine),
                        row.getInt(10)));
    }
}
