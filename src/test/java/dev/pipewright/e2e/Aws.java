package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.e2e.Program.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The real AWS command line against one server, with the administrator's key. */
final class Aws {
    private static final Path PROGRAM = Path.of("/usr/bin/aws");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerProcess server;
    private final Path home;

    /** @param home an empty folder that stands for the user's */
    Aws(ServerProcess server, Path home) throws IOException {
        assertThat(Files.isExecutable(PROGRAM))
                .as("The AWS command line is missing: scripts/install-test-tools installs it.")
                .isTrue();
        this.server = server;
        this.home = home;
        Files.writeString(home.resolve("config"), "[default]\ns3 =\n  addressing_style = path\n");
    }

    Said call(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PROGRAM.toString(), "--endpoint-url", server.endpoint().toString()));
        command.addAll(List.of(arguments));
        var credentials = server.credentials();
        return Program.run(
                home,
                Map.of(
                        "HOME", home.toString(),
                        "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(),
                        "AWS_DEFAULT_REGION", credentials.region(),
                        "AWS_CONFIG_FILE", home.resolve("config").toString(),
                        "AWS_EC2_METADATA_DISABLED", "true",
                        "AWS_MAX_ATTEMPTS", "1",
                        "AWS_PAGER", ""),
                command);
    }

    /** What an operation of CodePipeline answers; null where it answers nothing. */
    JsonNode pipeline(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("codepipeline"));
        command.addAll(List.of(arguments));
        var out = call(command.toArray(String[]::new)).success();
        return out.isBlank() ? null : JSON.readTree(out);
    }

    /** The one line on standard error of an operation that fails, as people see it. */
    String refusal(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("codepipeline"));
        command.addAll(List.of(arguments));
        var said = call(command.toArray(String[]::new));
        assertThat(said.status()).as(said.toString()).isNotZero();
        assertThat(said.out()).isEmpty();
        assertThat(said.err().strip().lines()).hasSize(1);
        return said.err().strip();
    }
}
