// Every operation of the SDK for JavaScript, called in a story; prints the operations that were answered.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import * as sdk from "@aws-sdk/client-codepipeline";

const { env } = process;
const PATIENCE = 40_000;
const INBOX = env.INBOX;
const BENCH = { category: "Build", owner: "Custom", provider: "Script", version: "1" };
const SCAN = { category: "Test", owner: "ThirdParty", provider: "Scan", version: "1" };
const clientToken = env.PARTNER_TOKEN;
const NOBODY = "00000000-0000-0000-0000-000000000000";

const answered = new Set();

function open(endpoint, settings = {}) {
  const client = new sdk.CodePipelineClient({ endpoint, region: env.AWS_REGION, ...settings });
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const answer = await next(args);
      answered.add(context.commandName.replace(/Command$/, ""));
      return answer;
    },
    { step: "initialize", name: "remember" },
  );
  return client;
}

const client = open(env.PIPEWRIGHT_ENDPOINT);

/** Calls an operation by its name. */
const call = (operation, input = {}, by = client) => by.send(new sdk[operation + "Command"](input));

/** A call that the service has to refuse with this class of error. */
async function refused(error, text, operation, input) {
  await assert.rejects(call(operation, input), (refusal) => {
    assert.ok(refusal instanceof error, `${error.name} was expected and it is ${refusal}`);
    assert.ok(refusal instanceof sdk.CodePipelineServiceException);
    assert.equal(refusal.name, error.name);
    assert.equal(refusal.$fault, "client");
    assert.equal(refusal.$metadata.httpStatusCode, 400);
    assert.match(refusal.message, text);
    return true;
  });
}

