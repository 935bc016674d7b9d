package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.codepipeline.model.Condition;
import software.amazon.awssdk.services.codepipeline.model.Result;
import software.amazon.awssdk.services.codepipeline.model.RuleCategory;
import software.amazon.awssdk.services.codepipeline.model.RuleDeclaration;

/** A rule that runs while its server is killed. */
@Timeout(120)
final class RuleRestartTest {
    private static final String NAME = "guarded";

    @TempDir
    private Path folder;

    @Test
    void the_commands_of_a_rule_go_on_without_the_server_and_run_once() throws Exception {
        var data = folder.resolve("data");
        var begun = folder.resolve("begun");
        var gate = folder.resolve("gate");
        try (var server = ServerProcess.start(data);
                var caller = new Caller(server, NAME)) {
            var rule = RuleDeclaration.builder()
                    .name("Wait")
                    .ruleTypeId(id -> id.category(RuleCategory.RULE).provider("Commands"))
                    .commands(
                            "echo begun >> '" + begun + "'",
                            "while [ -d '" + folder + "' ] && ! [ -e '" + gate + "' ]; do sleep 0.05; done")
                    .build();
            var pipeline = Declared.pipeline(NAME, Declared.source("relay"), Declared.approve());
            var guarded = pipeline.stages().getLast().toBuilder()
                    .beforeEntry(entry -> entry.conditions(
                            Condition.builder().result(Result.FAIL).rules(rule).build()))
                    .build();
            caller.codePipeline().createPipeline(it -> it.pipeline(
                    pipeline.toBuilder().stages(pipeline.stages().getFirst(), guarded).build()));
            var checkout = new Checkout(folder.resolve("work"));
            checkout.commit("Say hello", Map.of("page.txt", "hello"));
            checkout.push(server, "relay").success();
            Until.holds("the rule runs", () -> Files.exists(begun));
            server.kill();
        }
        try (var server = ServerProcess.start(data);
                var caller = new Caller(server, NAME)) {
            assertThat(caller.approvalToken()).isEmpty();
            Files.createFile(gate);
            Until.found("the rule passes and the approval waits", caller::approvalToken);
        }
        assertThat(begun).as("the commands ran once").hasContent("begun");
    }
}
