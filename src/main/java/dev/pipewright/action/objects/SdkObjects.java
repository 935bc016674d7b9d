package dev.pipewright.action.objects;

import dev.pipewright.action.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Any S3 service, by its API. */
public final class SdkObjects implements ObjectStore, AutoCloseable {
    /** How S3 spells the version of an object in a bucket without versioning. */
    private static final String NO_VERSION = "null";
    /** S3 takes 5 GiB at once; half of a large file sent in vain is enough. */
    private static final long LARGEST_AT_ONCE = 1L << 30;

    private static final long PART = 128L << 20;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int BAD_REQUEST = 400;

    private final S3Client client;
    private final long largestAtOnce;
    private final long part;

    /** Speaks to the service through a client, which it closes in the end. */
    public SdkObjects(S3Client client) {
        this(client, LARGEST_AT_ONCE, PART);
    }

    SdkObjects(S3Client client, long largestAtOnce, long part) {
        this.client = client;
        this.largestAtOnce = largestAtOnce;
        this.part = part;
    }

    /**
     * Speaks to a service at an address, or to AWS where there is none.
     *
     * @param pathStyle whether buckets are named in the path, as services without a domain of their own need it
     */
    public static SdkObjects at(
            Optional<URI> endpoint, String region, AwsCredentialsProvider credentials, boolean pathStyle) {
        var builder = S3Client.builder()
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .forcePathStyle(pathStyle)
                .httpClient(UrlConnectionHttpClient.create());
        endpoint.ifPresent(builder::endpointOverride);
        return new SdkObjects(builder.build());
    }

    @Override
    public Optional<StoredObject> find(String bucket, String key, Optional<String> versionId) throws IOException {
        return ask(bucket, key, () -> {
            try {
                var head = client.headObject(request -> {
                    request.bucket(bucket).key(key);
                    versionId.filter(id -> !id.equals(NO_VERSION)).ifPresent(request::versionId);
                });
                var version = head.versionId() == null ? NO_VERSION : head.versionId();
                return Optional.of(new StoredObject(
                        bucket,
                        key,
                        version,
                        unquoted(head.eTag()),
                        head.contentLength(),
                        head.lastModified(),
                        head.contentType(),
                        head.metadata()));
            } catch (S3Exception refused) {
                // An answer to HEAD has no body: a delete marker is 405, a version id that cannot be one is 400.
                var nothing = refused.statusCode() == NOT_FOUND
                        || refused.statusCode() == NOT_ALLOWED
                        || refused.statusCode() == BAD_REQUEST && versionId.isPresent();
                if (nothing) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    @Override
    public InputStream open(StoredObject object) throws IOException {
        return ask(object.bucket(), object.key(), () -> client.getObject(request -> {
            request.bucket(object.bucket()).key(object.key());
            if (object.versionId().equals(NO_VERSION)) {
                // Without versions at least the object that was found, or none.
                request.ifMatch("\"" + object.eTag() + "\"");
            } else {
                request.versionId(object.versionId());
            }
        }));
    }

    @Override
    public StoredObject put(String bucket, String key, Path content, PutOptions options) throws IOException {
        var size = Files.size(content);
        var version = ask(bucket, key, () -> {
            try {
                return send(bucket, key, content, size, options);
            } catch (NoSuchBucketException missing) {
                makeBucket(bucket);
                return send(bucket, key, content, size, options);
            }
        });
        return find(bucket, key, version)
                .orElseThrow(() -> new IOException(
                        "the object \"%s\" in the bucket \"%s\" is gone right after it was written"
                                .formatted(key, bucket)));
    }

    /** Answers the version's id, if it got one. */
    private Optional<String> send(String bucket, String key, Path content, long size, PutOptions options) {
        if (size > largestAtOnce) {
            return Optional.ofNullable(sendInParts(bucket, key, content, size, options));
        }
        var request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(options.contentType())
                .cacheControl(options.cacheControl())
                .acl(options.cannedAcl())
                .metadata(options.userMetadata());
        if (options.kmsKeyId() != null) {
            request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(options.kmsKeyId());
        }
        return Optional.ofNullable(
                client.putObject(request.build(), RequestBody.fromFile(content)).versionId());
    }

    private String sendInParts(String bucket, String key, Path content, long size, PutOptions options) {
        var begin = CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(options.contentType())
                .cacheControl(options.cacheControl())
                .acl(options.cannedAcl())
                .metadata(options.userMetadata());
        if (options.kmsKeyId() != null) {
            begin.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(options.kmsKeyId());
        }
        var upload = client.createMultipartUpload(begin.build()).uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < size; from += part) {
                var number = parts.size() + 1;
                var body = FilePart.body(content, from, Math.min(part, size - from));
                var sent = client.uploadPart(
                        request -> request.bucket(bucket).key(key).uploadId(upload).partNumber(number), body);
                parts.add(CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build());
            }
            return client.completeMultipartUpload(request -> request.bucket(bucket)
                            .key(key)
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts)))
                    .versionId();
        } catch (RuntimeException failure) {
            try {
                client.abortMultipartUpload(
                        request -> request.bucket(bucket).key(key).uploadId(upload));
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    private void makeBucket(String bucket) {
        try {
            client.createBucket(request -> request.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException another) {
            // Someone else was faster; writing shows whether we may.
        }
    }

    private static String unquoted(String eTag) {
        return eTag.replace("\"", "");
    }

    /** Turns the SDK's exceptions into those of this interface. */
    private static <T> T ask(String bucket, String key, Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (S3Exception refused) {
            if (refused.statusCode() == FORBIDDEN) {
                var denied = new AccessDeniedException("s3://" + bucket + "/" + key, null, refused.getMessage());
                denied.initCause(refused);
                throw denied;
            }
            throw new IOException(
                    "S3 answers %d for s3://%s/%s: %s"
                            .formatted(refused.statusCode(), bucket, key, refused.getMessage()),
                    refused);
        } catch (SdkException unreachable) {
            throw new IOException(
                    "S3 does not answer for s3://%s/%s: %s".formatted(bucket, key, unreachable.getMessage()),
                    unreachable);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
