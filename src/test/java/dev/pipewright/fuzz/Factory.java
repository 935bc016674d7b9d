package dev.pipewright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.api.ActionTypeDeclarations;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.wire.RandomInputs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pipelines, webhooks, tags and jobs that requests can name: whatever requests took away is put back. */
record Factory(Target target) {
    private static final JsonMapper JSON = JsonMapper.shared();
    static final List<String> PIPELINES = List.of("line-1", "line-2");
    private static final String FETCH = id("Source", "Custom", "Fetch");
    private static final String BENCH = id("Build", "Custom", "Bench");
    private static final String SCAN = id("Test", "ThirdParty", "Scan");
    private static final String TOKEN = "the token of the partner";

    private static final String HOOK = """
            {"webhook":{"name":"hook","targetPipeline":"line-2","targetAction":"Get","filters":[{"jsonPath":"$.ref",
            "matchEquals":"refs/heads/{S3ObjectKey}"}],"authentication":"GITHUB_HMAC",
            "authenticationConfiguration":{"SecretToken":"a secret of hooks"}}}""";

    private static String id(String category, String owner, String provider) {
        return """
                {"category":"%s","owner":"%s","provider":"%s","version":"1"}""".formatted(category, owner, provider);
    }

    void stock(RandomInputs inputs) {
        dropOtherTypes();
        type("Source", "Fetch", 0, 1);
        type("Build", "Bench", 1, 0);
        target.enrol(TOKEN, scan());
        for (var name : PIPELINES) {
            target.ensure("CreatePipeline", pipeline(name), "already exists in account");
            for (var action : List.of("GetPipeline", "GetPipelineState")) {
                inputs.learn(target.must(action, "{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
            }
            inputs.teach("PipelineName", name);
            inputs.teach("ResourceArn", "arn:aws:codepipeline:%s:%s:%s".formatted(Target.REGION, Target.ACCOUNT, name));
        }
        if (!target.takes("PutWebhook", HOOK)) {
            // Its pipeline has become another. An update ends approvals, so there are not too many of them.
            PIPELINES.forEach(name -> target.must("UpdatePipeline", pipeline(name)));
            target.must("PutWebhook", HOOK);
        }
        inputs.learn(target.must("ListWebhooks", "{}").getBytes(StandardCharsets.UTF_8));
        inputs.teach("WebhookName", "hook");
        List.of("Source", "Build", "Gate").forEach(stage -> inputs.teach("StageName", stage));
        List.of("Get", "Make", "Ask").forEach(action -> inputs.teach("ActionName", action));
        List.of(FETCH, BENCH, SCAN).forEach(type -> learn(inputs, "{\"actionTypeId\":" + type + "}"));
        inputs.learn(target.must("StartPipelineExecution", "{\"name\":\"line-1\"}").getBytes(StandardCharsets.UTF_8));
        learn(inputs, target.must("ListPipelineExecutions", "{\"pipelineName\":\"line-1\"}"));
    }

    private static void learn(RandomInputs inputs, String answer) {
        inputs.learn(answer.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells what belongs together: a pipeline, an execution in one of its stages, and what waits there. */
    void hint(RandomInputs inputs, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> hintOfPartner(inputs);
            case 1 -> learn(inputs, poll(random.nextBoolean() ? FETCH : BENCH));
            default -> { }
        }
        var name = PIPELINES.get(random.nextInt(PIPELINES.size()));
        var fresh = pipeline(name).replaceFirst(name, "fresh-" + random.nextInt(50));
        inputs.learn(fresh.getBytes(StandardCharsets.UTF_8));
        inputs.teach("PipelineName", name);
        var state = JSON.readTree(target.must("GetPipelineState", "{\"name\":\"" + name + "\"}"));
        var stages = new ArrayList<JsonNode>();
        for (var stage : state.path("stageStates")) {
            // Stages that somebody could do something about come more often.
            var status = stage.path("latestExecution").path("status").asString("");
            stages.addAll(Collections.nCopies(
                    List.of("Failed", "Stopped", "InProgress").contains(status) ? 4 : 1, stage));
        }
        var stage = stages.get(random.nextInt(stages.size()));
        inputs.teach("StageName", stage.path("stageName").stringValue());
        var latest = stage.path("latestExecution").path("pipelineExecutionId");
        if (latest.isString()) {
            inputs.teach("PipelineExecutionId", latest.stringValue());
        }
        var action = stage.path("actionStates").path(0);
        inputs.teach("ActionName", action.path("actionName").stringValue());
        var token = action.path("latestExecution").path("token");
        if (token.isString()) {
            inputs.teach("ApprovalToken", token.stringValue());
        }
    }

    /** Tells a job of the partner with what opens it, and the partner's type as it may be sent back. */
    private void hintOfPartner(RandomInputs inputs) {
        inputs.teach("ClientToken", TOKEN);
        learn(inputs, "{\"actionTypeId\":" + SCAN + "}");
        learn(inputs, target.must("GetActionType", SCAN));
        var polled = JSON.readTree(target.must(
                "PollForThirdPartyJobs", "{\"actionTypeId\":" + SCAN + ",\"maxBatchSize\":1}"));
        for (var job : polled.path("jobs")) {
            var id = job.path("jobId").stringValue();
            inputs.teach("ThirdPartyJobId", id);
            learn(inputs, target.must(
                    "GetThirdPartyJobDetails", "{\"jobId\":\"" + id + "\",\"clientToken\":\"" + TOKEN + "\"}"));
        }
    }

    /** Does a job of a custom action, well or badly, so that executions get further than requests alone bring them. */
    void work(Random random) {
        target.work(random);
        var type = random.nextBoolean() ? FETCH : BENCH;
        for (var job : JSON.readTree(poll(type)).path("jobs")) {
            var id = "{\"jobId\":\"" + job.path("id").stringValue() + "\"";
            target.must("AcknowledgeJob", id + ",\"nonce\":\"" + job.path("nonce").stringValue() + "\"}");
            if (random.nextInt(3) == 0) {
                target.must("PutJobFailureResult",
                        id + ",\"failureDetails\":{\"type\":\"JobFailed\",\"message\":\"no\"}}");
            } else {
                target.must("PutJobSuccessResult", id + "}");
            }
        }
    }

    private String poll(String type) {
        return target.must("PollForJobs", "{\"actionTypeId\":" + type + ",\"maxBatchSize\":1}");
    }

    /** There is room for fifty. */
    private void dropOtherTypes() {
        var types = target.must("ListActionTypes", "{\"actionOwnerFilter\":\"Custom\"}");
        for (var id : JSON.readTree(types).path("actionTypes").findValues("id")) {
            if (!List.of("Fetch", "Bench").contains(id.path("provider").stringValue())) {
                target.must("DeleteCustomActionType", id.toString().replace("\"owner\":\"Custom\",", ""));
            }
        }
    }

    private void type(String category, String provider, int inputs, int outputs) {
        target.ensure("CreateCustomActionType", """
                {"category":"%s","provider":"%s","version":"1","configurationProperties":[{"name":"Project",
                "required":true,"key":true,"secret":false,"queryable":true},{"name":"Password","required":false,
                "key":false,"secret":true}],"settings":{"executionUrlTemplate":
                "https://bench.example/{Config:Project}/{ExternalExecutionId}"},
                "inputArtifactDetails":{"minimumCount":%d,"maximumCount":%d},
                "outputArtifactDetails":{"minimumCount":%d,"maximumCount":%d}}"""
                .formatted(category, provider, inputs, inputs, outputs, outputs), "exists already");
    }

    private static String pipeline(String name) {
        var get = name.equals("line-1")
                ? "\"actionTypeId\":" + FETCH + ",\"configuration\":{\"Project\":\"a\"}"
                : "\"actionTypeId\":" + id("Source", "AWS", "S3")
                        + ",\"configuration\":{\"S3Bucket\":\"fuzz-in\",\"S3ObjectKey\":\"code.zip\"}";
        return """
                {"pipeline":{"name":"%s","roleArn":"arn:aws:iam::111122223333:role/fuzz","pipelineType":"V2",
                "executionMode":"%s","artifactStore":{"type":"S3","location":"fuzz-shelf"},
                "variables":[{"name":"Speed","defaultValue":"slow"}],"stages":[
                {"name":"Source","actions":[{"name":"Get",%s,"outputArtifacts":[{"name":"Code"}],"namespace":"Got"}]},
                {"name":"Build","onFailure":{"result":"ROLLBACK"},"beforeEntry":{"conditions":[{"result":"FAIL","rules":[
                {"name":"Right","ruleTypeId":{"category":"Rule","owner":"AWS","provider":"VariableCheck","version":"1"},
                "configuration":{"Variable":"#{variables.Speed}","Operator":"EQ","Value":"slow"}}]}]},
                "actions":[{"name":"Make","actionTypeId":%s,"configuration":{"Project":"#{variables.Speed}",
                "Password":"open sesame"},"inputArtifacts":[{"name":"Code"}]}]},
                {"name":"Gate","actions":[{"name":"Ask","actionTypeId":%s,"runOrder":1}]}]}}"""
                .formatted(name, name.equals("line-1") ? "SUPERSEDED" : "QUEUED", get,
                        name.equals("line-1") ? BENCH : SCAN, id("Approval", "AWS", "Manual"));
    }

    private static ActionTypeDeclaration scan() {
        return ActionTypeDeclarations.read(JSON.readTree("""
                {"id":%s,"executor":{"type":"JobWorker","configuration":{"jobWorkerExecutorConfiguration":{}}},
                "inputArtifactDetails":{"minimumCount":1,"maximumCount":1},
                "outputArtifactDetails":{"minimumCount":0,"maximumCount":0},"properties":[
                {"name":"Project","optional":false,"key":true,"noEcho":false,"queryable":true},
                {"name":"Password","optional":true,"key":false,"noEcho":true}]}""".formatted(SCAN)));
    }

    /** Makes a pipeline of custom actions and brings one execution of it to its end. */
    void run(String name) {
        target.must("CreatePipeline", """
                {"pipeline":{"name":"%s","roleArn":"arn:aws:iam::111122223333:role/fuzz",
                "artifactStore":{"type":"S3","location":"fuzz-shelf"},"stages":[
                {"name":"Source","actions":[{"name":"Get","actionTypeId":%s,"configuration":{"Project":"%s"},
                "outputArtifacts":[{"name":"Code"}]}]},
                {"name":"Build","actions":[{"name":"Make","actionTypeId":%s,"configuration":{"Project":"%s"},
                "inputArtifacts":[{"name":"Code"}]}]}]}}""".formatted(name, FETCH, name, BENCH, name));
        for (var type : List.of(FETCH, BENCH)) {
            var jobs = JSON.readTree(target.must("PollForJobs", """
                    {"actionTypeId":%s,"maxBatchSize":1,"queryParam":{"Project":"%s"}}""".formatted(type, name)));
            var job = jobs.path("jobs").path(0);
            var id = job.path("id").stringValue();
            target.must("AcknowledgeJob", "{\"jobId\":\"%s\",\"nonce\":\"%s\"}"
                    .formatted(id, job.path("nonce").stringValue()));
            target.must("PutJobSuccessResult", "{\"jobId\":\"" + id + "\"}");
        }
        assertThat(target.must("ListPipelineExecutions", "{\"pipelineName\":\"" + name + "\"}"))
                .contains("\"status\":\"Succeeded\"");
    }
}
