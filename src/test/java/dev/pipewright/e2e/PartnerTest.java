package dev.pipewright.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipewright.action.Zips;
import dev.pipewright.action.aws.FakeAws;
import dev.pipewright.action.aws.FakeAws.Answer;
import dev.pipewright.cli.Typed;
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
import tools.jackson.databind.json.JsonMapper;

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
        static Partner add(String name, String provider, String executor) {
            var answer = called("AddPartner", name, declaration(provider, executor), null).json();
            return new Partner(
                    answer.get("ClientId").stringValue(), answer.get("ClientToken").stringValue(),
                    PartnerTest.type(provider));
        }

        /** As the command tells it. */
        static Partner told(String out, String provider) {
            var words = out.strip().split("\\s+");
            assertThat(words).hasSize(4).contains("clientId", "clientToken");
            return new Partner(words[1], words[3], PartnerTest.type(provider));
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

    private static SignedHttp.Answer called(String operation, String name, String declaration, String known) {
        var input = JsonMapper.shared().createObjectNode().put("Name", name);
        if (declaration != null) input.put("ActionTypes", "[" + declaration + "]");
        if (known != null) input.put("KnownActionTypes", known);
        return SignedHttp.of(server).administration(operation, input.toString());
    }

    private static String declaration(String provider, String executor) {
        return """
                { "id": {"category": "Test", "owner": "ThirdParty", "provider": "%s", "version": "1"},
                  "executor": %s,
                  "inputArtifactDetails": {"minimumCount": 1, "maximumCount": 1},
                  "outputArtifactDetails": {"minimumCount": 0, "maximumCount": 1},
                  "properties": [
                    {"name": "Project", "optional": false, "key": true, "noEcho": false, "queryable": true},
                    {"name": "Password", "optional": true, "key": false, "noEcho": true}]}
                """.formatted(provider, executor);
    }

    private static Program.Said partner(String... arguments) throws Exception {
        var all = new String[arguments.length + 3];
        all[0] = "partner";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--data";
        all[arguments.length + 2] = server.data().toString();
        return Typed.run(all);
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
    void a_partner_reads_its_input_writes_its_output_and_goes_on_with_a_token() {
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
    void a_partner_says_why_it_failed() {
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
    void a_function_is_invoked_with_each_job_and_answers_it() {
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
    void who_may_use_a_type_changes_by_an_update() {
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

        var answer = called("RenewPartnerToken", "renewed", null, null).json();
        assertThat(answer.get("ClientId").stringValue()).isEqualTo(renewed.clientId());
        assertThatThrownBy(() -> renewed.details(job.id())).isInstanceOf(InvalidClientTokenException.class);
        var after = new Partner(renewed.clientId(), answer.get("ClientToken").stringValue(), renewed.type());
        assertThat(after.details(job.id()).data().pipelineContext().pipelineName()).isEqualTo("renewing");
    }

    @Test
    void the_type_of_a_removed_partner_can_be_brought_again_by_name() {
        var gone = Partner.add("gone", "Gone", WORKERS);
        called("RemovePartner", "gone", null, null);
        assertThatThrownBy(gone::poll).isInstanceOf(ActionTypeNotFoundException.class);
        assertThat(called("AddPartner", "heirs", null, "Test/Gone/1 Invoke/Snyk/1").status()).isEqualTo(200);
        assertThat(gone.poll()).isEmpty();
    }

    @Test
    void commands_add_list_renew_and_remove_partners() throws Exception {
        var file = directory.resolve("commanded.json");
        Files.writeString(file, "{\"actionType\": %s}".formatted(declaration("Commanded", WORKERS)));
        var added = partner("add", "commanded", "--action-type", file.toString());
        var commanded = Partner.told(added.success(), "Commanded");
        assertThat(added.err()).contains("not shown again").doesNotContain(commanded.token());
        assertThat(commanded.poll()).isEmpty();

        assertThat(partner("list").success())
                .contains("commanded  " + commanded.clientId() + "  Test/ThirdParty/Commanded/1\n")
                .doesNotContain(commanded.token());
        var renewed = Partner.told(partner("renew", "commanded").success(), "Commanded");
        assertThat(renewed.clientId()).isEqualTo(commanded.clientId());
        assertThat(renewed.token()).isNotEqualTo(commanded.token());
        partner("remove", "commanded").success();
        assertThat(partner("list").success()).doesNotContain("commanded");
        var again = partner("remove", "commanded");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err())
                .isEqualTo("The server answered: There is no partner with the name 'commanded'.\n");
    }

    @Test
    void a_command_says_what_is_wrong_with_its_files() throws Exception {
        var broken = Files.writeString(directory.resolve("not-json"), "{").toString();
        assertThat(partner("add", "second").err()).contains("A partner needs an action type").hasLineCount(1);
        assertThat(partner("add", "second", "--action-type", broken).err())
                .contains("The file " + broken + " is not JSON.").hasLineCount(1);
        assertThat(partner("add", "second", "--action-type", broken + "x").err())
                .contains("The file " + broken + "x cannot be read.").hasLineCount(1);
    }

    @Test
    void what_cannot_be_a_partner_is_refused_in_one_sentence_and_leaves_nothing() {
        Partner.add("first", "First", WORKERS);
        var good = declaration("Second", WORKERS);
        refused("There is a partner with the name 'first' already.", "first", good, null);
        refused("A partner must bring at least one action type.", "second", null, null);
        refused("type Test/ThirdParty/First/1 is that of a partner already.", "second", good, "Test/First/1");
        refused("knows no declaration of the action type Test/ThirdParty/Unheard/1", "second", good, "Test/Unheard/1");
        refused("'Test/Second' is not an action type in the form", "second", null, "Test/Second");
        refused("'Rules/X/1' is not an action type in the form", "second", null, "Rules/X/1");
        refused("Source/ThirdParty/GitHub/1 is built into this server.", "second", null, "Source/GitHub/1");
        refused("at 'actionType.executor.type'", "second", declaration("Third", """
                {"type": "Cron", "configuration": {}}"""), null);
        refused("Member must not be null", "second", "null", null);
        refused("actionType", "second", "7", null);
        refused("The ActionTypes are not JSON.", "second", "{", null);
        refused("owner of Test/AWS/Second/1 is 'AWS'", "second", good.replace("ThirdParty", "AWS"), null);
        refused("failed to satisfy constraint", "no name", good, null);
        assertThat(Partner.add("second", "Second", WORKERS).poll()).isEmpty();
        assertThat(called("RenewPartnerToken", "nobody", null, null).message())
                .isEqualTo("There is no partner with the name 'nobody'.");
    }

    private static void refused(String sentence, String name, String declaration, String known) {
        var answer = called("AddPartner", name, declaration, known);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains(sentence).hasLineCount(1);
    }
}
