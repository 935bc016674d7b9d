package dev.pipewright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.template.Inspector;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandsTest {
    @TempDir
    private Path folder;

    private final ScriptedServer server = new ScriptedServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private boolean running;

    @AfterEach
    void stop() {
        if (running) server.close();
    }

    @Test
    void credentials_before_the_first_start_are_one_sentence_that_says_what_to_do() {
        assertThat(run("", "credentials", "--data", folder.resolve("none").toString())).isEqualTo(1);
        assertThat(err()).isEqualTo("The data directory %1$s does not exist yet: start a server on it first, with:"
                .formatted(folder.resolve("none")) + " pipewright serve --data " + folder.resolve("none") + "\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void credentials_are_read_by_a_shell_as_they_were_written() throws Exception {
        ScriptedServer.KEY.write(folder);
        LocalEndpoint.write(folder, URI.create("http://127.0.0.1:4999"));
        assertThat(run("", "credentials", "--data", folder.toString())).isZero();

        var shell = new ProcessBuilder("sh", "-c", out() + """
                echo "$AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $AWS_DEFAULT_REGION $AWS_REGION"
                echo "$AWS_ENDPOINT_URL $AWS_ENDPOINT_URL_CODEPIPELINE $AWS_ENDPOINT_URL_S3 ${AWS_SESSION_TOKEN-none}"
                """);
        shell.environment().put("AWS_SESSION_TOKEN", "of another life");
        var process = shell.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEqualTo("""
                AKIATEST s3cr'et/+ eu-west-1 eu-west-1
                http://127.0.0.1:4999 http://127.0.0.1:4999 http://127.0.0.1:4999 none
                """);
    }

    @Test
    void an_argument_with_an_at_sign_is_itself_and_reads_no_file() throws IOException {
        var file = Files.writeString(folder.resolve("words"), "hidden-word\n");

        assertThat(run("", "repo", "list", "@" + file)).isEqualTo(2);

        assertThat(err()).contains("@" + file).doesNotContain("hidden-word");
    }

    @Test
    void without_a_running_server_the_endpoint_comes_from_the_port() throws IOException {
        ScriptedServer.KEY.write(folder);
        run("", "credentials", "--data", folder.toString(), "--port", "4777");
        assertThat(out()).contains("export AWS_ENDPOINT_URL=http://127.0.0.1:4777\n");
    }

    @Test
    void the_credentials_file_belongs_to_its_owner_alone() throws IOException {
        ScriptedServer.KEY.write(folder);
        var permissions = Files.getPosixFilePermissions(LocalCredentials.file(folder));
        assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
        assertThat(LocalCredentials.read(folder)).contains(ScriptedServer.KEY);
        assertThat(ScriptedServer.KEY.toString()).doesNotContain(ScriptedServer.KEY.secretAccessKey());
    }

    @Test
    void a_credentials_file_that_lacks_something_is_named_with_what_it_lacks() throws IOException {
        Files.writeString(LocalCredentials.file(folder), "[default]\naws_access_key_id = AKIA\n");
        assertThat(run("", "credentials", "--data", folder.toString())).isEqualTo(1);
        assertThat(err()).isEqualTo(
                "The file %s/credentials has no aws_secret_access_key in its [default] part.\n".formatted(folder));
    }

    @Test
    void git_is_told_the_key_of_our_server_and_of_no_other() throws IOException {
        ScriptedServer.KEY.write(folder);
        LocalEndpoint.write(folder, URI.create("http://127.0.0.1:4999"));
        run("protocol=http\nhost=127.0.0.1:4999\n\n", "credentials", "--git", "--data", folder.toString(), "get");
        assertThat(out()).isEqualTo("username=AKIATEST\npassword=s3cr'et/+\n");

        out.reset();
        run("protocol=https\nhost=example.com\n\n", "credentials", "--git", "--data", folder.toString(), "get");
        run("protocol=http\nhost=127.0.0.1:4999\n\n", "credentials", "--git", "--data", folder.toString(), "store");
        assertThat(out()).isEmpty();
    }

    @Test
    void repositories_are_made_and_listed_by_signed_calls() throws CannotStart {
        startServer();
        assertThat(run("", "repo", "create", "first", "--data", folder.toString())).isZero();
        assertThat(run("", "repo", "create", "second", "--data", folder.toString())).isZero();
        assertThat(out()).isEqualTo("%1$s/git/first\n%1$s/git/second\n".formatted(server.endpoint()));

        out.reset();
        assertThat(run("", "repo", "list", "--data", folder.toString())).isZero();
        assertThat(out()).isEqualTo("first\nsecond\n");
        assertThat(server.authorizations).allSatisfy(header -> assertThat(header)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIATEST/")
                .contains("/eu-west-1/codecommit/aws4_request"));
    }

    @Test
    void the_servers_refusal_is_passed_on_as_a_sentence() throws CannotStart {
        startServer();
        run("", "repo", "create", "first", "--data", folder.toString());
        err.reset();
        assertThat(run("", "repo", "create", "first", "--data", folder.toString())).isEqualTo(1);
        assertThat(err()).isEqualTo("The server answered: There is a repository first already.\n");
    }

    @Test
    void a_server_that_is_not_there_is_a_sentence() throws Exception {
        startServer();
        server.close();
        assertThat(run("", "repo", "list", "--data", folder.toString())).isEqualTo(1);
        assertThat(err()).isEqualTo("No server answers at %s; start it with: pipewright serve --data DIR\n"
                .formatted(server.endpoint()));
    }

    @Test
    void why_a_server_cannot_start_is_all_that_is_said() throws CannotStart {
        startServer();
        var port = "" + server.endpoint().getPort();
        assertThat(run("", "serve", "--data", folder.toString(), "--port", port)).isEqualTo(1);
        assertThat(err()).isEqualTo("Port " + port + " is in use.\n");
        assertThat(out()).isEmpty();
    }

    @Test
    void arguments_that_make_no_sense_are_one_sentence_and_status_2() {
        assertThat(run("", "serve", "--port", "66000")).isEqualTo(2);
        assertThat(run("", "serve", "--region", "Mars")).isEqualTo(2);
        assertThat(run("", "serve", "--artifacts", "ftp://x")).isEqualTo(2);
        assertThat(run("", "serve", "--aws-endpoint", "nowhere")).isEqualTo(2);
        assertThat(run("", "launch")).isEqualTo(2);
        assertThat(run("", "user", "ad", "x")).isEqualTo(2);
        assertThat(run("", "user", "--data", "x")).isEqualTo(2);
        assertThat(run("", "validate", "--parameter", "Branch", "x")).isEqualTo(2);
        assertThat(err().lines()).containsExactly(
                "pipewright serve: --port is 66000 and must be from 0 to 65535; see: pipewright serve --help",
                "pipewright serve: --region is 'Mars' and must look like us-east-1; see: pipewright serve --help",
                "pipewright serve: --artifacts is 'ftp://x' and must be an http or https URL;"
                        + " see: pipewright serve --help",
                "pipewright serve: --aws-endpoint is 'nowhere' and must be an http or https URL;"
                        + " see: pipewright serve --help",
                "pipewright: there is no command 'launch'; see: pipewright --help",
                "pipewright user: there is no command 'ad'; see: pipewright user --help",
                "pipewright user: Unknown options: '--data', 'x'; see: pipewright user --help",
                "pipewright validate: Value for option '--parameter' (NAME=VALUE) should be in KEY=VALUE format but was"
                        + " Branch; see: pipewright validate --help");
    }

    @Test
    void every_command_and_every_command_in_it_has_help() {
        assertThat(run("", "--help")).isZero();
        var commands = commands(out());
        assertThat(commands).contains("serve", "secrets", "user", "apply");
        for (var command : commands) {
            out.reset();
            assertThat(run("", command, "--help")).as(command).isZero();
            assertThat(out()).startsWith("Usage: pipewright " + command);
            for (var inner : commands(out())) {
                out.reset();
                assertThat(run("", command, inner, "--help")).as(command + " " + inner).isZero();
                assertThat(out()).startsWith("Usage: pipewright " + command + " " + inner);
            }
        }
        assertThat(err()).isEmpty();
    }

    private static List<String> commands(String help) {
        return help.lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .filter(line -> line.matches(" {2}[a-z]+ .*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repo", "connection", "partner", "secrets", "user", "user policy", "key", "instance"})
    void a_command_of_several_shows_what_it_leads_to(String words) {
        assertThat(run("", (words + " --help").split(" "))).isZero();
        assertThat(out()).startsWith("Usage: pipewright " + words + " ").contains("Commands:");
        assertThat(run("", words.split(" "))).isEqualTo(2);
        assertThat(err()).isEqualTo("pipewright %s: Missing required subcommand; see: pipewright %s --help\n"
                .formatted(words, words));
    }

    @Test
    void the_demo_runs_from_push_to_deployed_files() {
        var status = run("", "demo", "--yes", "--exit", "--data", folder.toString(), "--port", "0");
        assertThat(err()).isEmpty();
        assertThat(status).isZero();
        assertThat(out()).containsSubsequence(
                "Pushing commit ", "Write the first pages",
                "Execution " + ScriptedServer.EXECUTION + " started",
                "Building commit ",
                "Source Succeeded in 0.5 s",
                "Build started (Commands)",
                "Build | made site/index.html\n",
                "Approve Succeeded",
                "Execution " + ScriptedServer.EXECUTION + " Succeeded in 3.5 s",
                "s3://demo-site/site/index.html  (42 bytes)",
                "credentials --data " + folder,
                "get-pipeline-execution --pipeline-name demo --pipeline-execution-id " + ScriptedServer.EXECUTION);
        assertThat(out()).doesNotContain("\u001b").doesNotContain(ScriptedServer.KEY.secretAccessKey());
        assertThat(server.approvals).hasSize(1);
        assertThat(server.approvals.getFirst().path("token").asString()).isEqualTo("the-token");
        assertThat(server.closed).isTrue();
    }

    @Test
    void the_pushed_working_tree_holds_no_secret_and_takes_another_release() throws IOException {
        run("", "demo", "--yes", "--exit", "--data", folder.toString(), "--port", "0");
        var tree = folder.resolve("demo-workspace");
        assertThat(Files.readString(tree.resolve(".git/config")))
                .contains("credentials --git --data " + folder)
                .doesNotContain(ScriptedServer.KEY.secretAccessKey());

        server.leftover = true;
        assertThat(run("", "demo", "--yes", "--exit", "--data", folder.toString(), "--port", "0")).isZero();
        assertThat(out()).contains("Rejected the release that an earlier demo was waiting with.");
        assertThat(Files.readString(tree.resolve("content/news.txt")))
                .isEqualTo("News\nRelease 1 is out.\nRelease 2 is out.\n");
    }

    @Test
    void a_failed_pipeline_ends_the_demo_with_status_1_and_its_reason() {
        server.buildFails = true;
        assertThat(run("", "demo", "--yes", "--exit", "--data", folder.toString(), "--port", "0")).isEqualTo(1);
        assertThat(out()).contains("Build failed: sh test.sh ended with status 1", "Failed in 1.5 s");
    }

    @Test
    void the_demo_takes_the_answer_of_the_person_at_the_terminal() {
        var status = runAt(true, "n\n", "demo", "--exit", "--data", folder.toString(), "--port", "0");
        assertThat(status).isZero();
        assertThat(out()).containsSubsequence("2 pages made", "Approve the release? [y/N]", "Succeeded");
        assertThat(server.approvals.getFirst().path("result").path("status").asString()).isEqualTo("Rejected");
    }

    private void startServer() throws CannotStart {
        server.start(ServerOptions.local(folder, 0, "us-east-1"));
        running = true;
    }

    private int run(String input, String... arguments) {
        return runAt(false, input, arguments);
    }

    private int runAt(boolean interactive, String input, String... arguments) {
        var terminal = new Terminal(
                new BufferedReader(new StringReader(input)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                100);
        Supplier<Inspector> none = () -> {
            throw new AssertionError("no command here looks at files");
        };
        var pace = new Pace(InstantSource.system(), Duration.ofMillis(5));
        return Pipewright.run(arguments, server, none, terminal, pace);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
