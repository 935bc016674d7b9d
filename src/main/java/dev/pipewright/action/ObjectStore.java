package dev.pipewright.action;

import dev.pipewright.model.Artifact;
import dev.pipewright.model.EncryptionKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The S3 that holds sources, artifacts and deployed files: the embedded one, or any other. */
public interface ObjectStore {
    /** One version of one object. */
    record StoredObject(
            String bucket,
            String key,
            String versionId,
            String eTag,
            long size,
            Instant lastModified,
            String contentType,
            Map<String, String> userMetadata) {}

    /** How to write an object; members may be null, {@code userMetadata} may be empty. */
    record PutOptions(
            String contentType,
            String cacheControl,
            String cannedAcl,
            String kmsKeyId,
            Map<String, String> userMetadata) {
        /** Only a content type. */
        public static PutOptions contentType(String contentType) {
            return new PutOptions(contentType, null, null, null, Map.of());
        }
    }

    /**
     * The store as an account may use it: what is another's is closed to it, and buckets that are made are its own. A
     * provider asks for it with the account of the pipeline that it works for. A store that does not know this server's
     * accounts is the same for all.
     */
    default ObjectStore as(String account) {
        return this;
    }

    /** The newest version, or the one named; empty when there is none or it is deleted. */
    Optional<StoredObject> find(String bucket, String key, Optional<String> versionId) throws IOException;

    /** The bytes of one version; the caller closes the stream. */
    InputStream open(StoredObject object) throws IOException;

    /** Writes a file as a new version of an object; the bucket is made if it is not there. */
    StoredObject put(String bucket, String key, Path content, PutOptions options) throws IOException;

    /** Writes a zip file as an artifact of a run, under the key of the artifact store where it has one. */
    default StoredObject putArtifact(ActionRequest request, Artifact artifact, Path zip) throws IOException {
        var place = artifact.location();
        var keyId = request.encryptionKey().map(EncryptionKey::id).orElse(null);
        return as(request.pipeline().account())
                .put(place.bucket(), place.key(), zip, new PutOptions("application/zip", null, null, keyId, Map.of()));
    }
}
