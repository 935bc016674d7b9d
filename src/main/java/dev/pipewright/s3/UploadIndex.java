package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The multipart uploads in the index. */
final class UploadIndex {
    private static final String COLUMNS =
            "SELECT upload.row, key, id, account, initiated, attributes, algorithm, type FROM upload ";

    private UploadIndex() {}

    static void add(Connection connection, String bucket, Upload upload) throws SQLException {
        Rows.change(
                connection,
                """
                INSERT INTO upload (bucket, key, id, account, initiated, attributes, algorithm, type)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                BucketIndex.row(connection, bucket),
                Names.key(upload.key()),
                upload.id(),
                upload.account(),
                upload.initiated().toEpochMilli(),
                upload.attributes().lines(),
                upload.algorithm().map(Enum::name).orElse(null),
                upload.type().name());
    }

    static Upload find(Connection connection, String bucket, String key, String id) throws SQLException {
        return Rows.first(
                        connection,
                        UploadIndex::upload,
                        COLUMNS + "WHERE bucket = ? AND key = ? AND id = ?",
                        BucketIndex.row(connection, bucket),
                        Names.key(key),
                        id)
                .orElseThrow(() -> new Fault(
                        "NoSuchUpload",
                        404,
                        "There is no multipart upload '" + Names.shown(id) + "' of '" + Names.shown(key)
                                + "': it may have been completed or aborted"));
    }

    /** Puts a part in; answers the file of the part that it replaces. */
    static Optional<String> addPart(Connection connection, Upload upload, Part part) throws SQLException {
        var replaced = Rows.first(
                connection,
                row -> row.getString(1),
                "SELECT file FROM part WHERE upload = ? AND number = ?",
                upload.row(),
                part.number());
        Rows.change(
                connection,
                """
                INSERT OR REPLACE INTO part (upload, number, file, size, etag, modified, checksum)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                upload.row(),
                part.number(),
                part.segment().file(),
                part.segment().size(),
                part.eTag(),
                part.modified().toEpochMilli(),
                part.checksum().map(ObjectChecksum::line).orElse(null));
        return replaced;
    }

    /** The parts after a number, in order. */
    static List<Part> parts(Connection connection, Upload upload, int after, int most) throws SQLException {
        return Rows.all(
                connection,
                UploadIndex::part,
                """
                SELECT number, file, size, etag, modified, checksum
                  FROM part
                 WHERE upload = ? AND number > ?
                 ORDER BY number
                 LIMIT ?""",
                upload.row(),
                after,
                most);
    }

    static void remove(Connection connection, Upload upload) throws SQLException {
        Rows.change(connection, "DELETE FROM part WHERE upload = ?", upload.row());
        Rows.change(connection, "DELETE FROM upload WHERE row = ?", upload.row());
    }

    static List<Upload> of(Connection connection, long bucket) throws SQLException {
        return Rows.all(connection, UploadIndex::upload, COLUMNS + "WHERE bucket = ?", bucket);
    }

    /** All uploads of a bucket in key order, and the oldest of a key first. */
    static Listing.Page<Upload> all(Connection connection, String bucket, Listing.Query query) throws SQLException {
        long row = BucketIndex.row(connection, bucket);
        Listing.Cursor<Upload> rest = null;
        if (query.afterId().isPresent()) {
            rest = Rows.cursor(
                    connection,
                    UploadIndex::upload,
                    COLUMNS + "WHERE bucket = ? AND key = ? "
                            + "AND row > (SELECT marker.row FROM upload marker WHERE marker.id = ?) ORDER BY row",
                    row,
                    Names.utf8(query.after()),
                    query.afterId().get());
        }
        return Listing.page(
                query,
                upload -> Names.utf8(upload.key()),
                rest,
                from -> Rows.cursor(
                        connection,
                        UploadIndex::upload,
                        COLUMNS + "WHERE bucket = ? AND key >= ? ORDER BY key, row",
                        row,
                        from));
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getLong(1),
                Names.text(row.getBytes(2)),
                row.getString(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Attributes.ofLines(row.getString(6)),
                Optional.ofNullable(row.getString(7)).map(ChecksumAlgorithm::valueOf),
                ObjectChecksum.Type.valueOf(row.getString(8)));
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(
                row.getInt(1),
                new Segment(row.getString(2), row.getLong(3)),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Optional.ofNullable(row.getString(6)).map(ObjectChecksum::ofLine));
    }
}
