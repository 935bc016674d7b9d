package dev.pipewright.action.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Given;
import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3SourceTest {
    private static final Map<String, String> CONFIGURATION = Map.of("S3Bucket", "sources", "S3ObjectKey", "app.zip");

    @TempDir
    Path folder;

    private final InMemoryObjects objects = new InMemoryObjects();

    private Given source() {
        return Given.action(new S3Source(objects, folder)).with(CONFIGURATION).making("App");
    }

    private String put(String text, Map<String, String> metadata) {
        var options = new PutOptions("application/zip", null, null, null, metadata);
        return objects.put("sources", "app.zip", text.getBytes(StandardCharsets.UTF_8), options).versionId();
    }

    @Test
    void the_newest_version_becomes_the_artifact_and_is_told() throws Exception {
        put("old", Map.of());
        var version = put("new", Map.of());

        var success = source().success();

        assertThat(objects.written(Given.BUCKET, "App").text()).isEqualTo("new");
        assertThat(objects.written(Given.BUCKET, "App").options().kmsKeyId()).isEqualTo("alias/artifacts");
        var eTag = objects.written("sources", "app.zip").object().eTag();
        assertThat(success.outputVariables())
                .containsOnly(
                        Map.entry("BucketName", "sources"),
                        Map.entry("ObjectKey", "app.zip"),
                        Map.entry("VersionId", version),
                        Map.entry("ETag", eTag));
        assertThat(success.revisions())
                .containsExactly(new Revision(
                        "App", version, eTag, "Amazon S3 version id: " + version, InMemoryObjects.WRITTEN_AT, null));
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void the_wanted_version_is_taken_though_there_is_a_newer_one() throws Exception {
        var version = put("old", Map.of());
        put("new", Map.of());

        var success = source().ofRevision(version).success();

        assertThat(objects.written(Given.BUCKET, "App").text()).isEqualTo("old");
        assertThat(success.outputVariables()).containsEntry("VersionId", version);
    }

    @Test
    void the_uploader_may_say_what_the_revision_is_about() throws Exception {
        put("new", Map.of("Codepipeline-Artifact-Revision-Summary", "Fixes the till"));

        assertThat(source().success().revisions().getFirst().summary()).isEqualTo("Fixes the till");
    }

    @Test
    void asked_twice_it_answers_the_same() throws Exception {
        put("new", Map.of());

        var first = source().success();

        assertThat(source().success()).isEqualTo(first);
        assertThat(objects.written(Given.BUCKET, "App").text()).isEqualTo("new");
    }

    @Test
    void a_missing_object_is_a_configuration_error_that_names_it() throws Exception {
        var failure = source().failure();

        assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
        assertThat(failure.message())
                .isEqualTo("There is no object \"app.zip\" in the bucket \"sources\", or no such bucket.");
    }

    @Test
    void a_deleted_object_is_missing() throws Exception {
        put("new", Map.of());
        objects.delete("sources", "app.zip");

        assertThat(source().failure().type()).isEqualTo(FailureType.ConfigurationError);
    }

    @Test
    void a_missing_version_is_an_unavailable_revision() throws Exception {
        put("new", Map.of());

        var failure = source().ofRevision("gone").failure();

        assertThat(failure.type()).isEqualTo(FailureType.RevisionUnavailable);
        assertThat(failure.message()).contains("\"gone\"", "\"app.zip\"", "\"sources\"");
    }

    @Test
    void a_store_that_refuses_or_does_not_answer_is_told_apart() throws Exception {
        objects.breakWith(new AccessDeniedException("s3://sources/app.zip"));
        assertThat(source().failure().type()).isEqualTo(FailureType.PermissionError);

        objects.breakWith(new IOException("connection refused"));
        var failure = source().failure();
        assertThat(failure.type()).isEqualTo(FailureType.SystemUnavailable);
        assertThat(failure.message())
                .isEqualTo("The object \"app.zip\" of the bucket \"sources\" cannot be copied: connection refused.");
    }

    @Test
    void a_watcher_sees_the_newest_version_id_or_nothing() {
        var source = new S3Source(objects, folder);
        assertThat(source.newest(CONFIGURATION)).isEmpty();

        put("old", Map.of());
        var version = put("new", Map.of());

        assertThat(source.newest(CONFIGURATION)).contains(version);
    }
}
