package dev.pipewright.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.server.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Warnings, and what else is found where several things meet. */
final class AdviceTest {
    @TempDir
    private Path folder;

    private List<String> found(String text, Given given) throws Exception {
        var file = Files.writeString(folder.resolve("t.json"), text);
        return Main.inspector().inspect(List.of(file), given, "eu-west-1", Optional.empty()).findings().stream()
                .map(finding -> finding.toString().replaceFirst("^.*?json:", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "files": [ "site/*" ]                   | "files": [ "*" ] }, { "name": "More"      | 29:72: warning: The output artifact 'More' of action 'Make' is used by no action and no rule.
            "arn:aws:sns:eu-west-1:000000000000:asks"| "", "CustomData": "x"                    | 39:32: Action configuration for action 'Ask' contains an empty value for configuration 'NotificationArn'
            "NotificationArn"                       | "CustomData"                              | 36:11: warning: Nobody is told that the approval 'Ask' waits: it has no NotificationArn.
            "BranchName": "main"                    | "BranchName": "main", "PollForSourceChanges": "false" | 12:11: warning: Nothing that changes in the source of action 'Take' starts the pipeline.
            "name": "TARGET"                        | "name": "OTHER"                           | 7:20: warning: The variable 'OTHER' of the pipeline is not used.
            """)
    void what_is_probably_not_meant_is_warned_of(String part, String instead, String finding) throws Exception {
        var text = Files.readString(TemplateTest.FILES.resolve("pipeline.json")).replace(part, instead);
        assertThat(found(text, Given.nothing())).contains(finding);
    }

    @Test
    void a_member_that_nobody_knows_is_warned_of() throws Exception {
        var text = Files.readString(TemplateTest.FILES.resolve("pipeline.json"))
                .replace("\"pipelineType\"", "\"executionMod\": \"QUEUED\", \"pipelineType\"");
        assertThat(found(text, Given.nothing()))
                .containsExactly("4:5: warning: The member 'executionMod' is not known and has no effect.");
    }

    @Test
    void secrets_in_clear_text_are_warned_of_and_not_printed() throws Exception {
        var template = Files.readString(TemplateTest.FILES.resolve("everything.yaml"));
        var clear = Files.writeString(folder.resolve("clear.yaml"), template
                .replace("!Ref Token", "hunter2").replace("Owner: somebody", "Owner: some/hunter2"));
        var findings = Main.inspector()
                .inspect(List.of(clear), Given.nothing(), "eu-west-1", Optional.empty())
                .findings();
        assertThat(findings).extracting(Finding::sentence).contains(
                "The secret 'OAuthToken' stands in clear text in the file; a parameter with NoEcho keeps it out.");
        assertThat(findings).anyMatch(finding -> finding.isProblem() && finding.sentence().contains("some/****"));
        assertThat(findings).noneMatch(finding -> finding.toString().contains("hunter2"));
    }

    @Test
    void a_template_with_everything_has_only_the_warnings_that_it_deserves() throws Exception {
        var given = new Given(Map.of("Token", "hunter2"), Map.of(), Map.of(), Map.of(), null);
        var inspection = Main.inspector().inspect(
                List.of(TemplateTest.FILES.resolve("everything.yaml")), given, "eu-west-1", Optional.empty());
        assertThat(inspection.findings()).extracting(Finding::sentence).containsExactly(
                "The source action 'GitHub' uses version 1 of GitHub, which is deprecated; CodeStarSourceConnection is"
                        + " its successor.");
        assertThat(inspection.unknownParameters()).isEmpty();
    }

    @Test
    void a_file_that_is_none_of_these_and_a_parameter_that_none_has_are_told() throws Exception {
        assertThat(found("{\"a\": 1}", Given.nothing())).containsExactly(
                "1:1: The file is neither a CloudFormation template nor an input of the AWS CLI for create-pipeline,"
                        + " create-custom-action-type or put-webhook.");
        var given = new Given(Map.of("Tokne", "x", "Token", "y"), Map.of(), Map.of(), Map.of(), null);
        assertThat(Main.inspector()
                        .inspect(List.of(TemplateTest.FILES.resolve("everything.yaml")), given, "eu-west-1",
                                Optional.empty())
                        .unknownParameters())
                .containsExactly("Tokne");
    }
}
