package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeNotFoundException;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.InvalidActionDeclarationException;
import software.amazon.awssdk.services.codepipeline.model.InvalidClientTokenException;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.codepipeline.model.RequestFailedException;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJob;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJobDetails;
import tools.jackson.databind.JsonNode;

/** Partners, registered by a command, that know the public API only. */
@Timeout(180)
final class PartnerTest {
    private static final String WORKERS = """
            {"type": "JobWorker", "configuration": {"jobWorkerExecutorConfiguration": {}}}""";
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:scan";

    @TempDir
    static Path directory;

    static FakeAws aws;
    static LocalServer server;

    @BeforeAll
    static void start() throws Exception {
        aws = new FakeAws().does(_ -> new Answer(202, "application/json", ""));
        server = LocalServer.start(directory.resolve("data"), aws.address());
        server.s3().createBucket(bucket -> bucket.bucket(Sketch.INBOX));
        server.s3().putObject(
                put -> put.bucket(Sketch.INBOX).key("code.zip"),
                RequestBody.fromBytes(Zips.zip().file("readme", "hello").bytes()));
    }

    @AfterAll
    static void stop() {
        server.close();
        aws.close();
    }

    /** A partner as it knows itself: what the command printed when it was added. */
    private record Partner(String clientId, String token, ActionTypeId type) {
        static Partner add(String name, String provider, String executor) throws Exception {
            var out = partner("add", name, "--action-type", declaration(provider, executor).toString()).success();
            return new Partner(word(out, 1), word(out, 3), PartnerTest.type(provider));
        }

        static String word(String out, int index) {
            return out.strip().split("\\s+")[index];
        }

        Optional<ThirdPartyJob> poll() {
            return server.codePipeline().pollForThirdPartyJobs(request -> request.actionTypeId(type)).jobs().stream()
                    .findFirst();
        }

        ThirdPartyJobDetails take() {
            var job = Eventually.find("a job of " + type, this::poll);
            assertThat(job.clientId()).isEqualTo(clientId);
            var details = details(job.jobId());
            assertThat(server.codePipeline()
                            .acknowledgeThirdPartyJob(request -> request.jobId(job.jobId())
                                    .nonce(details.nonce())
                                    .clientToken(token))
                            .status())
                    .isEqualTo(JobStatus.IN_PROGRESS);
            return details;
        }

        ThirdPartyJobDetails details(String jobId) {
            return server.codePipeline()
                    .getThirdPartyJobDetails(request -> request.jobId(jobId).clientToken(token))
                    .jobDetails();
        }

        ActionDeclaration action() {
            return Sketch.action("Scan", type)
                    .configuration(Map.of("Project", "till", "Password", "open sesame"))
                    .inputArtifacts(Sketch.input("Code"))
                    .outputArtifacts(Sketch.output("Report"))
                    .namespace("Scanned")
                    .build();
        }
    }

    private static ActionTypeId type(String provider) {
        return Sketch.type(ActionCategory.TEST, ActionOwner.THIRD_PARTY, provider);
    }

    private static Path declaration(String provider, String executor) throws IOException {
        return Files.writeString(directory.resolve(provider + ".json"), """
                {"actionType": {
                  "id": {"category": "Test", "owner": "ThirdParty", "provider": "%s", "version": "1"},
                  "executor": %s,
                  "inputArtifactDetails": {"minimumCount": 1, "maximumCount": 1},
                  "outputArtifactDetails": {"minimumCount": 0, "maximumCount": 1},
                  "properties": [
                    {"name": "Project", "optional": false, "key": true, "noEcho": false, "queryable": true},
                    {"name": "Password", "optional": true, "key": false, "noEcho": true}]}}
                """.formatted(provider, executor));
    }

    private static Program.Said partner(String... arguments) throws Exception {
        var all = new String[arguments.length + 3];
        all[0] = "partner";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--data";
        all[arguments.length + 2] = server.data().toString();
        return Program.pipewright(all);
    }

    private static Watch create(String name, ActionDeclaration action, ActionDeclaration... more) {
        server.codePipeline().createPipeline(request -> request.pipeline(Sketch.pipeline(
                name, Sketch.stage("Source", Sketch.object("code.zip")), Sketch.stage("Test", action),
                Sketch.stage("Copy", more))));
        return new Watch(server.codePipeline(), name);
    }

    private static ActionDeclaration copy(String key) {
        return Sketch.deploy(
                "Copy", "Report",
                Map.of("BucketName", "partner-out", "Extract", "false", "ObjectKey", key));
    }

