package dev.pipewright.e2e;

import static dev.pipewright.e2e.BadInputServer.commands;
import static dev.pipewright.e2e.BadInputServer.deploy;
import static dev.pipewright.e2e.BadInputServer.object;
import static dev.pipewright.e2e.BadInputServer.pipeline;
import static dev.pipewright.e2e.BadInputServer.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Zips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** Zips that nobody means well with, put as the source of a pipeline that deploys and of one that builds. */
class BadInputZipTest {
    private static final String BUILD_SAYS = "The artifact \"Source\" cannot be unpacked: ";

    @TempDir
    private static Path folder;

    private static BadInputServer server;
    private static int made;

    @BeforeAll
    static void start() throws Exception {
        server = new BadInputServer(folder);
    }

    @AfterAll
    static void show_that_everything_else_works() throws Exception {
        assertThat(filesOf(server.data.resolve("tmp"))).isEmpty();
        server.proveThatItWorks();
        server.close();
    }

    private static List<Path> filesOf(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private record Run(String name, String execution) {}

    /** Deploys the bytes to a bucket of the pipeline's name and {@code -site}, and unpacks them for commands beside. */
    private static Run run(byte[] zip) throws Exception {
        var name = "zip" + ++made;
        server.source(name, zip);
        var id = server.createAndAwait(pipeline(
                name,
                stage(object(name, "source.zip")),
                StageDeclaration.builder()
                        .name("Use")
                        .actions(deploy("Source", name + "-site"), commands("find . | sort").build())
                        .build()));
        return new Run(name, id);
    }

    private static byte[] many(int count) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.setLevel(0);
            for (int number = 0; number < count; number++) {
                zip.putNextEntry(new ZipEntry(Integer.toString(number)));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] truncated() {
        var noise = new byte[5000];
        new Random(7).nextBytes(noise);
        var whole = Zips.zip().file("a", new String(noise, StandardCharsets.ISO_8859_1)).bytes();
        return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] damaged() {
        var bytes = Zips.zip().file("a", "abcdefghijklmnopqrstuvwxyz".repeat(100)).bytes();
        bytes[50] ^= 0x55;
        return bytes;
    }

    /** Sets the bit of encryption in both headers of the only entry. */
    private static byte[] encrypted() {
        var bytes = Zips.zip().file("locked", "content").bytes();
        bytes[6] |= 1;
        for (int at = 0; at + 3 < bytes.length; at++) {
            if (bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 1 && bytes[at + 3] == 2) {
                bytes[at + 8] |= 1;
            }
        }
        return bytes;
    }

    /** What both, deployment and build, refuse. */
    static Stream<Arguments> refused() throws IOException {
        return Stream.of(
                Arguments.of("a way up", Zips.zip().file("a", "a").file("../../evil", "x").bytes(), "\"../../evil\""),
                Arguments.of("a way up inside", Zips.zip().file("a/../../evil", "x").bytes(), "\"a/../../evil\""),
                Arguments.of("a way up for Windows", Zips.zip().file("..\\..\\evil", "x").bytes(), "\"..\\..\\evil\""),
                Arguments.of("a link out", Zips.zip().link("l", "../../../credentials").bytes(), "\"l\""),
                Arguments.of("an absolute link", Zips.zip().link("l", "/etc/passwd").bytes(), "\"l\""),
                Arguments.of(
                        "a way through a link", Zips.zip().link("l", "/tmp").file("l/evil", "x").bytes(), "\"l"),
                Arguments.of("100,001 entries", many(100_001), "more than 100,000 entries"),
                Arguments.of(
                        "a bomb", Zips.zip().zeros("zeros", 200 << 20).bytes(), "unpacks to more than the"),
                Arguments.of("half a zip", truncated(), "malformed"),
                Arguments.of("a damaged zip", damaged(), "malformed"),
                Arguments.of("no zip", "hello, I am a text".getBytes(StandardCharsets.UTF_8), "malformed"),
                Arguments.of("no bytes at all", new byte[0], "malformed"),
                Arguments.of("an encrypted entry", encrypted(), "\"locked\" is encrypted"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void a_hostile_zip_is_refused_by_a_sentence_and_nothing_comes_of_it(String what, byte[] zip, String said)
            throws Exception {
        var run = run(zip);

        assertThat(server.errorOf(run.name(), run.execution(), "Deploy")).describedAs(what)
                .startsWith("The archive").contains(said).endsWith(".").doesNotContain("Exception");
        assertThat(server.errorOf(run.name(), run.execution(), "Build")).describedAs(what)
                .startsWith(BUILD_SAYS + "The archive").contains(said).endsWith(".").doesNotContain("Exception");
        assertThat(server.keys(run.name() + "-site")).isEmpty();
        assertThat(server.data.resolve("evil")).doesNotExist();
        assertThat(server.data.resolve("runs/evil")).doesNotExist();
    }

    @Test
    void an_absolute_path_is_a_key_for_a_deployment_and_refused_by_a_build() throws Exception {
        var run = run(Zips.zip().file("/etc/evil", "x").bytes());

        assertThat(server.keys(run.name() + "-site")).containsExactly("/etc/evil");
        assertThat(server.errorOf(run.name(), run.execution(), "Build"))
                .startsWith(BUILD_SAYS)
                .contains("\"/etc/evil\"");
    }

    @Test
    void namesakes_are_deployed_in_turn_and_refused_by_a_build() throws Exception {
        var run = run(Zips.zip().file("twin", "first").file("twin", "second").bytes());

        assertThat(server.s3.getObjectAsBytes(get -> get.bucket(run.name() + "-site").key("twin")).asUtf8String())
                .isEqualTo("second");
        assertThat(server.errorOf(run.name(), run.execution(), "Build")).contains("more than one entry named \"twin\"");
    }

    @Test
    void an_empty_zip_deploys_nothing_and_builds_in_an_empty_folder() throws Exception {
        var run = run(Zips.zip().bytes());

        assertThat(server.status(run.name(), run.execution())).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        assertThat(server.keys(run.name() + "-site")).isEmpty();
    }

    @Test
    void names_of_all_scripts_arrive_as_they_are() throws Exception {
        var names = Map.of(
                "größe/naïve café.txt", "1",
                "日本語.txt", "2",
                "e\u0301.txt", "3",
                "\ud83d\ude00 & <b>+%41.txt", "4");
        var zip = Zips.zip();
        names.forEach(zip::file);
        var run = run(zip.bytes());

        assertThat(server.status(run.name(), run.execution())).isEqualTo(PipelineExecutionStatus.SUCCEEDED);
        names.forEach((name, content) -> assertThat(
                        server.s3.getObjectAsBytes(get -> get.bucket(run.name() + "-site").key(name)).asUtf8String())
                .isEqualTo(content));
        var log = Files.readString(server.log(run.name(), run.execution(), "Build"));
        names.keySet().forEach(name -> assertThat(log).contains("./" + name));
    }
}
