package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A server whose disk fills up while it serves, and is freed again. */
final class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void what_cannot_be_kept_is_refused_and_goes_once_there_is_space_again() throws Exception {
        var disk = Files.createDirectory(folder.resolve("disk"));
        var seen = Mount.seenFromOutside(disk.resolve("data"));
        try (var server = ServerProcess.start(Mount.wrapper(disk, "16m", ":"), disk.resolve("data"), seen);
                var caller = new Caller(server, "site")) {
            caller.codePipeline().createPipeline(it -> it.pipeline(Declared.pipeline(
                    "site",
                    Declared.source("site"),
                    Declared.approve(),
                    Declared.build("mkdir site && cp page.txt site/"),
                    Declared.deploy("site-pages"))));
            var checkout = new Checkout(folder.resolve("work"));
            checkout.commit("Say hello", Map.of("page.txt", "hello"));
            checkout.push(server, "site").success();
            var token = Until.found("the approval waits", caller::approvalToken);
            var execution = caller.executions().getFirst().pipelineExecutionId();

            var ballast = server.data().resolveSibling("ballast");
            fill(ballast);

            assertThatThrownBy(() -> caller.approve(token))
                    .isInstanceOfSatisfying(CodePipelineException.class, refusal -> {
                        assertThat(refusal.statusCode()).isGreaterThanOrEqualTo(500);
                        assertThat(refusal.awsErrorDetails().errorMessage()).contains("is full");
                    });
            assertThat(caller.approvalToken()).as("the approval still waits").contains(token);
            var second = Declared.pipeline("second", Declared.source("second"), Declared.approve());
            assertThatThrownBy(() -> caller.codePipeline().createPipeline(it -> it.pipeline(second)))
                    .isInstanceOfSatisfying(
                            CodePipelineException.class, it -> assertThat(it.statusCode()).isGreaterThanOrEqualTo(500));
            assertThatThrownBy(() -> caller.s3().putObject(
                            it -> it.bucket("site-artifacts").key("big"), RequestBody.fromBytes(new byte[200_000])))
                    .isInstanceOfSatisfying(
                            S3Exception.class, it -> assertThat(it.statusCode()).isGreaterThanOrEqualTo(500));
            var bytes = new StringBuilder();
            for (int i = 0; i < 20_000; i++) bytes.append(Integer.toHexString(i * 31 ^ i << 7));
            checkout.commit("Too much", Map.of("page.txt", bytes.toString()));
            var push = checkout.push(server, "site");
            assertThat(push.status()).isNotZero();
            assertThat(caller.executions()).hasSize(1);
            assertThat(caller.codePipeline().listPipelines().pipelines()).hasSize(1);

            Files.delete(ballast);

            caller.approve(token);
            Until.holds(
                    "the execution succeeds", () -> caller.status(execution) == PipelineExecutionStatus.SUCCEEDED);
            assertThat(caller.object("site-pages", "site/page.txt")).isEqualTo("hello");
            checkout.push(server, "site").success();
            assertThat(caller.executions()).hasSize(2);
            caller.codePipeline().createPipeline(it -> it.pipeline(second));
        }
    }

    /** Takes the last byte. */
    private static void fill(Path ballast) throws IOException {
        try (var file = Files.newOutputStream(ballast, StandardOpenOption.CREATE_NEW)) {
            for (var block : new byte[][] {new byte[1 << 20], new byte[4096], new byte[1]}) {
                try {
                    while (true) file.write(block);
                } catch (IOException full) {
                    // Smaller blocks may still fit.
                }
            }
        }
    }
}