    @Test
    void a_partner_reads_its_input_writes_its_output_and_goes_on_with_a_token() throws Exception {
        var scanners = Partner.add("scanners", "Scan", WORKERS);
        var watch = create("scanned", scanners.action(), copy("report"));
        var execution = watch.newest(1);

        var job = scanners.take();
        var data = job.data();
        assertThat(data.actionConfiguration().configuration()).containsEntry("Password", "open sesame");
        assertThat(data.pipelineContext().pipelineName()).isEqualTo("scanned");
        assertThat(data.pipelineContext().pipelineArn()).isNull();
        assertThat(data.pipelineContext().pipelineExecutionId()).isNull();
        server.codePipeline().putThirdPartyJobSuccessResult(request -> request.jobId(job.id())
                .clientToken(scanners.token())
                .continuationToken("report next")
                .executionDetails(details -> details.summary("Scans").percentComplete(50)));

        var next = scanners.take();
        assertThat(next.data().continuationToken()).isEqualTo("report next");
        var store = server.s3(LocalServer.of(next.data().artifactCredentials()));
        var in = next.data().inputArtifacts().getFirst().location().s3Location();
        var read = store.getObjectAsBytes(get -> get.bucket(in.bucketName()).key(in.objectKey()));
        var out = next.data().outputArtifacts().getFirst().location().s3Location();
        store.putObject(
                put -> put.bucket(out.bucketName()).key(out.objectKey()),
                RequestBody.fromString("no holes in %d bytes".formatted(read.asByteArray().length)));
        server.codePipeline().putThirdPartyJobSuccessResult(
                request -> request.jobId(next.id()).clientToken(scanners.token()));

        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        assertThat(server.s3()
                        .getObjectAsBytes(get -> get.bucket("partner-out").key("report"))
                        .asUtf8String())
                .isEqualTo("no holes in %d bytes".formatted(read.asByteArray().length));
        assertThat(server.codePipeline().getPipeline(request -> request.name("scanned")).toString())
                .doesNotContain("open sesame");
        assertThat(server.codePipeline()
                        .listActionTypes(request -> request.actionOwnerFilter(ActionOwner.THIRD_PARTY))
                        .actionTypes())
                .anySatisfy(listed -> assertThat(listed.id()).isEqualTo(scanners.type()));
    }

    @Test
    void a_partner_says_why_it_failed() throws Exception {
        var polishers = Partner.add("polishers", "Polish", WORKERS);
        var watch = create("polished", polishers.action(), copy("polished"));
        var execution = watch.newest(1);
        var job = polishers.take();
        server.codePipeline().putThirdPartyJobFailureResult(request -> request.jobId(job.id())
                .clientToken(polishers.token())
                .failureDetails(failure -> failure.type("JobFailed").message("Too rough")));
        watch.until(execution, PipelineExecutionStatus.FAILED);
        assertThat(watch.action("Test", "Scan").latestExecution().errorDetails().message()).isEqualTo("Too rough");
    }

    @Test
    void a_function_is_invoked_with_each_job_and_answers_it() throws Exception {
        var functions = Partner.add("functions", "Function", """
                {"type": "Lambda", "jobTimeout": 60,
                 "configuration": {"lambdaExecutorConfiguration": {"lambdaFunctionArn": "%s"}}}""".formatted(FUNCTION));
        var watch = create("invoked", functions.action(), copy("#{Scanned.Key}"));
        var execution = watch.newest(1);

        var first = event(1);
        assertThat(first.get("accountId").stringValue()).isEqualTo(LocalServer.ACCOUNT);
        assertThat(first.at("/data/actionConfiguration/configuration/Password").stringValue()).isEqualTo("open sesame");
        server.codePipeline().putJobSuccessResult(request -> request.jobId(first.get("id").stringValue())
                .continuationToken("more"));

        var second = event(2);
        assertThat(second.at("/data/continuationToken").stringValue()).isEqualTo("more");
        var key = second.at("/data/artifactCredentials");
        var out = second.at("/data/outputArtifacts/0/location/s3Location");
        server.s3(AwsSessionCredentials.create(
                        key.get("accessKeyId").stringValue(),
                        key.get("secretAccessKey").stringValue(),
                        key.get("sessionToken").stringValue()))
                .putObject(
                        put -> put.bucket(out.get("bucketName").stringValue()).key(out.get("objectKey").stringValue()),
                        RequestBody.fromString("scanned by a function"));
        server.codePipeline().putJobSuccessResult(request -> request.jobId(second.get("id").stringValue())
                .outputVariables(Map.of("Key", "from-function")));

        watch.until(execution, PipelineExecutionStatus.SUCCEEDED);
        assertThat(server.s3()
                        .getObjectAsBytes(get -> get.bucket("partner-out").key("from-function"))
                        .asUtf8String())
                .isEqualTo("scanned by a function");
        assertThat(server.codePipeline()
                        .getActionType(request -> request.category(ActionCategory.TEST)
                                .owner("ThirdParty")
                                .provider("Function")
                                .version("1"))
                        .actionType()
                        .executor()
                        .configuration()
                        .lambdaExecutorConfiguration()
                        .lambdaFunctionArn())
                .isEqualTo(FUNCTION);
    }

