package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.cli.Typed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A colleague gets a key from the commands, and uses it with the programs that colleagues have. */
final class UserCommandsTest {
    private static final String ADA = "arn:aws:iam::000000000000:user/ada";

    @TempDir
    private Path folder;

    private String data;

    @Test
    void a_colleague_gets_a_key_that_opens_what_the_policy_says() throws Exception {
        data = folder.resolve("data").toString();
        try (var server = ServerProcess.start(Path.of(data))) {
            assertThat(pipewright("user", "add", "ada").success()).isEqualTo(ADA + "\n");
            assertThat(pipewright("user", "list").success()).isEqualTo("ada  " + ADA + "\n");
            assertThat(pipewright("user", "add", "Ada").err()).contains("already");
            var key = pipewright("key", "add", "ada");
            assertThat(key.err()).isEqualTo("The secret is not shown again.\n");
            var colleague = new Colleague(server, Files.writeString(
                    folder.resolve("profile"), "[default]\nregion = us-east-1\n" + key.success()));

            var identity = colleague.aws("sts", "get-caller-identity", "--output", "text");
            assertThat(identity.success()).contains(ADA, "000000000000", "AIDA");
            assertThat(colleague.python("sts = boto3.client('sts', endpoint_url=url)",
                    "print(sts.get_caller_identity()['Arn'])").success()).isEqualTo(ADA + "\n");
            assertThat(colleague.python(
                    "try:",
                    "  boto3.client('sts', endpoint_url=url).assume_role(RoleArn='arn:aws:iam::000000000000:role/x',"
                            + " RoleSessionName='xx')",
                    "except Exception as e:",
                    "  print(e)").success()).contains("(InvalidAction)", "AssumeRole");

            assertThat(colleague.aws("codepipeline", "list-pipelines").err()).contains(
                    "An error occurred (AccessDeniedException) when calling the ListPipelines operation: User: " + ADA
                            + " is not authorized to perform: codepipeline:ListPipelines on resource: * because no"
                            + " identity-based policy allows the codepipeline:ListPipelines action");
            var policy = Files.writeString(folder.resolve("policy.json"), """
                    {
                      "Version": "2012-10-17",
                      "Statement": [
                        {"Effect": "Allow", "Action": "codepipeline:List*", "Resource": "*"},
                        {"Effect": "Deny", "Action": "codepipeline:ListWebhooks", "Resource": "*"}
                      ]
                    }
                    """);
            pipewright("user", "policy", "put", "ada", "look", "--file", policy.toString()).success();
            assertThat(pipewright("user", "policy", "list", "ada").success()).isEqualTo("look\n");
            assertThat(pipewright("user", "policy", "show", "ada", "look").success())
                    .isEqualTo(Files.readString(policy));
            assertThat(colleague.aws("codepipeline", "list-pipelines").success()).contains("\"pipelines\": []");
            assertThat(colleague.aws("codepipeline", "list-webhooks").err())
                    .contains("with an explicit deny in an identity-based policy");
            assertThat(colleague.aws("s3", "ls").err()).contains("AccessDenied", "s3:ListAllMyBuckets");

            var broken = Files.writeString(folder.resolve("broken.json"), "{\"Statement\": {\"Effect\": \"Allow\"}}");
            var refused = pipewright("user", "policy", "put", "ada", "look", "--file", broken.toString());
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("Statement must have one of Action and NotAction.");

            var id = key.out().lines().findFirst().orElseThrow().replace("aws_access_key_id = ", "");
            assertThat(pipewright("key", "list").success()).isEqualTo(id + "  ada  Active\n");
            pipewright("key", "disable", id).success();
            assertThat(pipewright("key", "list", "ada").success()).isEqualTo(id + "  ada  Inactive\n");
            assertThat(colleague.aws("sts", "get-caller-identity").err()).contains("InvalidClientTokenId");
            pipewright("key", "enable", id).success();
            assertThat(colleague.aws("sts", "get-caller-identity").status()).isZero();
            pipewright("user", "policy", "remove", "ada", "look").success();
            assertThat(colleague.aws("codepipeline", "list-pipelines").err()).contains("AccessDeniedException");
            pipewright("key", "remove", id).success();
            assertThat(colleague.aws("sts", "get-caller-identity").err()).contains("InvalidClientTokenId");
            assertThat(pipewright("key", "remove", id).err()).contains("There is no access key '" + id + "'.");

            assertThat(pipewright("user", "add", "ada", "--account", "111111111111").success())
                    .isEqualTo("arn:aws:iam::111111111111:user/ada\n");
            pipewright("user", "remove", "ada").success();
            assertThat(pipewright("user", "list").success()).isEmpty();
            assertThat(pipewright("user", "remove", "ada").err()).contains("no user with name 'ada'");
            assertThat(pipewright("user", "list", "--account", "111111111111").success())
                    .isEqualTo("ada  arn:aws:iam::111111111111:user/ada\n");
            var secret = key.out().lines().skip(1).findFirst().orElseThrow().replace("aws_secret_access_key = ", "");
            assertThat(server.log()).doesNotContain(secret);
        }
    }

    private Program.Said pipewright(String... arguments) throws Exception {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data));
        return Typed.run(all.toArray(String[]::new));
    }

    /** Somebody with the AWS command line and boto3, and a profile with the key. */
    private record Colleague(ServerProcess server, Path profile) {
        Program.Said aws(String... arguments) throws Exception {
            var command = new ArrayList<>(List.of("/usr/bin/aws", "--endpoint-url", server.endpoint().toString()));
            command.addAll(List.of(arguments));
            return Program.run(profile.getParent(), environment(), command);
        }

        Program.Said python(String... lines) throws Exception {
            var script = "import boto3\nurl = '" + server.endpoint() + "'\n" + String.join("\n", lines);
            return Program.run(profile.getParent(), environment(), List.of("/usr/bin/python3", "-c", script));
        }

        private Map<String, String> environment() {
            var environment = new HashMap<String, String>();
            environment.put("HOME", profile.getParent().toString());
            environment.put("AWS_SHARED_CREDENTIALS_FILE", profile.toString());
            environment.put("AWS_CONFIG_FILE", profile.toString());
            environment.put("AWS_EC2_METADATA_DISABLED", "true");
            environment.put("AWS_PAGER", "");
            return environment;
        }
    }
}
