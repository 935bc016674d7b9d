package dev.pipewright.server;

import dev.pipewright.action.ObjectStore;
import dev.pipewright.s3.Attributes;
import dev.pipewright.s3.Bucket;
import dev.pipewright.s3.Buckets;
import dev.pipewright.s3.ObjectVersion;
import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;

/** The embedded S3 as providers see it, without the way over HTTP. */
final class EmbeddedObjects implements ObjectStore {
    private final Buckets buckets;
    private final String account;
    private final String region;

    /**
     * @param account whose the buckets are that providers make
     * @param region where they say they are
     */
    EmbeddedObjects(Buckets buckets, String account, String region) {
        this.buckets = buckets;
        this.account = account;
        this.region = region;
    }

    @Override
    public ObjectStore as(String other) {
        return other.equals(account) ? this : new EmbeddedObjects(buckets, other, region);
    }

    @Override
    public Optional<StoredObject> find(String bucket, String key, Optional<String> versionId) throws IOException {
        try {
            refuseForeign(bucket);
            return buckets.find(bucket, key, versionId).map(EmbeddedObjects::stored);
        } catch (Fault fault) {
            throw new IOException(fault.getMessage(), fault);
        }
    }

    @Override
    public InputStream open(StoredObject object) throws IOException {
        try {
            refuseForeign(object.bucket());
            var version = buckets.find(object.bucket(), object.key(), Optional.of(object.versionId()));
            return buckets.open(version.orElseThrow(() -> new IOException("s3://%s/%s has no version %s any more"
                    .formatted(object.bucket(), object.key(), object.versionId()))));
        } catch (Fault fault) {
            throw new IOException(fault.getMessage(), fault);
        }
    }

    @Override
    public StoredObject put(String bucket, String key, Path content, PutOptions options) throws IOException {
        try {
            buckets.createIfMissing(bucket, account, region);
            return stored(buckets.put(bucket, key, content, attributes(options)));
        } catch (Fault fault) {
            throw new IOException(fault.getMessage(), fault);
        }
    }

    /** Inside the server nobody else asks whose a bucket is. */
    private void refuseForeign(String bucket) throws IOException {
        var owner = buckets.bucket(bucket).map(Bucket::account);
        if (owner.filter(it -> !it.equals(account)).isPresent()) {
            throw new AccessDeniedException("the bucket '%s' belongs to another account".formatted(bucket));
        }
    }

    private static StoredObject stored(ObjectVersion version) {
        return new StoredObject(
                version.bucket(), version.key(), version.versionId(), version.eTag(), version.size(),
                version.lastModified(), version.attributes().contentType(), version.attributes().userMetadata());
    }

    private static Attributes attributes(PutOptions options) {
        var headers = new HashMap<String, String>();
        putIfGiven(headers, "content-type", options.contentType());
        putIfGiven(headers, "cache-control", options.cacheControl());
        putIfGiven(headers, "x-amz-acl", options.cannedAcl());
        if (options.kmsKeyId() != null) {
            headers.put("x-amz-server-side-encryption", "aws:kms");
            headers.put("x-amz-server-side-encryption-aws-kms-key-id", options.kmsKeyId());
        }
        options.userMetadata().forEach((name, value) -> headers.put(Attributes.USER_PREFIX + name, value));
        return new Attributes(headers);
    }

    private static void putIfGiven(HashMap<String, String> headers, String name, String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
