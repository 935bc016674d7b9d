package dev.pipewright.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.pipewright.action.Zips;
import dev.pipewright.action.deploy.ec2.SshMachine;
import dev.pipewright.cli.ServerOptions;
import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.RandomInputs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Secrets are put wherever one can be put, and looked for in every answer, list, event, page and log. */
@Timeout(300)
final class PlantedSecretsTest {
    private static final String PLANTED = "planted-secret-of-";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, String> SERVICES = Map.of(
            "codepipeline", "CodePipeline_20150709", "logs", "Logs_20140328", "codecommit", "CodeCommit_20150413",
            "codeconnections", "com.amazonaws.codeconnections.CodeConnections_20231201", "pipewright",
            "Pipewright_20261122");

    /** Types of members under which everything that is planted has its name. */
    private static final List<String> NAMES = List.of(
            "PipelineName", "WebhookName", "UserName", "PolicyName", "PartnerName", "InstanceName");

    /** Whoever does a job is told what it takes to do it. */
    private static final Set<String> TOLD_TO_WORKERS = Set.of(
            "PollForJobs", "GetJobDetails", "PollForThirdPartyJobs", "GetThirdPartyJobDetails");

    /** What nobody may see. */
    private final Set<String> secrets = new LinkedHashSet<>();

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                log.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    };
    private final Logger own = (Logger) LoggerFactory.getLogger("dev.pipewright");

    @TempDir
    Path directory;

    private Level before;
    private String key;
    private Door door;

    @BeforeEach
    void open() throws Exception {
        plant(PLANTED);
        before = own.getLevel();
        own.setLevel(Level.TRACE);
        appender.start();
        own.addAppender(appender);
        own.setAdditive(false);
        door = Door.open(new ServerOptions(
                directory.resolve("data"), "127.0.0.1", 0, Door.REGION, Optional.empty(), Optional.empty(),
                List.of("file:" + directory.resolve("events")), Optional.empty(), Optional.empty(),
                URI.create("http://127.0.0.1:1")));
    }

    @AfterEach
    void close() {
        door.close();
        own.detachAppender(appender);
        own.setLevel(before);
        own.setAdditive(true);
    }

    private String ask(String service, String operation, String body) {
        var answer = door.call(
                service, SERVICES.get(service) + "." + operation, body.getBytes(StandardCharsets.UTF_8));
        return answer.body();
    }

    private void assertClean(String where, String text) {
        for (var secret : secrets) {
            if (text.contains(secret)) throw new AssertionError("%s shows '%s': %s".formatted(where, secret, text));
        }
    }

    /** Plants a secret: from now on nobody may see it, nor what it looks like in Base64. */
    private void plant(String secret) {
        secrets.add(secret);
        // Base64 looks different after one or two letters before it.
        for (var before : List.of("", "a", "ab")) {
            var encoded = basic(before + secret);
            secrets.add(encoded.substring(4, encoded.length() - 4));
        }
    }

    private static String basic(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode administer(String operation, Map<String, String> input) {
        var answer = JSON.readTree(ask("pipewright", operation, JSON.writeValueAsString(input)));
        assertThat(answer.has("__type")).as(operation + " answered " + answer).isFalse();
        return answer;
    }

    /** A secret that the server has made, and has told this one time. */
    private String told(JsonNode answer, String member) {
        var secret = answer.findPath(member).asString("");
        assertThat(secret).as(answer + " has " + member).hasSizeGreaterThan(20);
        plant(secret);
        return secret;
    }

    /** A partner, a user with a key, and a machine; and a pipeline that works with the partner and the machine. */
    private void plantOwn(SshMachine machine) {
        var types = """
                [{"id":{"category":"Test","owner":"ThirdParty","provider":"Planted","version":"1"},
                "executor":{"type":"JobWorker","configuration":{"jobWorkerExecutorConfiguration":{}}},
                "inputArtifactDetails":{"minimumCount":0,"maximumCount":1},
                "outputArtifactDetails":{"minimumCount":0,"maximumCount":0},
                "properties":[{"name":"Password","optional":false,"key":false,"noEcho":true}]}]""";
        told(administer("AddPartner", Map.of("Name", "planted", "ActionTypes", types)), "ClientToken");
        var token = told(administer("RenewPartnerToken", Map.of("Name", "planted")), "ClientToken");

        var id = "{\"category\":\"Test\",\"owner\":\"ThirdParty\",\"provider\":\"Planted\",\"version\":\"1\"}";
        assertClean("GetActionType", door.must("GetActionType", id));
        administer("CreateUser", Map.of("UserName", "planted"));
        administer("PutUserPolicy", Map.of("UserName", "planted", "PolicyName", "planted", "PolicyDocument", """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"""));
        var made = administer("CreateAccessKey", Map.of("UserName", "planted"));
        key = made.findPath("AccessKeyId").asString("") + ":" + told(made, "SecretAccessKey");

        // The lines at the beginning of a private key tell its form, and are no secret.
        SshMachine.identity().lines().skip(2).limit(3).forEach(this::plant);
        administer("AddInstance", Map.of(
                "Name", "planted", "Host", "127.0.0.1", "Port", Integer.toString(machine.port()),
                "UserName", "deployer", "HostKey", SshMachine.hostKey(), "Identity", SshMachine.identity(),
                "Tags", "{\"Fleet\":\"planted\"}"));
        putCode();
        door.must("CreatePipeline", """
                {"pipeline":{"name":"deployed","pipelineType":"V2","roleArn":"arn:aws:iam::000000000000:role/x",
                "artifactStore":{"type":"S3","location":"planted-shelf"},"stages":[{"name":"Source","actions":[{"name":"Get","actionTypeId":
                {"category":"Source","owner":"AWS","provider":"S3","version":"1"},"configuration":
                {"S3Bucket":"planted-inbox","S3ObjectKey":"code.zip"},"outputArtifacts":[{"name":"Code"}]}]},
                {"name":"Work","actions":[{"name":"Scan","actionTypeId":{"category":"Test","owner":"ThirdParty",
                "provider":"Planted","version":"1"},"configuration":{"Password":"planted-secret-of-partners"}},
                {"name":"Roll","actionTypeId":{"category":"Deploy","owner":"AWS","provider":"EC2","version":"1"},
                "configuration":{"InstanceTagKey":"Fleet","InstanceTagValue":"planted","InstanceType":"EC2",
                "TargetDirectory":"%s","PostScript":"after.sh"},"inputArtifacts":[{"name":"Code"}]}]}]}}"""
                .formatted(directory.resolve("rolled")));
        run("deployed");
        work(token);
    }

    private void putCode() {
        var administrator = door.administrator();
        var zip = Zips.zip().file("page.txt", "hello").program("after.sh", "env; cat page.txt; exit 3").bytes();
        try (var s3 = S3Client.builder()
                .endpointOverride(door.endpoint())
                .region(Region.of(Door.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        administrator.accessKeyId(), administrator.secretAccessKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            s3.createBucket(bucket -> bucket.bucket("planted-inbox"));
            s3.putObject(put -> put.bucket("planted-inbox").key("code.zip"), RequestBody.fromBytes(zip));
        }
    }

    /** What the partner is told is for the partner; what it gets wrong is not repeated. */
    private void work(String token) {
        var job = JSON.readTree(door.must("PollForThirdPartyJobs", """
                {"actionTypeId":{"category":"Test","owner":"ThirdParty","provider":"Planted","version":"1"}}"""))
                .findPath("jobId")
                .asString("");
        var details = "{\"jobId\":\"%s\",\"clientToken\":\"%s\"}";
        assertThat(door.must("GetThirdPartyJobDetails", details.formatted(job, token)))
                .contains("planted-secret-of-partners");
        for (var wrong : List.of(PLANTED + "strangers", token.substring(1), token + "x", token + "x".repeat(300))) {
            var operations = Map.of(
                    "GetThirdPartyJobDetails", "",
                    "AcknowledgeThirdPartyJob", ",\"nonce\":\"3\"",
                    "PutThirdPartyJobFailureResult", ",\"failureDetails\":{\"type\":\"JobFailed\",\"message\":\"no\"}",
                    "PutThirdPartyJobSuccessResult", "");
            operations.forEach((operation, more) -> {
                var answer = ask("codepipeline", operation, details.formatted(job, wrong).replaceAll("}$", more + "}"));
                assertThat(answer).as(operation).contains("__type");
                assertClean(operation + " with a wrong token", answer);
            });
        }
    }

    /** A pipeline whose source comes from GitHub and whose second action is a custom one with a secret. */
    private static String pipeline(String name, String token) {
        return """
                {"pipeline":{"name":"%s","roleArn":"arn:aws:iam::000000000000:role/x","artifactStore":{"type":"S3",
                "location":"planted-shelf"},"stages":[{"name":"Source","actions":[{"name":"Get","actionTypeId":
                {"category":"Source","owner":"ThirdParty","provider":"GitHub","version":"1"},"configuration":
                {"Owner":"acme","Repo":"shop","Branch":"main","OAuthToken":"%s"},"outputArtifacts":[{"name":"Code"}]}]},
                {"name":"Work","actions":[{"name":"Do","actionTypeId":{"category":"Test","owner":"Custom",
                "provider":"Planted","version":"1"},"configuration":{"Password":"planted-secret-of-actions"}}]}]}}"""
                .formatted(name, token);
    }

    private String plant() {
        door.must("CreateCustomActionType", """
                {"category":"Test","provider":"Planted","version":"1","configurationProperties":[{"name":"Password",
                "required":true,"key":false,"secret":true}],"inputArtifactDetails":{"minimumCount":0,"maximumCount":0},
                "outputArtifactDetails":{"minimumCount":0,"maximumCount":0}}""");
        assertClean("CreatePipeline", door.must("CreatePipeline", pipeline("planted", PLANTED + "github")));
        assertClean("UpdatePipeline", door.must("UpdatePipeline", pipeline("planted", PLANTED + "github-too")));
        assertClean("PutWebhook", door.must("PutWebhook", """
                {"webhook":{"name":"planted","targetPipeline":"planted","targetAction":"Get","filters":[{"jsonPath":"$.ref"}],
                "authentication":"GITHUB_HMAC","authenticationConfiguration":
                {"SecretToken":"planted-secret-of-webhooks"}}}"""));
        var made = JSON.readTree(ask("codeconnections", "CreateConnection",
                "{\"ConnectionName\":\"planted\",\"ProviderType\":\"GitLabSelfManaged\"}"));
        var arn = made.path("ConnectionArn").asString("");
        assertThat(arn).as(made.toString()).startsWith("arn:");
        var configured = ask("codeconnections", "ConfigureConnection", """
                {"ConnectionArn":"%s","BaseUrl":"http://127.0.0.1:1/git","UserName":"planted",
                "Token":"planted-secret-of-connections","WebhookSecret":"planted-secret-of-connections-hooks"}"""
                .formatted(arn));
        assertThat(configured).contains("WebhookUrl");
        assertClean("ConfigureConnection", configured);
        door.must("CreatePipeline", """
                {"pipeline":{"name":"connected","roleArn":"arn:aws:iam::000000000000:role/x","artifactStore":{"type":"S3",
                "location":"planted-shelf"},"stages":[{"name":"Source","actions":[{"name":"Get","actionTypeId":
                {"category":"Source","owner":"AWS","provider":"CodeStarSourceConnection","version":"1"},"configuration":
                {"ConnectionArn":"%s","FullRepositoryId":"acme/shop","BranchName":"main"},
                "outputArtifacts":[{"name":"Code"}]}]},{"name":"Gate","actions":[{"name":"Ask","actionTypeId":
                {"category":"Approval","owner":"AWS","provider":"Manual","version":"1"}}]}]}}""".formatted(arn));
        return arn;
    }

    /** What is refused is not repeated either. */
    private void plantWhereItIsRefused(String arn) {
        var refused = new TreeMap<String, String>();
        var bad = PLANTED + "x".repeat(200);
        refused.put("PutWebhook", """
                {"webhook":{"name":"planted","targetPipeline":"planted","targetAction":"Get","filters":[{"jsonPath":"$.ref"}],
                "authentication":"GITHUB_HMAC","authenticationConfiguration":{"SecretToken":"%s"}}}""".formatted(bad));
        refused.put("CreatePipeline", pipeline("planted", PLANTED + "again"));
        refused.put("UpdatePipeline", pipeline("none", PLANTED + "again"));
        refused.forEach((operation, body) -> {
            var answer = ask("codepipeline", operation, body);
            assertThat(answer).as(operation).contains("__type");
            assertClean(operation + " refused", answer);
            for (var wrong : List.of("[\"" + bad + "\"]", "{\"a\":\"" + bad + "\"}", "\"" + bad + "\\ud800\"",
                    "\"" + bad + "\\u0000\"")) {
                assertClean(operation + " of a wrong type", ask("codepipeline", operation,
                        body.replaceAll("\"planted-secret-of-[a-z]+\"", wrong.replace("\\", "\\\\"))));
            }
        });
        assertClean("UpdatePipeline with a token that cannot be one", ask("codepipeline", "UpdatePipeline",
                pipeline("planted", PLANTED + "with blanks and \\u00e9")));
        for (var member : List.of("Token", "WebhookSecret", "UserName", "BaseUrl")) {
            for (var value : List.of("\"" + PLANTED + "y".repeat(9000) + "\"", "[\"" + bad + "\"]",
                    "\"https://me:" + bad + "@host/x\"", "\"" + PLANTED + "\\u0000\"")) {
                var body = "{\"ConnectionArn\":\"" + arn + "\",\"" + member + "\":" + value + "}";
                if (!member.equals("UserName") && !(member.equals("BaseUrl") && !value.contains("@"))) {
                    assertClean("ConfigureConnection " + member,
                            ask("codeconnections", "ConfigureConnection", body));
                }
            }
        }
    }

    private void run(String pipeline) {
        door.must("StartPipelineExecution", "{\"name\":\"" + pipeline + "\"}");
        var deadline = System.nanoTime() + 60_000_000_000L;
        while (!door.must("ListActionExecutions", "{\"pipelineName\":\"" + pipeline + "\"}")
                .contains("\"status\":\"Failed\"")) {
            assertThat(System.nanoTime()).as(pipeline + " should have failed").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void no_answer_list_event_page_or_log_has_one() throws IOException {
        var arn = plant();
        try (var machine = SshMachine.start(directory.resolve("home"))) {
            plantOwn(machine);
        }
        plantWhereItIsRefused(arn);
        run("planted");
        run("connected");
        door.raw("POST", "/connections/" + arn.replaceAll(".*/", "") + "/events",
                "Content-Type: application/json\r\nX-Gitlab-Token: planted-secret-of-strangers\r\n", "{}");
        for (var pair : List.of("a:planted-secret-of-strangers", key, key + "x")) {
            for (var path : List.of("/git/x", "/git/x/info/refs?service=git-upload-pack")) {
                assertClean(path, door.raw("GET", path, "Authorization: Basic " + basic(pair) + "\r\n", ""));
            }
        }

        var asked = new TreeMap<String, Integer>();
        for (var service : SERVICES.keySet().stream().sorted().toList()) {
            everyQuestion(service, arn, asked);
        }
        assertThat(asked).containsKeys("GetPipeline", "GetPipelineState", "ListActionExecutions", "ListWebhooks",
                "ListPipelineExecutions", "ListPipelines", "ListConnections", "GetConnection",
                "ListPartners", "ListUsers", "ListAccessKeys", "GetUserPolicy", "ListInstances", "GetSecretsStatus");

        assertThat(door.must("GetPipeline", "{\"name\":\"planted\"}"))
                .contains("\"OAuthToken\":\"****\"", "\"Password\":\"****\"");

        for (var page : List.of("/", "/health", "/git/", "/git/planted")) {
            assertClean(page, door.raw("GET", page, "", ""));
        }
        assertClean("the events", Files.readString(directory.resolve("events")));
        assertThat(Files.size(directory.resolve("events"))).isPositive();
        assertThat(log).isNotEmpty().allSatisfy(line -> assertClean("the log", line));
        try (var logs = Files.walk(directory.resolve("data/logs"))) {
            for (var file : logs.filter(Files::isRegularFile).toList()) {
                assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** Every operation that tells something, with what is there: those that come later as well. */
    private void everyQuestion(String service, String arn, Map<String, Integer> asked) {
        var constraints = Constraints.of(service);
        var inputs = new RandomInputs(constraints, new Random(11));
        for (var operation : constraints.operations().stream().sorted().toList()) {
            if (!operation.matches("(Get|List|Describe|Filter).*") || TOLD_TO_WORKERS.contains(operation)) {
                continue;
            }
            var answered = 0;
            for (int i = 0; i < 60; i++) {
                for (var type : NAMES) {
                    inputs.teach(type, "planted");
                }
                inputs.teach("ConnectionArn", arn);
                inputs.teach("ResourceArn", "arn:aws:codepipeline:eu-west-1:000000000000:planted");
                var answer = door.call(service, SERVICES.get(service) + "." + operation, inputs.next(operation));
                assertClean(operation, answer.body());
                inputs.learn(answer.body().getBytes(StandardCharsets.UTF_8));
                answered += answer.status() == 200 ? 1 : 0;
            }
            if (answered > 0) {
                asked.put(operation, answered);
            }
        }
    }
}