    private static JsonNode event(int number) {
        return Eventually.find("event " + number, () -> aws.asked().stream()
                .filter(asked -> asked.path().contains("/functions/"))
                .map(asked -> asked.json().get("CodePipeline.job"))
                .skip(number - 1)
                .findFirst());
    }

    @Test
    void who_may_use_a_type_changes_by_an_update() throws Exception {
        var closed = Partner.add("closed", "Closed", WORKERS);
        var declared = server.codePipeline()
                .getActionType(request -> request.category(ActionCategory.TEST)
                        .owner("ThirdParty")
                        .provider("Closed")
                        .version("1"))
                .actionType();
        server.codePipeline().updateActionType(request -> request.actionType(declared.toBuilder()
                .permissions(it -> it.allowedAccounts("111122223333"))
                .build()));

        assertThatThrownBy(() -> create("refused", closed.action(), copy("refused")))
                .isInstanceOf(InvalidActionDeclarationException.class);
        assertThatThrownBy(() -> server.codePipeline().updateActionType(request -> request.actionType(
                        declared.toBuilder().properties(declared.properties().getFirst()).build())))
                .isInstanceOf(RequestFailedException.class);
    }

    @Test
    void a_token_is_stored_nowhere_and_can_be_renewed() throws Exception {
        var renewed = Partner.add("renewed", "Renewed", WORKERS);
        create("renewing", renewed.action(), copy("renewed"));
        var job = renewed.take();
        assertThat(renewed.token()).matches("[A-Za-z0-9]{43}");
        for (var file : new String[] {"pipewright.db", "pipewright.db-wal"}) {
            var stored = Files.readString(server.data().resolve(file), StandardCharsets.ISO_8859_1);
            assertThat(stored.contains(renewed.token())).as(file).isFalse();
        }

        var said = partner("renew", "renewed");
        assertThat(said.err()).contains("not shown again");
        assertThat(Partner.word(said.success(), 1)).isEqualTo(renewed.clientId());
        assertThatThrownBy(() -> renewed.details(job.id())).isInstanceOf(InvalidClientTokenException.class);
        var after = new Partner(renewed.clientId(), Partner.word(said.out(), 3), renewed.type());
        assertThat(after.details(job.id()).data().pipelineContext().pipelineName()).isEqualTo("renewing");
    }

    @Test
    void a_removed_partner_is_gone_and_its_type_can_be_brought_again_by_name() throws Exception {
        var gone = Partner.add("gone", "Gone", WORKERS);
        var other = Partner.add("snyk", "Other", WORKERS);
        assertThat(partner("list").success())
                .contains("gone  " + gone.clientId() + "  Test/ThirdParty/Gone/1\n")
                .contains("snyk  " + other.clientId() + "  Test/ThirdParty/Other/1\n")
                .doesNotContain(gone.token());

        partner("remove", "gone").success();
        assertThat(partner("list").success()).doesNotContain("gone");
        assertThatThrownBy(gone::poll).isInstanceOf(ActionTypeNotFoundException.class);
        assertThat(partner("add", "heirs", "--type", "Test/Gone/1", "--type", "Invoke/Snyk/1").success())
                .startsWith("clientId     ");
        assertThat(gone.poll()).isEmpty();
    }

    @Test
    void what_cannot_be_a_partner_is_refused_in_one_sentence() throws Exception {
        Partner.add("first", "First", WORKERS);
        var good = declaration("Second", WORKERS).toString();
        refused("There is a partner with the name 'first' already.", "add", "first", "--action-type", good);
        refused("A partner needs an action type", "add", "second");
        refused(
                "The action type Test/ThirdParty/First/1 is that of a partner already.",
                "add", "second", "--action-type", good, "--type", "Test/First/1");
        refused("The server knows no declaration of the action type", "add", "second", "--type", "Test/Unheard/1");
        refused("'Test/Second' is not an action type in the form", "add", "second", "--type", "Test/Second");
        refused(
                "The action type Source/ThirdParty/GitHub/1 is built into this server.",
                "add", "second", "--type", "Source/GitHub/1");
        refused(
                "failed to satisfy constraint", "add", "second", "--action-type",
                declaration("Third", "{\"type\": \"Cron\", \"configuration\": {}}").toString());
        var notJson = Files.writeString(directory.resolve("not-json"), "{").toString();
        refused("is not JSON.", "add", "second", "--action-type", notJson);
        refused("cannot be read.", "add", "second", "--action-type", notJson + "x");
        refused("There is no partner with the name 'second'.", "remove", "second");
        refused("There is no partner with the name 'second'.", "renew", "second");
    }

    private static void refused(String sentence, String... arguments) throws Exception {
        var said = partner(arguments);
        assertThat(said.status()).as(said.out()).isEqualTo(1);
        assertThat(said.err()).contains(sentence).hasLineCount(1);
    }
}
