package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets and the versions of their objects, in one directory: the bytes in files, everything about them in an SQLite
 * index beside. What a method has answered is on disk; a process that is killed at any moment leaves the old state or
 * the new one, and what it had begun is cleared away when the store is opened again.
 *
 * <p>Methods throw {@link Fault} with S3's error codes for what a caller did wrong, and {@link IOException} when the
 * disk failed. All may be called by any number of threads.
 */
public final class Buckets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Buckets.class);
    private static final long LARGEST_PUT = 5L << 30;

    private final InstantSource clock;
    private final Supplier<String> ids;
    private final FileChannel lock;
    private final Database index;
    private final Blobs blobs;
    private final Thread sweeper;
    private final List<PutListener> listeners = new CopyOnWriteArrayList<>();

    /** A version to delete for good, or a key to put a delete marker on. */
    record Removal(String key, Optional<String> versionId) {}

    /**
     * What a removal did.
     *
     * @param versionId of the delete marker that was made, or of the version that was named
     * @param deleteMarker whether that version is, or was, a delete marker
     */
    record Removed(String key, String versionId, boolean deleteMarker) {}

    private Buckets(Path directory, InstantSource clock, Supplier<String> ids, FileChannel lock) throws IOException {
        this.clock = clock;
        this.ids = ids;
        this.lock = lock;
        this.index = new Database(directory.resolve("index.db"));
        try {
            long generation = index.write(
                    c -> Rows.first(c, r -> r.getLong(1), "INSERT INTO generation DEFAULT VALUES RETURNING number"))
                    .orElseThrow();
            this.blobs = new Blobs(directory, generation);
        } catch (IOException e) {
            index.close();
            throw e;
        }
        this.sweeper = Thread.ofPlatform().daemon().name("s3-sweep").start(this::sweep);
    }

    /**
     * Opens the store of a directory, which is made if it is not there.
     *
     * @param ids makes the ids of versions and uploads; never the same twice, and not to be guessed
     * @throws IOException also when another process has the store open
     */
    public static Buckets open(Path directory, InstantSource clock, Supplier<String> ids) throws IOException {
        if (!Files.isDirectory(directory)) {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(
                        directory,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(directory);
            }
        }
        var lock = FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException("the S3 store " + directory + " is open in another process");
            }
            return new Buckets(directory, clock, ids, lock);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException("the S3 store " + directory + " is open already", e);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Tells the listener of every version that is put from now on. */
    public void listen(PutListener listener) {
        listeners.add(listener);
    }

    /** The bucket of that name, whoever's it is. */
    public Optional<Bucket> bucket(String name) throws IOException {
        return index.read(c -> BucketIndex.find(c, name));
    }

    /** The buckets of an account, by name. */
    public List<Bucket> bucketsOf(String account) throws IOException {
        return index.read(c -> BucketIndex.of(c, account));
    }

    /**
     * Makes a bucket.
     *
     * @throws Fault {@code InvalidBucketName}; {@code BucketAlreadyOwnedByYou} or {@code BucketAlreadyExists} when
     *     there is one of the name
     */
    public Bucket create(String name, String account, String region) throws IOException {
        var bucket = new Bucket(Names.bucket(name), account, region, clock.instant());
        index.write(c -> {
            var there = BucketIndex.find(c, name);
            if (there.isPresent()) {
                throw there.get().account().equals(account)
                        ? new Fault("BucketAlreadyOwnedByYou", 409, "You have a bucket '" + name + "' already")
                        : alreadyExists(name);
            }
            BucketIndex.add(c, bucket);
            return null;
        });
        return bucket;
    }

    /**
     * The account's bucket of that name, which is made if there is none.
     *
     * @param region where a new bucket says it is
     * @throws Fault {@code InvalidBucketName}; {@code BucketAlreadyExists} when the name is another account's
     */
    public Bucket createIfMissing(String name, String account, String region) throws IOException {
        var there = bucket(name);
        if (there.isEmpty()) {
            try {
                return create(name, account, region);
            } catch (Fault fault) {
                if (!fault.type().equals("BucketAlreadyOwnedByYou")) {
                    throw fault;
                }
                there = bucket(name);
            }
        }
        return there.filter(bucket -> bucket.account().equals(account)).orElseThrow(() -> alreadyExists(name));
    }

    /**
     * Checks that a bucket may have that name.
     *
     * @throws Fault {@code InvalidBucketName} when it may not
     */
    public static void checkName(String name) {
        Names.bucket(name);
    }

    /**
     * Looks whether {@link #createIfMissing} would answer with a bucket, and makes none.
     *
     * @throws Fault as that would
     */
    public void checkUsable(String name, String account) throws IOException {
        var there = bucket(Names.bucket(name));
        if (there.isPresent() && !there.get().account().equals(account)) {
            throw alreadyExists(name);
        }
    }

    private static Fault alreadyExists(String name) {
        return new Fault(
                "BucketAlreadyExists",
                409,
                "The bucket name '" + Names.shown(name) + "' is taken: names are one space for all accounts");
    }

    /** Removes a bucket that has no versions; what multipart uploads had brought goes with it. */
    void removeBucket(String name) throws IOException {
        blobs.delete(index.write(c -> {
            long row = BucketIndex.row(c, name);
            if (!BucketIndex.isEmpty(c, row)) {
                throw new Fault(
                        "BucketNotEmpty",
                        409,
                        "The bucket '" + name + "' is not empty: all versions and delete markers must be deleted "
                                + "first");
            }
            var files = new ArrayList<String>();
            for (var upload : UploadIndex.of(c, row)) {
                UploadIndex.parts(c, upload, 0, Integer.MAX_VALUE).forEach(part -> files.add(part.segment().file()));
                UploadIndex.remove(c, upload);
            }
            BucketIndex.remove(c, row);
            return files;
        }));
    }

    /**
     * The newest version, or the one named; empty when there is no such bucket or version, or it is a delete marker.
     */
    public Optional<ObjectVersion> find(String bucket, String key, Optional<String> versionId) throws IOException {
        return lookup(bucket, key, versionId).filter(version -> !version.deleteMarker());
    }

    /** As {@link #find}, and delete markers too. */
    Optional<ObjectVersion> lookup(String bucket, String key, Optional<String> versionId) throws IOException {
        var bytes = Names.key(key);
        return index.read(c -> versionId.isPresent()
                        ? VersionIndex.find(c, bucket, bytes, versionId.get())
                        : VersionIndex.newest(c, bucket, bytes))
                .map(VersionIndex.Entry::version);
    }

    /**
     * The bytes of a version; the caller closes the stream.
     *
     * @throws Fault {@code NoSuchVersion} when it has been deleted meanwhile
     */
    public InputStream open(ObjectVersion version) throws IOException {
        return open(version, 0, version.size());
    }

    /** A stretch of the bytes of a version, which must be within it. */
    public InputStream open(ObjectVersion version, long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || offset + length > version.size()) {
            throw new IllegalArgumentException(
                    "bytes " + offset + " and " + length + " more are not within " + version.size() + " bytes");
        }
        var segments = segments(version);
        return segments.isEmpty()
                ? new ByteArrayInputStream(new byte[0])
                : blobs.open(segments, offset, length);
    }

    List<Segment> segments(ObjectVersion version) throws IOException {
        var key = Names.key(version.key());
        return index.read(c -> VersionIndex.segments(
                c,
                VersionIndex.find(c, version.bucket(), key, version.versionId())
                        .orElseThrow(() -> noSuchVersion(version.key(), version.versionId()))
                        .row()));
    }

    static Fault noSuchVersion(String key, String versionId) {
        return new Fault(
                "NoSuchVersion",
                404,
                "The specified version does not exist: '" + Names.shown(versionId) + "' of '" + Names.shown(key) + "'");
    }

    /** Writes a file as a new version of an object, in a bucket that is there. */
    public ObjectVersion put(String bucket, String key, Path content, Attributes attributes) throws IOException {
        try (var in = Files.newInputStream(content)) {
            return put(bucket, key, in, attributes);
        }
    }

    /**
     * Writes all of a stream as a new version of an object. When the stream fails, nothing is written.
     *
     * @throws Fault {@code NoSuchBucket}, {@code KeyTooLongError}, or {@code EntityTooLarge} for more than 5 GiB
     */
    public ObjectVersion put(String bucket, String key, InputStream content, Attributes attributes) throws IOException {
        Names.key(key);
        require(bucket);
        try (var staged = receive(content, Expectation.NONE)) {
            return put(bucket, key, staged, attributes, new WriteCondition.Always());
        }
    }

    /** The bucket of that name, which must be there. */
    Bucket require(String name) throws IOException {
        return bucket(name).orElseThrow(() -> BucketIndex.missing(name));
    }

    /** Brings bytes to disk, and holds them to what was said of them. */
    Staged receive(InputStream content, Expectation expected) throws IOException {
        if (expected.length().orElse(0) > LARGEST_PUT) {
            throw tooLarge();
        }
        var meter = new Meter(expected);
        try (var draft = blobs.draft()) {
            var buffer = new byte[1 << 16];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                meter.update(buffer, count);
                if (meter.size() > LARGEST_PUT) {
                    throw tooLarge();
                }
                draft.write(buffer, count);
            }
            var reading = meter.end();
            return new Staged(
                    blobs, new Segment(draft.keep(), reading.size()), reading.md5(), reading.checksum());
        }
    }

    private static Fault tooLarge() {
        return new Fault(
                "EntityTooLarge",
                400,
                "Your proposed upload exceeds the maximum allowed size: a single put may have at most 5368709120 "
                        + "bytes");
    }

    /** Makes staged bytes the newest version of an object. */
    ObjectVersion put(String bucket, String key, Staged staged, Attributes attributes, WriteCondition condition)
            throws IOException {
        var version = index.write(c -> {
            checkCondition(c, bucket, key, condition);
            var put = new ObjectVersion(
                    bucket,
                    key,
                    ids.get(),
                    true,
                    false,
                    staged.eTag(),
                    staged.segment().size(),
                    now(),
                    attributes,
                    staged.checksum(),
                    0);
            VersionIndex.add(c, put, List.of(staged.segment()));
            return put;
        });
        staged.taken();
        announce(version);
        return version;
    }

    // The index keeps milliseconds, and a version must look the same before and after it has been there.
    Instant now() {
        return Instant.ofEpochMilli(clock.instant().toEpochMilli());
    }

    /** Holds a write to its condition, within the change of the index that writes. */
    static void checkCondition(Connection c, String bucket, String key, WriteCondition condition)
            throws SQLException {
        var newest = VersionIndex.newest(c, bucket, Names.key(key))
                .map(VersionIndex.Entry::version)
                .filter(version -> !version.deleteMarker());
        condition.check(key, newest.map(ObjectVersion::eTag).orElse(null));
    }

    /** Tells the listeners of a version that is stored. */
    void announce(ObjectVersion version) {
        for (var listener : listeners) {
            try {
                listener.onPut(version.bucket(), version.key(), version.versionId());
            } catch (RuntimeException e) {
                // The object is stored, whatever becomes of the news.
                LOG.error("a listener failed at s3://{}/{}", version.bucket(), Names.shown(version.key()), e);
            }
        }
    }

    /** Deletes versions, or puts delete markers on keys: all of them, or none when the disk fails. */
    List<Removed> remove(String bucket, List<Removal> removals) throws IOException {
        var files = new ArrayList<String>();
        var removed = index.write(c -> {
            BucketIndex.row(c, bucket);
            var done = new ArrayList<Removed>();
            for (var removal : removals) {
                var key = removal.key();
                if (removal.versionId().isEmpty()) {
                    var marker = new ObjectVersion(
                            bucket, key, ids.get(), true, true, "", 0, now(), Attributes.NONE, Optional.empty(), 0);
                    VersionIndex.add(c, marker, List.of());
                    done.add(new Removed(key, marker.versionId(), true));
                    continue;
                }
                var id = removal.versionId().get();
                var entry = VersionIndex.find(c, bucket, Names.key(key), id);
                if (entry.isPresent()) {
                    VersionIndex.segments(c, entry.get().row()).forEach(segment -> files.add(segment.file()));
                    VersionIndex.remove(c, entry.get().row());
                }
                done.add(new Removed(
                        key, id, entry.isPresent() && entry.get().version().deleteMarker()));
            }
            return done;
        });
        blobs.delete(files);
        return removed;
    }

    Listing.Page<ObjectVersion> list(String bucket, Listing.Query query) throws IOException {
        return versions(index.read(c -> VersionIndex.current(c, bucket, query)));
    }

    Listing.Page<ObjectVersion> listVersions(String bucket, Listing.Query query) throws IOException {
        return versions(index.read(c -> VersionIndex.all(c, bucket, query)));
    }

    private static Listing.Page<ObjectVersion> versions(Listing.Page<VersionIndex.Entry> page) {
        return new Listing.Page<>(
                page.entries().stream().map(VersionIndex.Entry::version).toList(),
                page.commonPrefixes(),
                page.truncated(),
                page.last(),
                page.lastEntry().map(VersionIndex.Entry::version));
    }

    /** The multipart uploads into these buckets. */
    Uploads uploads() {
        return new Uploads(this, index, blobs, ids);
    }

    private void sweep() {
        try {
            int swept = blobs.sweep(directory -> index.read(c -> new HashSet<>(Rows.all(
                    c,
                    row -> row.getString(1),
                    """
                    SELECT file FROM segment WHERE file >= ? AND file < ?
                    UNION ALL
                    SELECT file FROM part WHERE file >= ? AND file < ?""",
                    directory,
                    end(directory),
                    directory,
                    end(directory)))));
            if (swept > 0) {
                LOG.info("{} files that an earlier process left behind are deleted from the S3 store", swept);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the S3 store could not be cleared of what an earlier process left behind: {}", e.toString());
        }
    }

    private static String end(String directory) {
        return directory.substring(0, directory.length() - 1) + (char) ('/' + 1);
    }

    /** Waits until what an earlier process left behind is gone. */
    void awaitSweep() throws InterruptedException {
        sweeper.join();
    }

    /** Ends the store when the calls at work are over. */
    @Override
    public void close() throws IOException {
        try {
            sweeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        index.close();
        lock.close();
    }
}
