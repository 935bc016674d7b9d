package dev.pipewright.action.objects;

import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.action.ObjectStore.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** As much of an S3 client as the store uses, answering as S3 does, over objects in memory. */
class FakeS3 implements S3Client {
    final InMemoryObjects objects = new InMemoryObjects();
    final Map<Integer, byte[]> parts = new TreeMap<>();
    private final Set<String> buckets = new HashSet<>();
    private CreateMultipartUploadRequest upload;
    boolean versioned = true;
    boolean forbidden;
    int aborted;
    int failingPart = -1;

    private StoredObject find(String bucket, String key, String versionId) {
        if (forbidden) {
            throw S3Exception.builder().statusCode(403).message("Forbidden").build();
        }
        try {
            return objects.find(bucket, key, Optional.ofNullable(versionId))
                    .orElseThrow(() -> S3Exception.builder()
                            .statusCode(versionId == null ? 404 : 400)
                            .message("no")
                            .build());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        var object = find(request.bucket(), request.key(), request.versionId());
        return HeadObjectResponse.builder()
                .versionId(versioned ? object.versionId() : null)
                .eTag("\"" + object.eTag() + "\"")
                .contentLength(object.size())
                .contentType(object.contentType())
                .lastModified(object.lastModified())
                .metadata(object.userMetadata())
                .build();
    }

    @Override
    public <T> T getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        var object = find(request.bucket(), request.key(), request.versionId());
        if (request.ifMatch() != null && !request.ifMatch().equals("\"" + object.eTag() + "\"")) {
            throw S3Exception.builder().statusCode(412).message("Precondition Failed").build();
        }
        try {
            var bytes = new ByteArrayInputStream(objects.open(object).readAllBytes());
            return transformer.transform(GetObjectResponse.builder().build(), AbortableInputStream.create(bytes));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
        if (!buckets.contains(request.bucket())) {
            throw NoSuchBucketException.builder().statusCode(404).message("no bucket").build();
        }
        var options = new PutOptions(
                request.contentType(),
                request.cacheControl(),
                request.aclAsString(),
                request.ssekmsKeyId(),
                request.metadata());
        var object = objects.put(request.bucket(), request.key(), bytes(body), options);
        return PutObjectResponse.builder().versionId(versioned ? object.versionId() : null).build();
    }

    @Override
    public CreateBucketResponse createBucket(CreateBucketRequest request) {
        buckets.add(request.bucket());
        return CreateBucketResponse.builder().build();
    }

    @Override
    public CreateMultipartUploadResponse createMultipartUpload(CreateMultipartUploadRequest request) {
        upload = request;
        return CreateMultipartUploadResponse.builder().uploadId("upload-1").build();
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        if (request.partNumber() == failingPart) {
            throw S3Exception.builder().statusCode(500).message("part lost").build();
        }
        parts.put(request.partNumber(), bytes(body));
        return UploadPartResponse.builder().eTag("part-" + request.partNumber()).build();
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest request) {
        var all = new ByteArrayOutputStream();
        for (CompletedPart part : request.multipartUpload().parts()) {
            all.writeBytes(parts.get(part.partNumber()));
        }
        var options = new PutOptions(upload.contentType(), null, null, upload.ssekmsKeyId(), upload.metadata());
        var object = objects.put(request.bucket(), request.key(), all.toByteArray(), options);
        return CompleteMultipartUploadResponse.builder().versionId(object.versionId()).build();
    }

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
        aborted++;
        return AbortMultipartUploadResponse.builder().build();
    }

    private static byte[] bytes(RequestBody body) {
        try (var stream = body.contentStreamProvider().newStream()) {
            return stream.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public String serviceName() {
        return "s3";
    }

    @Override
    public void close() {}
}