/** The first thing that a look finds. */
async function eventually(what, look) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not seen in ${PATIENCE} ms: ${what}`);
    await pause(20);
  }
}

/** Everything on the pages of a paginator, and how many pages there were. */
async function drain(paginator, list, input, pageSize) {
  const items = [];
  let pages = 0;
  for await (const page of sdk[paginator]({ client, pageSize }, input)) {
    items.push(...page[list]);
    pages++;
  }
  return { items, pages };
}

const arn = (name) => `arn:aws:codepipeline:${env.AWS_REGION}:000000000000:${name}`;
const stage = (name, action, more = {}) => ({ name, actions: [action], ...more });
const action = (name, category, owner, provider, configuration, inputs = [], outputs = []) => ({
  name,
  actionTypeId: { category, owner, provider, version: "1" },
  configuration,
  inputArtifacts: inputs.map((it) => ({ name: it })),
  outputArtifacts: outputs.map((it) => ({ name: it })),
});
const fetchCode = stage(
  "Source",
  {
    ...action("Fetch", "Source", "AWS", "S3",
      { S3Bucket: INBOX, S3ObjectKey: "code.zip", PollForSourceChanges: "false" }, [], ["Code"]),
    namespace: "Source",
  },
);
const gate = stage("Gate", action("Ask", "Approval", "AWS", "Manual"));

function declaration(name, ...stages) {
  return {
    name,
    pipelineType: "V2",
    roleArn: "arn:aws:iam::000000000000:role/pipeline",
    artifactStore: { type: "S3", location: "clients-artifacts" },
    stages,
  };
}

const create = (name, ...stages) => call("CreatePipeline", { pipeline: declaration(name, ...stages) });

async function executions(pipelineName) {
  return (await call("ListPipelineExecutions", { pipelineName })).pipelineExecutionSummaries;
}

const newest = async (name) => (await executions(name))[0].pipelineExecutionId;

async function until(pipelineName, pipelineExecutionId, status) {
  await eventually(`${pipelineName} ${status}`, async () => {
    const { pipelineExecution } = await call("GetPipelineExecution", { pipelineName, pipelineExecutionId });
    return pipelineExecution.status === status;
  });
}

async function state(name, stageName) {
  const { stageStates } = await call("GetPipelineState", { name });
  return stageStates.find((it) => it.stageName === stageName);
}

/** The token of the approval that waits for somebody in an execution. */
const asked = (name, execution) =>
  eventually(`${name} asks for ${execution}`, async () => {
    const seen = await state(name, "Gate");
    return seen.latestExecution?.pipelineExecutionId === execution && seen.actionStates[0].latestExecution?.token;
  });

const answerTo = (pipelineName, token, status) =>
  call("PutApprovalResult", {
    pipelineName, stageName: "Gate", actionName: "Ask", token, result: { status, summary: "as the script says" },
  });

async function take(project) {
  const job = await eventually(`a job of ${project}`, async () => {
    const { jobs } = await call("PollForJobs", {
      actionTypeId: BENCH, maxBatchSize: 1, queryParam: { Project: project },
    });
    return jobs[0];
  });
  await refused(sdk.InvalidNonceException, /nonce/i, "AcknowledgeJob", { jobId: job.id, nonce: job.nonce + "0" });
  const { status } = await call("AcknowledgeJob", { jobId: job.id, nonce: job.nonce });
  assert.equal(status, "InProgress");
  return job;
}

async function anActionTypeOfOnesOwn() {
  const { actionType } = await call("CreateCustomActionType", {
    category: "Build",
    provider: "Script",
    version: "1",
    configurationProperties: [
      { name: "Project", required: true, key: true, secret: false, queryable: true, type: "String" },
    ],
    inputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
    outputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
  });
  assert.deepEqual(actionType.id, BENCH);
  const { items } = await drain("paginateListActionTypes", "actionTypes", { actionOwnerFilter: "Custom" });
  assert.deepEqual(items.map((it) => it.id), [BENCH]);
  const { ruleTypes } = await call("ListRuleTypes");
  assert.ok(ruleTypes.some((it) => it.id.provider === "VariableCheck"));
}

async function jobsAndRetries() {
  const name = "made";
  const make = action("Make", "Build", "Custom", "Script", { Project: name }, ["Code"]);
  await create(name, fetchCode, stage("Build", make), gate);
  const execution = await newest(name);
  const job = await take(name);
  const { jobDetails } = await call("GetJobDetails", { jobId: job.id });
  assert.deepEqual(jobDetails.data.inputArtifacts, job.data.inputArtifacts);
  await refused(sdk.JobNotFoundException, /0000/, "GetJobDetails", { jobId: NOBODY });
  await call("PutJobFailureResult", { jobId: job.id, failureDetails: { type: "JobFailed", message: "not yet" } });
  await refused(sdk.InvalidJobStateException, /terminated/, "PutJobSuccessResult", { jobId: job.id });
  await until(name, execution, "Failed");
  const failed = (await state(name, "Build")).actionStates[0].latestExecution;
  assert.equal(failed.errorDetails.message, "not yet");
  assert.ok(failed.lastStatusChange instanceof Date);
  assert.ok(Math.abs(Date.now() - failed.lastStatusChange) < 60_000);

  const again = { pipelineName: name, pipelineExecutionId: execution, retryMode: "FAILED_ACTIONS" };
  await refused(sdk.StageNotFoundException, /Nowhere/, "RetryStageExecution", { ...again, stageName: "Nowhere" });
  await refused(sdk.StageNotRetryableException, /Source/, "RetryStageExecution", { ...again, stageName: "Source" });
  await call("RetryStageExecution", { ...again, stageName: "Build" });
  const second = await take(name);
  await call("PutJobSuccessResult", { jobId: second.id, outputVariables: { Size: "12" } });
  await answerTo(name, await asked(name, execution), "Approved");
  await until(name, execution, "Succeeded");
  const everyRun = { latestInPipelineExecution: { pipelineExecutionId: execution, startTimeRange: "All" } };
  const { items, pages } = await drain("paginateListActionExecutions", "actionExecutionDetails",
    { pipelineName: name, filter: everyRun }, 3);
  assert.deepEqual(items.map((it) => it.actionName), ["Ask", "Make", "Make", "Fetch"]);
  assert.equal(items[1].output.outputVariables.Size, "12");
  assert.equal(pages, 2);
}

async function rulesAndRollbacks() {
  const name = "ruled";
  const rule = (ruleName, provider, configuration) => ({
    result: "FAIL",
    rules: [{ name: ruleName, ruleTypeId: { category: "Rule", owner: "AWS", provider, version: "1" }, configuration }],
  });
  const never = rule("Window", "DeploymentWindow", { Cron: "* * * 1 1 ? 2099" });
  const always = rule("Key", "VariableCheck", { Variable: "#{Source.ObjectKey}", Operator: "EQ", Value: "code.zip" });
  await create(name, fetchCode, { ...gate, beforeEntry: { conditions: [always] }, onSuccess: { conditions: [never] } });
  const execution = await newest(name);
  await answerTo(name, await asked(name, execution), "Approved");
  await eventually("the window is watched", async () => {
    const { items } = await drain("paginateListRuleExecutions", "ruleExecutionDetails",
      { pipelineName: name, filter: { pipelineExecutionId: execution } }, 1);
    return items.length === 2 && items.some((it) => it.ruleName === "Window" && it.status === "InProgress");
  });
  const over = { pipelineName: name, stageName: "Gate", pipelineExecutionId: execution, conditionType: "ON_SUCCESS" };
  await call("OverrideStageCondition", over);
  await until(name, execution, "Succeeded");
  await refused(sdk.ConditionNotOverridableException, /./, "OverrideStageCondition", over);

  const back = { pipelineName: name, stageName: "Gate", targetPipelineExecutionId: execution };
  await refused(sdk.PipelineExecutionNotFoundException, /0000/, "RollbackStage",
    { ...back, targetPipelineExecutionId: NOBODY });
  const { pipelineExecutionId } = await call("RollbackStage", back);
  const [rollback] = await executions(name);
  assert.equal(rollback.pipelineExecutionId, pipelineExecutionId);
  assert.equal(rollback.executionType, "ROLLBACK");
  assert.equal(rollback.rollbackMetadata.rollbackTargetPipelineExecutionId, execution);
}

async function transitionsStopsAndRevisions() {
  const name = "gated";
  await create(name, fetchCode, gate);
  const first = await newest(name);
  await asked(name, first);
  const inbound = { pipelineName: name, stageName: "Gate", transitionType: "Inbound" };
  await call("DisableStageTransition", { ...inbound, reason: "Closed for JavaScript" });
  assert.equal((await state(name, "Gate")).inboundTransitionState.disabledReason, "Closed for JavaScript");
  await call("EnableStageTransition", inbound);
  assert.equal((await state(name, "Gate")).inboundTransitionState.enabled, true);

  const stop = { pipelineName: name, pipelineExecutionId: first };
  await call("StopPipelineExecution", { ...stop, reason: "wrong" });
  await refused(sdk.DuplicatedStopRequestException, /stopping/, "StopPipelineExecution", stop);
  await call("StopPipelineExecution", { ...stop, abandon: true });
  await until(name, first, "Stopped");
  await refused(sdk.PipelineExecutionNotStoppableException, /./, "StopPipelineExecution", stop);

  const told = await call("PutActionRevision", {
    pipelineName: name,
    stageName: "Source",
    actionName: "Fetch",
    actionRevision: { revisionId: env.OLD_VERSION, revisionChangeId: "script", created: new Date(1462500000000) },
  });
  assert.equal(told.newRevision, true);
  await asked(name, told.pipelineExecutionId);

  const { pipeline, metadata } = await call("GetPipeline", { name });
  assert.equal(metadata.pipelineArn, arn(name));
  assert.ok(metadata.created instanceof Date);
  pipeline.stages[1].actions[0].configuration = { CustomData: "please" };
  assert.equal((await call("UpdatePipeline", { pipeline })).pipeline.version, 2);
  await refused(sdk.PipelineNotFoundException, /nowhere/, "GetPipeline", { name: "nowhere" });
  await refused(sdk.PipelineVersionNotFoundException, /9/, "GetPipeline", { name, version: 9 });
  await refused(sdk.PipelineNameInUseException, /gated/, "CreatePipeline", { pipeline });
  await refused(sdk.InvalidStructureException, /2 stages/, "CreatePipeline", { pipeline: declaration("x", fetchCode) });
  await refused(sdk.ValidationException, /pipeline\.name/, "CreatePipeline",
    { pipeline: declaration("no name", fetchCode, gate) });
}

async function tags() {
  const resourceArn = arn("gated");
  const all = ["a", "b", "c"].map((key) => ({ key, value: key + "!" }));
  await call("TagResource", { resourceArn, tags: all });
  const { items, pages } = await drain("paginateListTagsForResource", "tags", { resourceArn }, 2);
  assert.deepEqual(items, all);
  assert.equal(pages, 2);
  await call("UntagResource", { resourceArn, tagKeys: ["a", "b", "c"] });
  assert.deepEqual((await call("ListTagsForResource", { resourceArn })).tags, []);
  await refused(sdk.ResourceNotFoundException, /nowhere/, "ListTagsForResource", { resourceArn: arn("nowhere") });
  await refused(sdk.InvalidArnException, /a:b:c/, "ListTagsForResource", { resourceArn: arn("a:b:c") });
}

async function webhooks() {
  const configuration = {
    Owner: "acme", Repo: "script", Branch: "main", OAuthToken: env.GITHUB_OAUTH, PollForSourceChanges: "false",
  };
  const source = action("Fetch", "Source", "ThirdParty", "GitHub", configuration, [], ["Code"]);
  await create("hooked", stage("Source", source), gate);
  const webhook = {
    name: "hook-1",
    targetPipeline: "hooked",
    targetAction: "Fetch",
    filters: [{ jsonPath: "$.ref", matchEquals: "refs/heads/{Branch}" }],
    authentication: "GITHUB_HMAC",
    authenticationConfiguration: { SecretToken: "between us" },
  };
  const put = await call("PutWebhook", { webhook });
  assert.equal(put.webhook.arn, arn("webhook:hook-1"));
  assert.equal(put.webhook.definition.authenticationConfiguration.SecretToken, "****");
  await call("PutWebhook", { webhook: { ...webhook, name: "hook-2" } });
  const { items } = await drain("paginateListWebhooks", "webhooks", {}, 1);
  assert.deepEqual(items.map((it) => it.definition.name).sort(), ["hook-1", "hook-2"]);
  await call("RegisterWebhookWithThirdParty", { webhookName: "hook-1" });
  await refused(sdk.WebhookNotFoundException, /nowhere/, "RegisterWebhookWithThirdParty", { webhookName: "nowhere" });
  await call("DeregisterWebhookWithThirdParty", { webhookName: "hook-1" });
  await call("DeleteWebhook", { name: "hook-1" });
  await call("DeleteWebhook", { name: "hook-2" });
}

async function listsInPages() {
  const { items, pages } = await drain("paginateListPipelines", "pipelines", {}, 3);
  assert.deepEqual(items.map((it) => it.name), ["gated", "hooked", "made", "ruled"]);
  assert.equal(pages, 2);
  const runs = await drain("paginateListPipelineExecutions", "pipelineExecutionSummaries",
    { pipelineName: "ruled" }, 1);
  assert.deepEqual(runs.items.map((it) => it.executionType ?? "STANDARD"), ["ROLLBACK", "STANDARD"]);
  await refused(sdk.InvalidNextTokenException, /./, "ListPipelines", { nextToken: "made-up" });
}

/** The first connection is cut where the answer should come, and the call made again starts nothing anew. */
async function aLostAnswer() {
  const before = (await executions("gated")).length;
  const said = await call("StartPipelineExecution", { name: "gated" }, open(env.LOST_ANSWER_ENDPOINT));
  assert.equal(said.$metadata.attempts, 2);
  const newer = await executions("gated");
  assert.equal(newer.length, before + 1);
  assert.equal(newer[0].pipelineExecutionId, said.pipelineExecutionId);
}

async function aPartner() {
  const name = "scanned";
  await create(name, fetchCode,
    stage("Test", action("Look", "Test", "ThirdParty", "Scan", { Project: name }, ["Code"])));
  const execution = await newest(name);
  const failing = await takeAsPartner();
  await call("PutThirdPartyJobFailureResult", {
    jobId: failing.id, clientToken, failureDetails: { type: "JobFailed", message: "holes" },
  });
  await until(name, execution, "Failed");
  assert.equal((await state(name, "Test")).actionStates[0].latestExecution.errorDetails.message, "holes");
  await call("RetryStageExecution", {
    pipelineName: name, stageName: "Test", pipelineExecutionId: execution, retryMode: "ALL_ACTIONS",
  });
  const job = await takeAsPartner();
  await call("PutThirdPartyJobSuccessResult", {
    jobId: job.id, clientToken, executionDetails: { summary: "no holes", percentComplete: 100 },
  });
  await until(name, execution, "Succeeded");
}

/** Polls until there is a job for the partner, and acknowledges it. */
async function takeAsPartner() {
  const job = await eventually("a job for the partner", async () => {
    const { jobs } = await call("PollForThirdPartyJobs", { actionTypeId: SCAN, maxBatchSize: 1 });
    return jobs[0];
  });
  assert.equal(job.clientId, env.PARTNER_ID);
  const { jobId } = job;
  await refused(sdk.InvalidClientTokenException, /./, "GetThirdPartyJobDetails",
    { jobId, clientToken: "x".repeat(43) });
  const { jobDetails } = await call("GetThirdPartyJobDetails", { jobId, clientToken });
  assert.equal(jobDetails.data.inputArtifacts[0].name, "Code");
  await refused(sdk.InvalidNonceException, /nonce/i, "AcknowledgeThirdPartyJob",
    { jobId, clientToken, nonce: jobDetails.nonce + "0" });
  const { status } = await call("AcknowledgeThirdPartyJob", { jobId, clientToken, nonce: jobDetails.nonce });
  assert.equal(status, "InProgress");
  return jobDetails;
}

async function thePartnersActionType() {
  const { actionType } = await call("GetActionType", SCAN);
  assert.equal(actionType.executor.type, "JobWorker");
  const described = { ...actionType, description: "Looks for holes" };
  await call("UpdateActionType", { actionType: described });
  assert.deepEqual((await call("GetActionType", SCAN)).actionType, described);
  const builtIn = await call("GetActionType", { category: "Approval", owner: "AWS", provider: "Manual", version: "1" });
  await refused(sdk.RequestFailedException, /Manual/, "UpdateActionType", { actionType: builtIn.actionType });
  await refused(sdk.ActionTypeNotFoundException, /Nobody/, "GetActionType", { ...SCAN, provider: "Nobody" });
}

async function targetsOfADeployment() {
  const name = "rolled";
  const source = action("Fetch", "Source", "AWS", "S3",
    { S3Bucket: INBOX, S3ObjectKey: "app.zip", PollForSourceChanges: "false" }, [], ["Code"]);
  const deploy = action("Roll", "Deploy", "AWS", "EC2", {
    InstanceTagKey: "Fleet", InstanceTagValue: "web", InstanceType: "EC2",
    TargetDirectory: env.TARGET_DIRECTORY, PostScript: "after.sh", MaxBatch: "1",
  }, ["Code"]);
  await create(name, stage("Source", source), stage("Deploy", deploy));
  await until(name, await newest(name), "Succeeded");
  const { actionExecutionId } = (await state(name, "Deploy")).actionStates[0].latestExecution;
  const { items } = await drain("paginateListDeployActionExecutionTargets", "targets",
    { pipelineName: name, actionExecutionId }, 1);
  assert.deepEqual(items.map((it) => it.status), ["Succeeded", "Succeeded"]);
  await refused(sdk.ActionExecutionNotFoundException, /0000/, "ListDeployActionExecutionTargets",
    { pipelineName: name, actionExecutionId: NOBODY });
}

async function theEnd() {
  for (const name of ["gated", "hooked", "made", "rolled", "ruled", "scanned", "never-there"]) {
    await call("DeletePipeline", { name });
  }
  assert.deepEqual((await call("ListPipelines")).pipelines, []);
  await call("DeleteCustomActionType", { category: "Build", provider: "Script", version: "1" });
  assert.deepEqual((await call("ListActionTypes", { actionOwnerFilter: "Custom" })).actionTypes, []);
}

await anActionTypeOfOnesOwn();
await jobsAndRetries();
await rulesAndRollbacks();
await transitionsStopsAndRevisions();
await tags();
await webhooks();
await listsInPages();
await aLostAnswer();
await aPartner();
await thePartnersActionType();
await targetsOfADeployment();
await theEnd();
const known = Object.keys(sdk).filter((it) => /^[A-Z].*Command$/.test(it)).map((it) => it.replace(/Command$/, ""));
console.log(JSON.stringify({ answered: [...answered], known }));
