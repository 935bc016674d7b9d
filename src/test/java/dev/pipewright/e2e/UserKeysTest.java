package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ArtifactStoreType;
import software.amazon.awssdk.services.codepipeline.model.CodePipelineException;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.node.JsonNodeFactory;

/** Users and their keys, in every service that a server has. */
final class UserKeysTest {
    private static final String HERE = LocalServer.ACCOUNT;
    private static final String ELSEWHERE = "111111111111";
    private static final String ALL = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""";

    @TempDir
    static Path directory;

    @TempDir
    Path folder;

    static LocalServer server;
    static Users users;

    @BeforeAll
    static void start() throws Exception {
        server = LocalServer.start(directory);
        users = new Users(server);
        server.s3().createBucket(create -> create.bucket("drawer"));
        server.s3().putObject(put -> put.bucket("drawer").key("open/a"), RequestBody.fromString("a"));
        server.s3().putObject(put -> put.bucket("drawer").key("shut/b"), RequestBody.fromString("b"));
        post("codecommit", server.key()).json("CodeCommit_20150413.CreateRepository", "{\"repositoryName\": \"code\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SignedPost post(String service, AwsCredentials key) {
        return new SignedPost(server.endpoint(), service, LocalServer.REGION, key);
    }

    private static String allow(String action, String resource) {
        return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"%s\","
                        .formatted(action)
                + " \"Resource\": \"%s\"}}".formatted(resource);
    }

    @Test
    void keys_act_at_once_and_stop_at_once() {
        var key = users.add(HERE, "atonce");
        var client = server.codePipeline(key);
        assertThatThrownBy(client::listPipelines).hasMessageContaining("because no identity-based policy allows");
        users.let(HERE, "atonce", allow("codepipeline:ListPipelines", "*"));
        assertThatCode(client::listPipelines).doesNotThrowAnyException();
        users.set(HERE, "atonce", key.accessKeyId(), "Inactive");
        assertThatThrownBy(client::listPipelines).isInstanceOfSatisfying(CodePipelineException.class, refusal ->
                assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException"));
        users.set(HERE, "atonce", key.accessKeyId(), "Active");
        assertThatCode(client::listPipelines).doesNotThrowAnyException();
        var second = server.codePipeline(users.addKey(HERE, "atonce"));
        users.removeKey(HERE, "atonce", key.accessKeyId());
        assertThatThrownBy(client::listPipelines).hasMessageContaining("security token");
        assertThatCode(second::listPipelines).doesNotThrowAnyException();
        users.remove(HERE, "atonce");
        assertThatThrownBy(second::listPipelines).hasMessageContaining("security token");
    }

    @Test
    void objects_are_open_as_far_as_the_policy_says() {
        var key = users.add(HERE, "reader");
        var s3 = server.s3(key);
        assertThatThrownBy(() -> s3.getObjectAsBytes(get -> get.bucket("drawer").key("open/a")))
                .isInstanceOfSatisfying(S3Exception.class, refusal -> {
                    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo("User: arn:aws:iam::000000000000:"
                            + "user/reader is not authorized to perform: s3:GetObject on resource:"
                            + " \"arn:aws:s3:::drawer/open/a\" because no identity-based policy allows the"
                            + " s3:GetObject action");
                });
        users.let(HERE, "reader", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::drawer/open/*"},
                  {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::drawer",
                   "Condition": {"StringLike": {"s3:prefix": "open/*"}}}]}""");
        assertThat(s3.getObjectAsBytes(get -> get.bucket("drawer").key("open/a")).asUtf8String()).isEqualTo("a");
        assertThat(s3.listObjectsV2(list -> list.bucket("drawer").prefix("open/")).contents()).hasSize(1);
        for (var deed : List.<ThrowingCallable>of(
                () -> s3.getObjectAsBytes(get -> get.bucket("drawer").key("shut/b")),
                () -> s3.listObjectsV2(list -> list.bucket("drawer")),
                () -> s3.listObjectsV2(list -> list.bucket("drawer").prefix("shut/")),
                () -> s3.putObject(put -> put.bucket("drawer").key("open/a"), RequestBody.fromString("x")),
                s3::listBuckets)) {
            assertThatThrownBy(deed).isInstanceOfSatisfying(S3Exception.class, refusal ->
                    assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void repositories_are_open_to_git_as_far_as_the_policy_says() throws Exception {
        var key = users.add(HERE, "puller");
        var repository = "arn:aws:codecommit:" + LocalServer.REGION + ":000000000000:code";
        assertThat(git("ls-remote", remote(key)).err()).contains("codecommit:GitPull on resource: " + repository);
        users.let(HERE, "puller", allow("codecommit:GitPull", repository));
        assertThat(git("ls-remote", remote(key)).status()).isZero();
        git("init", "-q", "work").success();
        git("-C", "work", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "--allow-empty",
                "-m", "m").success();
        assertThat(git("-C", "work", "push", remote(key), "HEAD:main").err())
                .contains("is not authorized to perform: codecommit:GitPush on resource: " + repository);
        users.let(HERE, "puller", allow("codecommit:Git*", repository));
        assertThat(git("-C", "work", "push", remote(key), "HEAD:main").status()).isZero();
        users.set(HERE, "puller", key.accessKeyId(), "Inactive");
        assertThat(git("ls-remote", remote(key)).status()).isNotZero();
    }

    private Program.Said git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return Program.run(folder, Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_CONFIG_GLOBAL", "/dev/null"), command);
    }

    private static String remote(AwsCredentials key) {
        return "http://%s:%s@%s/git/code".formatted(
                key.accessKeyId(),
                URLEncoder.encode(key.secretAccessKey(), StandardCharsets.UTF_8),
                server.endpoint().getAuthority());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            codecommit      | CodeCommit_20150413.ListRepositories | {}                          | arn:aws:codecommit:eu-west-1:000000000000:*
            codecommit      | CodeCommit_20150413.GetRepository    | {"repositoryName": "code"}  | arn:aws:codecommit:eu-west-1:000000000000:code
            codecommit      | CodeCommit_20150413.CreateRepository | {"repositoryName": "more"}  | arn:aws:codecommit:eu-west-1:000000000000:more
            logs            | Logs_20140328.DescribeLogStreams     | {"logGroupName": "/x"}      | arn:aws:logs:eu-west-1:000000000000:log-group:/x:log-stream:
            codeconnections | com.amazonaws.codeconnections.CodeConnections_20231201.ListConnections | {} | *
            pipewright      | Pipewright_20261122.ListUsers        | {}                          | arn:aws:iam::000000000000:user/*
            pipewright      | Pipewright_20261122.CreateUser       | {"UserName": "x"}           | arn:aws:iam::000000000000:user/x
            """)
    void other_services_are_shut_until_a_policy_opens_them(String service, String target, String input, String arn) {
        var name = "u" + Integer.toHexString(target.hashCode());
        var key = users.add(HERE, name);
        var action = service + ":" + target.replaceFirst(".*\\.", "");
        var refused = post(service, key).json(target, input);
        assertThat(refused.type()).isEqualTo("AccessDeniedException");
        assertThat(refused.message()).isEqualTo("User: arn:aws:iam::000000000000:user/" + name + " is not authorized to"
                + " perform: " + action + " on resource: " + arn + " because no identity-based policy allows the "
                + action + " action");
        users.let(HERE, name, allow(action, arn));
        assertThat(post(service, key).json(target, input).type()).isNotEqualTo("AccessDeniedException");
    }

    @Test
    void somebody_of_another_account_sees_neither_repositories_nor_logs_nor_users_nor_objects() throws Exception {
        var key = users.add(ELSEWHERE, "eve");
        users.let(ELSEWHERE, "eve", ALL);
        for (var call : Map.of(
                "CodeCommit_20150413.ListRepositories", "{}",
                "CodeCommit_20150413.GetRepository", "{\"repositoryName\": \"code\"}",
                "Pipewright_20261122.ListUsers", "{\"Account\": \"000000000000\"}",
                "Pipewright_20261122.CreateAccessKey", "{\"Account\": \"000000000000\", \"UserName\": \"reader\"}")
                .entrySet()) {
            var service = call.getKey().startsWith("Code") ? "codecommit" : "pipewright";
            var answer = post(service, key).json(call.getKey(), call.getValue());
            assertThat(answer.type()).as(call.getKey()).isEqualTo("AccessDeniedException");
            assertThat(answer.message()).contains("because no resource-based policy allows the " + service + ":");
        }
        assertThat(git("ls-remote", remote(key)).err()).contains("is not authorized to perform: codecommit:GitPull");
        assertThatThrownBy(() -> server.s3(key).getObjectAsBytes(get -> get.bucket("drawer").key("open/a")))
                .isInstanceOfSatisfying(S3Exception.class, refusal ->
                        assertThat(refusal.statusCode()).isEqualTo(403));
        assertThat(server.s3(key).listBuckets().buckets()).isEmpty();
        // Its own users it may look after.
        assertThat(post("pipewright", key).json("Pipewright_20261122.ListUsers", "{}").body())
                .contains("arn:aws:iam::111111111111:user/eve").doesNotContain("000000000000");
        assertThatThrownBy(() -> server.codePipeline(key).createPipeline(request -> request.pipeline(Sketch.pipeline(
                        "theft",
                        Sketch.stage("Source", Sketch.codeCommit("code")),
                        Sketch.stage("Approve", Sketch.approval("Approve"))))))
                .hasMessageContaining("the repositories of this server belong to account '000000000000'");
    }

    @Test
    void pipelines_of_two_accounts_share_a_name_and_neither_logs_nor_buckets() throws Exception {
        server.s3().putObject(put -> put.bucket("drawer").key("ours.zip"), RequestBody.fromBytes(
                Zips.zip().file("page", "ours").bytes()));
        var key = users.add(ELSEWHERE, "twin");
        users.let(ELSEWHERE, "twin", ALL);
        var theirs = server.s3(key);
        theirs.createBucket(create -> create.bucket("their-drawer"));
        theirs.putBucketVersioning(put -> put.bucket("their-drawer")
                .versioningConfiguration(it -> it.status(BucketVersioningStatus.ENABLED)));
        theirs.putObject(put -> put.bucket("their-drawer").key("app.zip"), RequestBody.fromBytes(
                Zips.zip().file("page", "theirs").bytes()));
        var client = server.codePipeline(key);
        var source = Sketch.action("Source", Sketch.type(ActionCategory.SOURCE, ActionOwner.AWS, "S3"))
                .configuration(Map.of("S3Bucket", "their-drawer", "S3ObjectKey", "app.zip"))
                .outputArtifacts(Sketch.output("Code"))
                .build();
        var deploy = Sketch.action("Theft", Sketch.type(ActionCategory.DEPLOY, ActionOwner.AWS, "S3"))
                .configuration(Map.of("BucketName", "drawer", "Extract", "true"))
                .inputArtifacts(Sketch.input("Code"))
                .build();
        client.createPipeline(request -> request.pipeline(Sketch.pipeline(
                        "twins",
                        Sketch.stage("Source", source),
                        Sketch.stage("Make", Sketch.commands("Make", "cat page").build()),
                        Sketch.stage("Deploy", deploy))
                .toBuilder()
                .artifactStore(store -> store.type(ArtifactStoreType.S3).location("their-artifacts"))
                .build()));
        var watch = new Watch(client, "twins");
        watch.until(watch.newest(1), PipelineExecutionStatus.FAILED);

        assertThat(watch.action("Make", "Make").latestExecution().statusAsString()).isEqualTo("Succeeded");
        assertThat(watch.action("Deploy", "Theft").latestExecution().errorDetails().message())
                .contains("cannot be deployed to the bucket \"drawer\"");
        var group = "{\"logGroupName\": \"/aws/codepipeline/twins\"}";
        assertThat(post("logs", key).json("Logs_20140328.FilterLogEvents", group).body()).contains("theirs");
        assertThat(post("logs", server.key()).json("Logs_20140328.FilterLogEvents", group).type())
                .isEqualTo("ResourceNotFoundException");
        assertThatThrownBy(() -> server.s3().getObjectAsBytes(get -> get.bucket("drawer").key("page")))
                .isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void who_may_not_look_does_not_learn_what_there_is() {
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                "hidden",
                Sketch.stage("Source", Sketch.codeCommit("code")),
                Sketch.stage("Approve", Sketch.approval("Approve")))));
        var key = users.add(HERE, "curious");
        var ofHidden = post("codepipeline", key).json("CodePipeline_20150709.GetPipeline", "{\"name\": \"hidden\"}");
        var ofNone = post("codepipeline", key).json("CodePipeline_20150709.GetPipeline", "{\"name\": \"absent\"}");
        assertThat(ofNone.body()).isEqualTo(ofHidden.body().replace("hidden", "absent"));
        assertThat(ofNone.status()).isEqualTo(ofHidden.status());
        var invalid = post("codepipeline", key).json("CodePipeline_20150709.GetPipeline", "{\"name\": \"not valid\"}");
        assertThat(invalid.type()).isEqualTo("AccessDeniedException");
        var mistyped = post("codepipeline", key).json("CodePipeline_20150709.GetPipeline", "{\"name\": 5}");
        assertThat(mistyped.type()).isEqualTo("SerializationException");
    }

    @Test
    void conditions_see_the_request_and_the_tags() {
        var key = users.add(HERE, "conditional");
        users.let(HERE, "conditional", """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Action": "codepipeline:*", "Resource": "*", "Condition": {
                    "IpAddress": {"aws:SourceIp": ["127.0.0.0/8", "::1"]},
                    "StringEquals": {"aws:RequestedRegion": "eu-west-1", "aws:ResourceTag/Owner": "${aws:username}"},
                    "DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"},
                    "Bool": {"aws:SecureTransport": "false"}}}]}""");
        for (var owner : List.of("conditional", "else")) {
            server.codePipeline().createPipeline(request -> request
                    .pipeline(Sketch.pipeline(
                            "of-" + owner,
                            Sketch.stage("Source", Sketch.codeCommit("code")),
                            Sketch.stage("Approve", Sketch.approval("Approve"))))
                    .tags(Tag.builder()
                            .key("Owner").value(owner).build()));
        }
        var client = server.codePipeline(key);
        assertThat(client.getPipeline(get -> get.name("of-conditional")).pipeline().name()).isNotNull();
        assertThatCode(() -> client.disableStageTransition(it -> it.pipelineName("of-conditional")
                .stageName("Approve").transitionType("Inbound").reason("r"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> client.getPipeline(get -> get.name("of-else")))
                .hasMessageContaining("no identity-based policy allows");
        assertThat(post("codepipeline", key).in("eu-central-1")
                        .json("CodePipeline_20150709.GetPipeline", "{\"name\": \"of-conditional\"}").type())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void the_operations_on_users_say_what_is_wrong() {
        users.add(HERE, "taken");
        users.addKey(HERE, "taken");
        assertThat(users.tell("CreateUser", Users.input(HERE, "TAKEN")).type()).isEqualTo("EntityAlreadyExists");
        assertThat(users.tell("CreateUser", Users.input(HERE, "Administrator")).type())
                .isEqualTo("EntityAlreadyExists");
        assertThat(users.tell("CreateUser", Users.input(HERE, "a b")).type()).isEqualTo("ValidationException");
        assertThat(users.tell("CreateUser", Users.input("12", "ok")).type()).isEqualTo("ValidationException");
        assertThat(users.tell("CreateAccessKey", Users.input(HERE, "taken")).message())
                .isEqualTo("The user 'taken' has 2 access keys and may have no more.");
        assertThat(users.tell("CreateAccessKey", Users.input(HERE, "nobody")).message())
                .isEqualTo("Account '000000000000' has no user with name 'nobody'.");
        var policy = users.tell("PutUserPolicy", Users.input(HERE, "taken")
                .put("PolicyName", "p").put("PolicyDocument", "{\"Statement\": {\"Effect\": \"Maybe\"}}"));
        assertThat(policy.type()).isEqualTo("MalformedPolicyDocument");
        assertThat(policy.message()).isEqualTo("Statement.Effect is 'Maybe' and must be Allow or Deny.");
        for (int i = 0; i < 10; i++) {
            assertThat(users.tell("PutUserPolicy", Users.input(HERE, "taken")
                    .put("PolicyName", "p" + i).put("PolicyDocument", ALL)).status()).isEqualTo(200);
        }
        assertThat(users.tell("PutUserPolicy", Users.input(HERE, "taken")
                .put("PolicyName", "p10").put("PolicyDocument", ALL)).type()).isEqualTo("LimitExceeded");
        assertThat(users.tell("ListAccessKeys", JsonNodeFactory.instance.objectNode()).body())
                .contains("taken").doesNotContain("Secret");
    }

    @Test
    void every_caller_hears_who_it_is() throws Exception {
        var key = users.add(ELSEWHERE, "who");
        var form = "Action=GetCallerIdentity&Version=2011-06-15";
        var administrator = post("sts", server.key()).form(form);
        assertThat(administrator.status()).isEqualTo(200);
        assertThat(administrator.body()).contains(
                "<Arn>arn:aws:iam::000000000000:user/administrator</Arn>", "<Account>000000000000</Account>",
                "<UserId>AIDA");
        assertThat(server.sts(key).getCallerIdentity().arn()).isEqualTo("arn:aws:iam::111111111111:user/who");
        // Without any permission.
        assertThat(post("sts", key).form(form).body()).contains(
                "<Arn>arn:aws:iam::111111111111:user/who</Arn>", "<Account>111111111111</Account>", "<UserId>AIDA");
        assertThat(post("sts", null).form(form).body()).contains("<Code>MissingAuthenticationToken</Code>");
        assertThat(post("sts", AwsBasicCredentials.create(key.accessKeyId(), "wrong")).form(form).body())
                .contains("<Code>SignatureDoesNotMatch</Code>", "<Type>Sender</Type>");
        assertThat(post("sts", AwsBasicCredentials.create("AKIANOBODY", "x")).form(form).body())
                .contains("<Code>InvalidClientTokenId</Code>");
        var assume = post("sts", key).form("Action=AssumeRole&Version=2011-06-15&RoleArn=x");
        assertThat(assume.status()).isEqualTo(400);
        assertThat(assume.body()).contains("<Code>InvalidAction</Code>", "AssumeRole");
        assertThat(post("sts", key).form("Version=2011-06-15").body()).contains("<Code>MissingAction</Code>");
        assertThat(post("sts", key).form("Action=%3Cx%3E%0A%00&Version=1").body()).contains("InvalidAction");
        assertThat(post("sts", key).form("Action=%zz").status()).isEqualTo(400);
        assertThat(post("codepipeline", key).form(form).type()).isEqualTo("UnsupportedMediaTypeException");
    }
}
