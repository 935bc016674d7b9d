package dev.pipewright.action.source;

import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.ObjectStore.StoredObject;
import dev.pipewright.action.Progress;
import dev.pipewright.action.SourceProvider;
import dev.pipewright.action.TemporaryFile;
import dev.pipewright.action.Troubles;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the newest version of one S3 object, or the version that the execution was started for, as it is. */
public final class S3Source implements SourceProvider {
    /** The service's quota for a source object. */
    static final long LARGEST_OBJECT = 7L << 30;

    private static final String SUMMARY = "codepipeline-artifact-revision-summary";
    private static final ActionType TYPE = new ActionType(
            new ActionTypeId(ActionCategory.Source, ActionOwner.AWS, "S3", "1"),
            ActionTypeSettings.NONE,
            List.of(
                    ConfigurationProperty.required("S3Bucket"),
                    ConfigurationProperty.required("S3ObjectKey"),
                    ConfigurationProperty.optional("PollForSourceChanges"),
                    ConfigurationProperty.optional("AllowOverrideForS3ObjectKey")),
            new ArtifactCount(0, 0),
            new ArtifactCount(1, 1),
            Duration.ofMinutes(60),
            false,
            true);

    private final ObjectStore objects;
    private final Path temporary;

    /** Copies from and to the same store, by way of files in a folder. */
    public S3Source(ObjectStore objects, Path temporary) {
        this.objects = objects;
        this.temporary = temporary;
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public SourceProvider as(String account) {
        return new S3Source(objects.as(account), temporary);
    }

    /**
     * The version id of the object.
     *
     * @throws UncheckedIOException where the store does not answer
     */
    @Override
    public Optional<String> newest(Map<String, String> configuration) {
        try {
            return objects.find(configuration.get("S3Bucket"), configuration.get("S3ObjectKey"), Optional.empty())
                    .map(StoredObject::versionId);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Progress advance(ActionRequest request) {
        var bucket = request.setting("S3Bucket");
        var key = request.setting("S3ObjectKey");
        var wanted = Optional.ofNullable(request.run().sourceRevision());
        try {
            var found = objects.as(request.pipeline().account()).find(bucket, key, wanted);
            if (found.isEmpty()) {
                return wanted.map(version -> Progress.failed(
                                FailureType.RevisionUnavailable,
                                "The bucket \"%s\" has no version \"%s\" of the object \"%s\".",
                                bucket, version, key))
                        .orElseGet(() -> Progress.failed(
                                FailureType.ConfigurationError,
                                "There is no object \"%s\" in the bucket \"%s\", or no such bucket.",
                                key, bucket));
            }
            var source = found.get();
            if (source.size() > LARGEST_OBJECT) {
                return Progress.failed(
                        FailureType.ConfigurationError,
                        "The object \"%s\" in the bucket \"%s\" has %,d bytes, more than the %,d of a source.",
                        key, bucket, source.size(), LARGEST_OBJECT);
            }
            copy(source, request);
            return taken(source, request);
        } catch (IOException failure) {
            return Troubles.failed("The object \"%s\" of the bucket \"%s\" cannot be copied", failure, key, bucket);
        }
    }

    private void copy(StoredObject source, ActionRequest request) throws IOException {
        try (var file = TemporaryFile.in(temporary)) {
            try (var bytes = objects.as(request.pipeline().account()).open(source)) {
                Files.copy(bytes, file.path(), StandardCopyOption.REPLACE_EXISTING);
            }
            objects.putArtifact(request, request.onlyOutput(), file.path());
        }
    }

    private static Progress taken(StoredObject source, ActionRequest request) {
        var eTag = source.eTag().replace("\"", "");
        var summary = Texts.summary(source.userMetadata().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(SUMMARY) && !entry.getValue().isBlank())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("Amazon S3 version id: " + source.versionId()));
        var revision = new Revision(
                request.onlyOutput().name(), source.versionId(), eTag, summary, source.lastModified(), null);
        return Progress.took(
                revision,
                new ExecutionDetails(summary, source.versionId(), null, null, null),
                Map.of(
                        "BucketName", source.bucket(),
                        "ObjectKey", source.key(),
                        "VersionId", source.versionId(),
                        "ETag", eTag));
    }
}
