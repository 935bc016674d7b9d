package dev.pipewright.action.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.Given;
import dev.pipewright.action.InMemoryObjects;
import dev.pipewright.action.ObjectStore.PutOptions;
import dev.pipewright.action.Zips;
import dev.pipewright.action.commands.Commands;
import dev.pipewright.action.commands.Settings;
import dev.pipewright.action.logs.FileLogStore;
import dev.pipewright.model.FailureType;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CommandsRuleTest {
    @TempDir
    Path folder;

    private final InMemoryObjects objects = new InMemoryObjects();
    private FileLogStore logs;
    private CommandsRule rule;

    @BeforeEach
    void rule() {
        logs = new FileLogStore(folder.resolve("logs"));
        rule = new CommandsRule(
                new Commands(objects, logs, folder.resolve("runs"), () -> Given.STARTED, Settings.STANDARD));
        objects.put(
                Given.BUCKET, "App", Zips.zip().file("readme", "hello\n").bytes(),
                PutOptions.contentType("application/zip"));
    }

    @AfterEach
    void nothing_goes_on() {
        rule.abandon(Given.action(rule).request(Optional.empty()));
    }

    @Test
    void it_passes_when_all_commands_exit_with_0_and_their_output_is_logged_as_that_of_actions() throws Exception {
        var success = Given.action(rule).reading("App").running("cat readme", "true").success();
        assertThat(success.details().logStreamArn()).contains("/aws/codepipeline/shop");
        assertThat(logs.forward("/aws/codepipeline/shop", Given.ID, 0, 1000))
                .extracting(FileLogStore.Line::text)
                .contains("hello");
    }

    @Test
    void it_fails_when_a_command_does() throws Exception {
        var failure = Given.action(rule).reading("App").running("grep -q bye readme", "touch never").failure();
        assertThat(failure.type()).isEqualTo(FailureType.JobFailed);
    }

    @Test
    void it_needs_no_artifact() throws Exception {
        Given.action(rule).running("test -z \"$(ls)\"").success();
    }

    @Test
    void asked_again_it_tells_the_same_without_running_again() throws Exception {
        var counting = Given.action(rule).running("echo x >> " + folder.resolve("count"));
        assertThat(counting.success()).isEqualTo(counting.success());
        assertThat(folder.resolve("count")).hasContent("x");
    }

    @Test
    void it_takes_one_artifact_at_most_and_what_the_action_takes_beside() {
        assertThat(rule.type().id()).hasToString("Rule/AWS/Commands/1");
        assertThat(rule.type().inputArtifacts().maximumCount()).isEqualTo(1);
        assertThat(rule.type().configurationProperties())
                .extracting(property -> property.name())
                .contains("ComputeType", "EnvironmentType");
    }
}
