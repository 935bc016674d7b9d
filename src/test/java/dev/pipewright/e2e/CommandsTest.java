package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code pipewright} as a shell runs them. */
final class CommandsTest {
    @TempDir
    private Path folder;

    @Test
    void the_commands_work_together_with_a_server_whose_directory_has_an_awkward_name() throws Exception {
        var data = folder.resolve("it's $HOME \"here\"");
        try (var server = ServerProcess.start(data)) {
            var credentials = Program.pipewright("credentials", "--data", data.toString()).success();
            var script = Files.writeString(folder.resolve("credentials.sh"), credentials);
            var evaluated = Program.run(
                    folder,
                    Map.of("AWS_SESSION_TOKEN", "of another life", "AWS_PROFILE", "other"),
                    List.of("sh", "-euc", "eval \"$(cat \"$1\")\"; env | grep ^AWS_", "sh", script.toString()));
            var key = server.credentials();
            assertThat(evaluated.success().lines())
                    .contains(
                            "AWS_ACCESS_KEY_ID=" + key.accessKeyId(),
                            "AWS_SECRET_ACCESS_KEY=" + key.secretAccessKey(),
                            "AWS_REGION=us-east-1",
                            "AWS_DEFAULT_REGION=us-east-1",
                            "AWS_ENDPOINT_URL=" + server.endpoint())
                    .noneMatch(line -> line.startsWith("AWS_SESSION_TOKEN") || line.startsWith("AWS_PROFILE"));

            var created = Program.pipewright("repo", "create", "hello", "--data", data.toString());
            assertThat(created.success()).isEqualTo(server.endpoint() + "/git/hello\n");
            assertThat(Program.pipewright("repo", "list", "--data", data.toString()).success()).isEqualTo("hello\n");

            var banner = server.log().lines().filter(line -> line.startsWith("Credentials: ")).findFirst();
            assertThat(server.log()).contains("Pipewright serves " + data + " at " + server.endpoint());
            // What the banner tells people to type names this very directory to a shell.
            var words = Program.run(
                    folder,
                    Map.of(),
                    List.of("sh", "-c", banner.orElseThrow()
                            .replaceFirst("^Credentials: eval \"\\$\\(", "printf '%s\\\\n' ")
                            .replaceFirst("\\)\"$", "")));
            assertThat(words.success().lines()).contains("credentials", "--data", data.toString());
        }
        var without = Program.pipewright("repo", "list", "--data", data.toString());
        assertThat(without.status()).isEqualTo(1);
        assertThat(without.err().lines()).hasSize(1);
        assertThat(without.out()).isEmpty();
    }
}
