package dev.pipewright.action.deploy;

import dev.pipewright.action.ActionProvider;
import dev.pipewright.action.ActionRequest;
import dev.pipewright.action.ObjectStore;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.action.Progress;
import dev.pipewright.action.TemporaryFile;
import dev.pipewright.action.Troubles;
import dev.pipewright.action.archive.Archive;
import dev.pipewright.action.archive.ArchiveLimits;
import dev.pipewright.action.archive.ArchiveRefused;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutionDetails;
import dev.pipewright.model.FailureType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.MimeTypes;

/** Writes an artifact to a bucket, as the one file it is or file by file. */
public final class S3Deploy implements ActionProvider {
    private static final String BYTES = "application/octet-stream";
    private static final Set<String> CANNED_ACLS = Set.of(
            "private",
            "public-read",
            "public-read-write",
            "authenticated-read",
            "aws-exec-read",
            "bucket-owner-read",
            "bucket-owner-full-control",
            "log-delivery-write");
    private static final ActionType TYPE = new ActionType(
            new ActionTypeId(ActionCategory.Deploy, ActionOwner.AWS, "S3", "1"),
            ActionTypeSettings.NONE,
            List.of(
                    ConfigurationProperty.required("BucketName"),
                    ConfigurationProperty.required("Extract"),
                    ConfigurationProperty.optional("ObjectKey"),
                    ConfigurationProperty.optional("KMSEncryptionKeyARN"),
                    ConfigurationProperty.optional("CannedACL"),
                    ConfigurationProperty.optional("CacheControl")),
            new ArtifactCount(1, 1),
            new ArtifactCount(0, 0),
            Duration.ofMinutes(90),
            false,
            true);

    private final ObjectStore objects;
    private final Path temporary;
    private final InstantSource clock;
    private final ArchiveLimits limits;

    /** Reads artifacts from and deploys to the same store, by way of files in a folder. */
    public S3Deploy(ObjectStore objects, Path temporary, InstantSource clock) {
        this(objects, temporary, clock, ArchiveLimits.STANDARD);
    }

    S3Deploy(ObjectStore objects, Path temporary, InstantSource clock, ArchiveLimits limits) {
        this.objects = objects;
        this.temporary = temporary;
        this.clock = clock;
        this.limits = limits;
    }

    @Override
    public ActionType type() {
        return TYPE;
    }

    @Override
    public Progress advance(ActionRequest request) throws InterruptedException {
        var extract = request.setting("Extract");
        if (!extract.equals("true") && !extract.equals("false")) {
            return Progress.failed(
                    FailureType.ConfigurationError,
                    "The configuration property Extract is \"%s\": it must be true or false.", extract);
        }
        var acl = request.optionalSetting("CannedACL");
        if (acl.isPresent() && !CANNED_ACLS.contains(acl.get())) {
            return Progress.failed(
                    FailureType.ConfigurationError,
                    "The configuration property CannedACL is \"%s\", which is no canned ACL of S3.", acl.get());
        }
        var key = request.optionalSetting("ObjectKey")
                .map(template -> ObjectKey.of(template, request.run()))
                .orElse("");
        if (extract.equals("false") && key.isEmpty()) {
            return Progress.failed(
                    FailureType.ConfigurationError,
                    "The configuration property ObjectKey is missing: it is needed when Extract is false.");
        }
        var input = request.firstInput();
        var place = input.location();
        var own = objects.as(request.pipeline().account());
        try (var file = TemporaryFile.in(temporary)) {
            var artifact = own.find(place.bucket(), place.key(), Optional.empty());
            if (artifact.isEmpty()) {
                return Progress.failed(
                        FailureType.JobFailed,
                        "The artifact \"%s\" is not there: the bucket \"%s\" has no object \"%s\".",
                        input.name(), place.bucket(), place.key());
            }
            try (var bytes = own.open(artifact.get())) {
                Files.copy(bytes, file.path(), StandardCopyOption.REPLACE_EXISTING);
            }
            return extract.equals("true") ? extract(file.path(), key, request) : write(file.path(), key, request);
        } catch (ArchiveRefused refused) {
            return switch (refused.reason()) {
                case MALFORMED -> Progress.failed(FailureType.JobFailed, "%s", refused.getMessage());
                case UNSAFE -> Progress.failed(FailureType.ConfigurationError, "%s", refused.getMessage());
            };
        } catch (IOException failure) {
            return Troubles.failed(
                    "The artifact \"%s\" cannot be deployed to the bucket \"%s\"",
                    failure, input.name(), request.setting("BucketName"));
        }
    }

    private Progress write(Path artifact, String key, ActionRequest request) throws IOException {
        if (ObjectKey.tooLong(key)) {
            return keyTooLong(key);
        }
        put(artifact, key, BYTES, request);
        return deployed(1, request);
    }

    private Progress extract(Path artifact, String prefix, ActionRequest request)
            throws IOException, InterruptedException {
        try (var archive = Archive.open(artifact, limits)) {
            // All of it is looked at before any of it is deployed: a bad archive leaves the bucket as it was.
            var site = Site.of(archive);
            for (var page : site.pages()) {
                if (ObjectKey.tooLong(ObjectKey.under(prefix, page.path()))) {
                    return keyTooLong(ObjectKey.under(prefix, page.path()));
                }
                try (var bytes = archive.read(page.content())) {
                    bytes.transferTo(OutputStream.nullOutputStream());
                }
            }
            return deploy(artifact, prefix, request);
        }
    }

    private Progress deploy(Path artifact, String prefix, ActionRequest request)
            throws IOException, InterruptedException {
        try (var archive = Archive.open(artifact, limits);
                var file = TemporaryFile.in(temporary)) {
            var site = Site.of(archive);
            for (var page : site.pages()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (clock.instant().isAfter(request.deadline())) {
                    return Progress.failed(
                            FailureType.JobFailed,
                            "The deployment to the bucket \"%s\" did not end by its deadline %s.",
                            request.setting("BucketName"), request.deadline());
                }
                try (var bytes = archive.read(page.content())) {
                    Files.copy(bytes, file.path(), StandardCopyOption.REPLACE_EXISTING);
                }
                put(file.path(), ObjectKey.under(prefix, page.path()), contentType(page.path()), request);
            }
            return deployed(site.pages().size(), request);
        }
    }

    private void put(Path content, String key, String contentType, ActionRequest request) throws IOException {
        objects.as(request.pipeline().account()).put(
                request.setting("BucketName"),
                key,
                content,
                new PutOptions(
                        contentType,
                        request.optionalSetting("CacheControl").orElse(null),
                        request.optionalSetting("CannedACL").orElse(null),
                        request.optionalSetting("KMSEncryptionKeyARN").orElse(null),
                        Map.of()));
    }

    private static String contentType(String path) {
        var guess = MimeTypes.DEFAULTS.getMimeByExtension(path);
        return guess == null ? BYTES : guess;
    }

    private static Progress keyTooLong(String key) {
        return Progress.failed(
                FailureType.ConfigurationError,
                "The object key \"%s\" is longer than the 1,024 bytes that S3 allows.", Archive.shown(key));
    }

    private static Progress deployed(int files, ActionRequest request) {
        var summary = "Deployed %,d %s to the bucket \"%s\"."
                .formatted(files, files == 1 ? "file" : "files", request.setting("BucketName"));
        return Progress.succeeded(ExecutionDetails.summary(summary), Map.of());
    }
}
