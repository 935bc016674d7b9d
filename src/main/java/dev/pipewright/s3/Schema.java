package dev.pipewright.s3;

import java.util.List;

/** The tables of the index. */
final class Schema {
    /**
     * Keys are kept as UTF-8 bytes, which SQLite compares as S3 orders them. The newest version of a key is the one
     * with the greatest {@code row}; {@code listed} marks it unless it is a delete marker, so that listings walk one
     * index.
     */
    static final List<String> STATEMENTS = List.of(
            """
            CREATE TABLE generation (
                number INTEGER PRIMARY KEY AUTOINCREMENT
            )""",
            """
            CREATE TABLE bucket (
                row     INTEGER PRIMARY KEY AUTOINCREMENT,
                name    TEXT    NOT NULL UNIQUE,
                account TEXT    NOT NULL,
                region  TEXT    NOT NULL,
                created INTEGER NOT NULL
            )""",
            """
            CREATE TABLE version (
                row        INTEGER PRIMARY KEY AUTOINCREMENT,
                bucket     INTEGER NOT NULL REFERENCES bucket (row),
                key        BLOB    NOT NULL,
                id         TEXT    NOT NULL UNIQUE,
                listed     INTEGER NOT NULL,
                marker     INTEGER NOT NULL,
                etag       TEXT    NOT NULL,
                size       INTEGER NOT NULL,
                modified   INTEGER NOT NULL,
                attributes TEXT    NOT NULL,
                checksum   TEXT,
                parts      INTEGER NOT NULL
            )""",
            "CREATE UNIQUE INDEX version_order ON version (bucket, key, row DESC)",
            "CREATE UNIQUE INDEX version_listed ON version (bucket, key) WHERE listed = 1",
            """
            CREATE TABLE segment (
                version  INTEGER NOT NULL REFERENCES version (row),
                position INTEGER NOT NULL,
                file     TEXT    NOT NULL UNIQUE,
                size     INTEGER NOT NULL,
                PRIMARY KEY (version, position)
            ) WITHOUT ROWID""",
            """
            CREATE TABLE upload (
                row        INTEGER PRIMARY KEY AUTOINCREMENT,
                bucket     INTEGER NOT NULL REFERENCES bucket (row),
                key        BLOB    NOT NULL,
                id         TEXT    NOT NULL UNIQUE,
                account    TEXT    NOT NULL,
                initiated  INTEGER NOT NULL,
                attributes TEXT    NOT NULL,
                algorithm  TEXT,
                type       TEXT
            )""",
            "CREATE UNIQUE INDEX upload_order ON upload (bucket, key, row)",
            """
            CREATE TABLE part (
                upload   INTEGER NOT NULL REFERENCES upload (row),
                number   INTEGER NOT NULL,
                file     TEXT    NOT NULL UNIQUE,
                size     INTEGER NOT NULL,
                etag     TEXT    NOT NULL,
                modified INTEGER NOT NULL,
                checksum TEXT,
                PRIMARY KEY (upload, number)
            ) WITHOUT ROWID""");

    private Schema() {}
}
