package dev.pipewright.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint as the AWS command line sees it, which signs and transfers in ways of its own. */
class AwsCliTest {
    @TempDir
    static Path directory;

    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(directory.resolve("store"));
        Files.writeString(directory.resolve("config"), "[default]\ns3 =\n  addressing_style = path\n");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** What the command prints; a test that fails shows it. */
    private static String aws(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("/usr/bin/aws", "--endpoint-url", server.uri().toString()));
        command.addAll(List.of(arguments));
        var output = Files.createTempFile(directory, "aws", ".txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_"));
        environment.put("AWS_ACCESS_KEY_ID", S3Server.ADMIN);
        environment.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
        environment.put("AWS_DEFAULT_REGION", "us-east-1");
        environment.put("AWS_CONFIG_FILE", directory.resolve("config").toString());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("none").toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_MAX_ATTEMPTS", "1");
        environment.put("AWS_PAGER", "");
        var process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(String.join(" ", command)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        var text = Files.readString(output);
        assertThat(process.exitValue()).as(String.join(" ", command) + "\n" + text).isZero();
        return text;
    }

    @Test
    void files_go_there_and_back() throws Exception {
        server.buckets.create("cli-files", S3Server.ACCOUNT, "us-east-1");
        var small = Files.writeString(directory.resolve("small.txt"), "small");
        var bytes = new byte[(8 << 20) + 12345];
        new Random(1).nextBytes(bytes);
        var large = Files.write(directory.resolve("large.bin"), bytes);

        aws("s3", "cp", "--quiet", small.toString(), "s3://cli-files/dir/sm\u00e4ll file.txt", "--metadata", "a=b");
        aws("s3", "cp", "--quiet", large.toString(), "s3://cli-files/large.bin");
        aws("s3", "cp", "--quiet", "s3://cli-files/large.bin", "s3://cli-files/copy.bin");
        aws("s3", "cp", "--quiet", "s3://cli-files/copy.bin", directory.resolve("back.bin").toString());

        assertThat(directory.resolve("back.bin")).hasSameBinaryContentAs(large);
        var stored = server.buckets.find("cli-files", "dir/sm\u00e4ll file.txt", Optional.empty()).orElseThrow();
        assertThat(stored.attributes().contentType()).isEqualTo("text/plain");
        assertThat(stored.attributes().userMetadata()).containsEntry("a", "b");
        assertThat(server.buckets.find("cli-files", "large.bin", Optional.empty()).orElseThrow().eTag())
                .endsWith("-2");
        assertThat(aws("s3", "ls", "s3://cli-files/")).contains("PRE dir/", "8400953 large.bin", "copy.bin");
        aws("s3", "rm", "--quiet", "--recursive", "s3://cli-files/");
        assertThat(server.buckets.list("cli-files", new Listing.Query("", "", "", 10)).entries()).isEmpty();
    }

    @Test
    void directories_are_kept_in_step() throws Exception {
        aws("s3", "mb", "s3://cli-sync");
        var tree = Files.createDirectories(directory.resolve("tree/sub"));
        Files.writeString(tree.resolve("a+b&c.txt"), "a");
        // S3 tells whole seconds: a file younger than a second would seem newer than its own copy.
        Files.setLastModifiedTime(tree.resolve("a+b&c.txt"), FileTime.fromMillis(0));
        Files.writeString(tree.getParent().resolve("top.txt"), "top");
        aws("s3", "sync", tree.getParent().toString(), "s3://cli-sync/");
        Files.delete(tree.getParent().resolve("top.txt"));
        assertThat(aws("s3", "sync", "--delete", tree.getParent().toString(), "s3://cli-sync/"))
                .contains("delete: s3://cli-sync/top.txt")
                .doesNotContain("upload");
        aws("s3", "sync", "--quiet", "s3://cli-sync/", directory.resolve("again").toString());
        assertThat(directory.resolve("again/sub/a+b&c.txt")).hasContent("a");
        assertThat(directory.resolve("again/top.txt")).doesNotExist();
        assertThat(server.buckets.listVersions("cli-sync", new Listing.Query("top.txt", "", "", 10)).entries())
                .extracting(ObjectVersion::deleteMarker)
                .containsExactly(true, false);
    }
}
