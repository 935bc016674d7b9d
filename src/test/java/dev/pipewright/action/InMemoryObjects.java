package dev.pipewright.action;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An S3 in memory: every put makes a version, a deletion hides them, and the world can refuse to answer. */
public final class InMemoryObjects implements ObjectStore {
    /** What was written, and how. */
    public record Written(StoredObject object, byte[] bytes, PutOptions options) {
        /** The bytes as text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private record Place(String bucket, String key) {}

    public static final Instant WRITTEN_AT = Instant.parse("2026-03-04T05:06:07Z");

    private final Map<Place, List<Written>> versions = new LinkedHashMap<>();
    private final Map<Place, Boolean> deleted = new LinkedHashMap<>();
    private IOException trouble;
    private int count;

    /** Every further call fails like this; null ends it. */
    public void breakWith(IOException failure) {
        trouble = failure;
    }

    /** Writes bytes as a new version. */
    public synchronized StoredObject put(String bucket, String key, byte[] bytes, PutOptions options) {
        var version = "version-" + ++count;
        var object = new StoredObject(
                bucket, key, version, md5(bytes), bytes.length, WRITTEN_AT, options.contentType(),
                options.userMetadata());
        var place = new Place(bucket, key);
        versions.computeIfAbsent(place, _ -> new ArrayList<>()).add(new Written(object, bytes, options));
        deleted.remove(place);
        return object;
    }

    /** Puts a delete marker on top. */
    public synchronized void delete(String bucket, String key) {
        deleted.put(new Place(bucket, key), true);
    }

    /** The newest version with its bytes. */
    public synchronized Written written(String bucket, String key) {
        return versions.get(new Place(bucket, key)).getLast();
    }

    /** How many versions an object has. */
    public synchronized int versions(String bucket, String key) {
        return versions.getOrDefault(new Place(bucket, key), List.of()).size();
    }

    /** The keys of a bucket, in the order of their first writing. */
    public synchronized List<String> keys(String bucket) {
        return versions.keySet().stream()
                .filter(place -> place.bucket().equals(bucket))
                .map(Place::key)
                .toList();
    }

    @Override
    public synchronized Optional<StoredObject> find(String bucket, String key, Optional<String> versionId)
            throws IOException {
        check();
        var place = new Place(bucket, key);
        if (versionId.isEmpty() && deleted.containsKey(place)) {
            return Optional.empty();
        }
        return versions.getOrDefault(place, List.of()).reversed().stream()
                .map(Written::object)
                .filter(object -> versionId.isEmpty() || object.versionId().equals(versionId.get()))
                .findFirst();
    }

    @Override
    public synchronized InputStream open(StoredObject object) throws IOException {
        check();
        return versions.get(new Place(object.bucket(), object.key())).stream()
                .filter(written -> written.object().versionId().equals(object.versionId()))
                .map(written -> new ByteArrayInputStream(written.bytes()))
                .findFirst()
                .orElseThrow(() -> new IOException("no version " + object.versionId()));
    }

    @Override
    public synchronized StoredObject put(String bucket, String key, Path content, PutOptions options)
            throws IOException {
        check();
        return put(bucket, key, Files.readAllBytes(content), options);
    }

    private void check() throws IOException {
        if (trouble != null) {
            throw trouble;
        }
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
