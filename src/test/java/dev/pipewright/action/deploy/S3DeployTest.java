package dev.pipewright.action.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Given;
import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.action.Zips;
import dev.pipewright.model.FailureType;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3DeployTest {
    @TempDir
    Path folder;

    private final InMemoryObjects objects = new InMemoryObjects();
    private Instant now = Given.STARTED;

    private Given deploy(String... pairs) {
        Map<String, String> configuration = new HashMap<>(Map.of("BucketName", "site", "Extract", "true"));
        for (int i = 0; i < pairs.length; i += 2) {
            configuration.put(pairs[i], pairs[i + 1]);
        }
        return Given.action(new S3Deploy(objects, folder, () -> now)).with(configuration).reading("App");
    }

    private void artifact(byte[] bytes) {
        objects.put(Given.BUCKET, "App", bytes, PutOptions.contentType("application/zip"));
    }

    private String text(String key) {
        return objects.written("site", key).text();
    }

    private String typeOf(String key) {
        return objects.written("site", key).options().contentType();
    }

    @Test
    void an_extracted_archive_becomes_objects_with_their_content_types() throws Exception {
        artifact(Zips.zip()
                .file("index.html", "<p>")
                .folder("css")
                .file("css/a.css", "p {}")
                .file("app.js", "1")
                .file("data.unheard-of", "?")
                .bytes());

        var success = deploy().success();

        assertThat(objects.keys("site")).containsExactly("index.html", "css/a.css", "app.js", "data.unheard-of");
        assertThat(text("css/a.css")).isEqualTo("p {}");
        assertThat(typeOf("index.html")).isEqualTo("text/html");
        assertThat(typeOf("css/a.css")).isEqualTo("text/css");
        assertThat(typeOf("app.js")).isEqualTo("text/javascript");
        assertThat(typeOf("data.unheard-of")).isEqualTo("application/octet-stream");
        assertThat(success.details().summary()).isEqualTo("Deployed 4 files to the bucket \"site\".");
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void an_archive_that_stays_whole_is_one_object_of_bytes() throws Exception {
        artifact("anything at all".getBytes(StandardCharsets.UTF_8));

        deploy("Extract", "false", "ObjectKey", "releases/app.zip").success();

        assertThat(objects.keys("site")).containsExactly("releases/app.zip");
        assertThat(text("releases/app.zip")).isEqualTo("anything at all");
        assertThat(typeOf("releases/app.zip")).isEqualTo("application/octet-stream");
    }

    @Test
    void names_are_taken_as_the_service_takes_them() throws Exception {
        artifact(Zips.zip()
                .file("/leading", "1")
                .file("back\\slash", "2")
                .file("twice", "first")
                .file("twice", "second")
                .file("pages/one", "linked")
                .link("latest", "pages/one")
                .bytes());

        deploy("ObjectKey", "v1/").success();

        assertThat(objects.keys("site"))
                .containsExactly("v1///leading", "v1//back/slash", "v1//twice", "v1//pages/one", "v1//latest");
        assertThat(text("v1//twice")).isEqualTo("second");
        assertThat(objects.versions("site", "v1//twice")).isEqualTo(2);
        assertThat(text("v1//latest")).isEqualTo("linked");
    }

    @Test
    void placeholders_stay_the_same_within_a_run_and_differ_between_runs() throws Exception {
        artifact("x".getBytes(StandardCharsets.UTF_8));
        var action = deploy("Extract", "false", "ObjectKey", "{datetime}/{uuid}/{other}");

        action.success();
        now = now.plusSeconds(60);
        action.success();
        assertThat(objects.keys("site")).hasSize(1);
        assertThat(objects.keys("site").getFirst())
                .matches("2026-05-06_07-08-09/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/\\{other}");

        action.withId("another-run").success();
        assertThat(objects.keys("site")).hasSize(2);
    }

    @Test
    void asked_twice_it_answers_the_same() throws Exception {
        artifact(Zips.zip().file("a", "1").bytes());

        var first = deploy().success();

        assertThat(deploy().success()).isEqualTo(first);
        assertThat(text("a")).isEqualTo("1");
    }

    @Test
    void what_the_configuration_says_of_the_objects_is_passed_on() throws Exception {
        artifact(Zips.zip().file("a", "1").bytes());

        deploy("CannedACL", "public-read", "CacheControl", "max-age=60", "KMSEncryptionKeyARN", "arn:key").success();

        assertThat(objects.written("site", "a").options())
                .isEqualTo(new PutOptions(
                        "application/octet-stream", "max-age=60", "public-read", "arn:key", Map.of()));
    }

    @Test
    void a_hostile_archive_is_a_configuration_error_and_deploys_nothing() throws Exception {
        for (var hostile : new Zips[] {
            Zips.zip().file("good", "1").file("../bad", "2"),
            Zips.zip().file("good", "1").file("a\\..\\..\\bad", "2"),
            Zips.zip().file("good", "1").link("leak", "/etc/passwd"),
            Zips.zip().file("good", "1").link("leak", "nowhere"),
            Zips.zip().file("good", "1").zeros("bomb", 3_000_000),
            Zips.zip().file("good", "1").file("x".repeat(1025), "2"),
        }) {
            artifact(hostile.bytes());
            var failure = deploy().failure();
            assertThat(failure.type()).isEqualTo(FailureType.ConfigurationError);
            assertThat(failure.message()).endsWith(".");
            assertThat(objects.keys("site")).isEmpty();
        }
    }

    @Test
    void an_unreadable_archive_is_a_failed_job() throws Exception {
        for (var broken : new byte[][] {"no zip".getBytes(StandardCharsets.UTF_8), damaged()}) {
            artifact(broken);
            var failure = deploy().failure();
            assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
            assertThat(failure.message()).isEqualTo("The archive is malformed.");
            assertThat(objects.keys("site")).isEmpty();
        }
    }

    private static byte[] damaged() {
        var zip = Zips.zip().file("good", "1").file("bad", "hello hello hello").bytes();
        var at = new String(zip, StandardCharsets.ISO_8859_1).indexOf("bad") + 8;
        zip[at] ^= 0x20;
        return zip;
    }

    @Test
    void what_cannot_be_configured_is_said_at_run_time() throws Exception {
        artifact(Zips.zip().file("a", "1").bytes());

        assertThat(deploy("Extract", "yes").failure().message())
                .isEqualTo("The configuration property Extract is \"yes\": it must be true or false.");
        assertThat(deploy("Extract", "false").failure().message()).contains("ObjectKey is missing");
        assertThat(deploy("CannedACL", "everyone").failure().message()).contains("\"everyone\"");
        assertThat(deploy("Extract", "false", "ObjectKey", "x".repeat(1025)).failure().message()).contains("1,024");
        assertThat(objects.keys("site")).isEmpty();
    }

    @Test
    void a_missing_artifact_is_named() throws Exception {
        var failure = deploy().failure();

        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
        assertThat(failure.message()).contains("\"App\"", "\"artifacts\"");
    }

    @Test
    void a_store_that_refuses_is_a_missing_permission() throws Exception {
        objects.breakWith(new AccessDeniedException("s3://site/a"));

        assertThat(deploy().failure().type()).isEqualTo(FailureType.PermissionError);
    }

    @Test
    void a_deployment_ends_at_its_deadline() throws Exception {
        artifact(Zips.zip().file("a", "1").bytes());
        var late = deploy().until(now.minusSeconds(1)).failure();

        assertThat(late.message()).contains("deadline");
        assertThat(objects.keys("site")).isEmpty();
    }
}
