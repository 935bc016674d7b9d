"""Every operation that this boto3 knows, called in a story; prints the operations that were answered."""

import io
import json
import os
import zipfile

from botocore.config import Config

from scene import client, eventually, holds, refused, s3, same

INBOX = os.environ["INBOX"]
OUT = os.environ["OUT"]
BENCH = {"category": "Build", "owner": "Custom", "provider": "Boto", "version": "1"}
SCAN = {"category": "Test", "owner": "ThirdParty", "provider": "Scan", "version": "1"}
PARTNER_TOKEN = os.environ["PARTNER_TOKEN"]

pipelines = client("codepipeline")
errors = pipelines.exceptions
answered = set()


def remember(http_response, model, **_):
    if http_response.status_code == 200:
        answered.add(model.name)


pipelines.meta.events.register("after-call.codepipeline", remember)


def arn(name):
    return f"arn:aws:codepipeline:{pipelines.meta.region_name}:000000000000:{name}"


def stage(name, *actions):
    return {"name": name, "actions": list(actions)}


def action(name, category, owner, provider, configuration=None, inputs=(), outputs=()):
    return {
        "name": name,
        "actionTypeId": {"category": category, "owner": owner, "provider": provider, "version": "1"},
        "configuration": configuration or {},
        "inputArtifacts": [{"name": it} for it in inputs],
        "outputArtifacts": [{"name": it} for it in outputs],
    }


def code():
    configuration = {"S3Bucket": INBOX, "S3ObjectKey": "code.zip", "PollForSourceChanges": "false"}
    return action("Fetch", "Source", "AWS", "S3", configuration, outputs=["Code"])


def build(name):
    return action("Make", "Build", "Custom", "Boto", {"Project": name}, ["Code"], ["App"])


def gate():
    return action("Ask", "Approval", "AWS", "Manual")


def deploy(name):
    configuration = {"BucketName": OUT, "Extract": "false", "ObjectKey": name + ".zip"}
    return action("Copy", "Deploy", "AWS", "S3", configuration, ["App"])


def declaration(name, *stages):
    return {
        "name": name,
        "roleArn": "arn:aws:iam::000000000000:role/pipeline",
        "artifactStore": {"type": "S3", "location": "clients-artifacts"},
        "stages": list(stages),
    }


def create(name, *stages, **more):
    return pipelines.create_pipeline(pipeline=declaration(name, *stages), **more)


def executions(name):
    return pipelines.list_pipeline_executions(pipelineName=name)["pipelineExecutionSummaries"]


def status(name, execution):
    found = pipelines.get_pipeline_execution(pipelineName=name, pipelineExecutionId=execution)
    return found["pipelineExecution"]["status"]


def until(name, execution, wanted):
    eventually(f"{name} {wanted}", lambda: status(name, execution) == wanted)


def state(name, stage_name):
    stages = pipelines.get_pipeline_state(name=name)["stageStates"]
    return next(it for it in stages if it["stageName"] == stage_name)


def asked(name, execution):
    """The token of the approval that waits for somebody in an execution."""

    def look():
        gate_state = state(name, "Gate")
        if gate_state.get("latestExecution", {}).get("pipelineExecutionId") != execution:
            return None
        return gate_state["actionStates"][0].get("latestExecution", {}).get("token")

    return eventually(f"{name} asks for {execution}", look)


def answer(name, token, result):
    return pipelines.put_approval_result(
        pipelineName=name, stageName="Gate", actionName="Ask", token=token,
        result={"status": result, "summary": "as boto3 says"})


def take(project):
    """Polls until there is a job of the project, and acknowledges it."""

    def poll():
        return pipelines.poll_for_jobs(
            actionTypeId=BENCH, maxBatchSize=1, queryParam={"Project": project})["jobs"]

    job = eventually("a job of " + project, poll)[0]
    refused(errors.InvalidNonceException,
            lambda: pipelines.acknowledge_job(jobId=job["id"], nonce=job["nonce"] + "0"))
    same("InProgress", pipelines.acknowledge_job(jobId=job["id"], nonce=job["nonce"])["status"])
    return job


def work(job):
    """Reads the input of a job and writes its output, with the key that came with it."""
    data = job["data"]
    key = data["artifactCredentials"]
    store = s3(aws_access_key_id=key["accessKeyId"], aws_secret_access_key=key["secretAccessKey"],
               aws_session_token=key["sessionToken"])
    place = data["inputArtifacts"][0]["location"]["s3Location"]
    code_zip = store.get_object(Bucket=place["bucketName"], Key=place["objectKey"])["Body"].read()
    names = zipfile.ZipFile(io.BytesIO(code_zip)).namelist()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("names.txt", "\n".join(names))
    place = data["outputArtifacts"][0]["location"]["s3Location"]
    store.put_object(Bucket=place["bucketName"], Key=place["objectKey"], Body=made.getvalue())


def who_am_i():
    """What every tool asks first."""
    identity = client("sts").get_caller_identity()
    same("000000000000", identity["Account"])
    same("arn:aws:iam::000000000000:user/administrator", identity["Arn"])


def an_action_type_of_ones_own():
    made = pipelines.create_custom_action_type(
        category="Build", provider="Boto", version="1",
        settings={"entityUrlTemplate": "https://bench.example/{Config:Project}"},
        configurationProperties=[
            {"name": "Project", "required": True, "key": True, "secret": False, "queryable": True, "type": "String"}],
        inputArtifactDetails={"minimumCount": 0, "maximumCount": 1},
        outputArtifactDetails={"minimumCount": 0, "maximumCount": 1},
        tags=[{"key": "team", "value": "blue"}])
    same(BENCH, made["actionType"]["id"])
    same([{"key": "team", "value": "blue"}], made["tags"])
    refused(errors.ValidationException, lambda: pipelines.create_custom_action_type(
        category="Build", provider="Not a name", version="1",
        inputArtifactDetails={"minimumCount": 0, "maximumCount": 1},
        outputArtifactDetails={"minimumCount": 0, "maximumCount": 1}), "provider")
    pages = pipelines.get_paginator("list_action_types").paginate(actionOwnerFilter="Custom")
    holds(BENCH in [it["id"] for it in pages.build_full_result()["actionTypes"]], "the type is listed")


def pipelines_and_their_versions():
    stages = [stage("Source", code()), stage("Build", build("boto")), stage("Gate", gate()),
              stage("Deploy", deploy("boto"))]
    made = create("boto", *stages, tags=[{"key": "team", "value": "blue"}])
    same(1, made["pipeline"]["version"])
    same([{"key": "team", "value": "blue"}], made["tags"])
    refused(errors.PipelineNameInUseException, lambda: create("boto", *stages), "boto")
    refused(errors.InvalidStructureException, lambda: create("short", stages[0]), "2 stages")
    refused(errors.InvalidActionDeclarationException,
            lambda: create("odd", stages[0], stage("Build", action("Make", "Build", "AWS", "Nobody"))), "Nobody")
    refused(errors.ValidationException, lambda: create("no name", *stages), "pipeline.name")
    read = pipelines.get_pipeline(name="boto")
    same(made["pipeline"], read["pipeline"])
    same(arn("boto"), read["metadata"]["pipelineArn"])
    same("UTC", read["metadata"]["created"].tzname())
    same(1, read["pipeline"]["stages"][1]["actions"][0]["runOrder"])
    refused(errors.PipelineNotFoundException, lambda: pipelines.get_pipeline(name="nowhere"), "nowhere")
    refused(errors.PipelineVersionNotFoundException, lambda: pipelines.get_pipeline(name="boto", version=9), "9")


def jobs_that_succeed():
    first = executions("boto")[0]["pipelineExecutionId"]
    job = take("boto")
    details = pipelines.get_job_details(jobId=job["id"])["jobDetails"]
    same("000000000000", details["accountId"])
    same(job["data"]["inputArtifacts"], details["data"]["inputArtifacts"])
    refused(errors.JobNotFoundException,
            lambda: pipelines.get_job_details(jobId="00000000-0000-0000-0000-000000000000"))
    refused(errors.ActionTypeNotFoundException,
            lambda: pipelines.poll_for_jobs(actionTypeId={**BENCH, "provider": "Nobody"}), "Nobody")
    work(job)
    pipelines.put_job_success_result(
        jobId=job["id"], executionDetails={"summary": "made", "externalExecutionId": "7", "percentComplete": 100})
    refused(errors.InvalidJobStateException, lambda: pipelines.put_job_failure_result(
        jobId=job["id"], failureDetails={"type": "JobFailed", "message": "late"}))
    token = asked("boto", first)
    refused(errors.InvalidApprovalTokenException,
            lambda: answer("boto", "00000000-0000-0000-0000-000000000000", "Approved"))
    holds(answer("boto", token, "Approved")["approvedAt"], "the approval has a time")
    until("boto", first, "Succeeded")
    refused(errors.ApprovalAlreadyCompletedException, lambda: answer("boto", token, "Approved"))
    copied = s3().get_object(Bucket=OUT, Key="boto.zip")["Body"].read()
    same(b"readme", zipfile.ZipFile(io.BytesIO(copied)).read("names.txt"))
    revisions = pipelines.get_pipeline_execution(
        pipelineName="boto", pipelineExecutionId=first)["pipelineExecution"]["artifactRevisions"]
    same("Code", revisions[0]["name"])


def jobs_that_fail_and_are_tried_again():
    execution = pipelines.start_pipeline_execution(name="boto")["pipelineExecutionId"]
    job = take("boto")
    pipelines.put_job_failure_result(
        jobId=job["id"], failureDetails={"type": "ConfigurationError", "message": "no such project"})
    until("boto", execution, "Failed")
    made = state("boto", "Build")["actionStates"][0]
    same("no such project", made["latestExecution"]["errorDetails"]["message"])
    same("https://bench.example/boto", made["entityUrl"])
    refused(errors.StageNotFoundException, lambda: pipelines.retry_stage_execution(
        pipelineName="boto", stageName="Nowhere", pipelineExecutionId=execution, retryMode="FAILED_ACTIONS"))
    refused(errors.StageNotRetryableException, lambda: pipelines.retry_stage_execution(
        pipelineName="boto", stageName="Source", pipelineExecutionId=execution, retryMode="FAILED_ACTIONS"))
    same(execution, pipelines.retry_stage_execution(
        pipelineName="boto", stageName="Build", pipelineExecutionId=execution,
        retryMode="FAILED_ACTIONS")["pipelineExecutionId"])
    job = take("boto")
    work(job)
    pipelines.put_job_success_result(jobId=job["id"])
    answer("boto", asked("boto", execution), "Rejected")
    until("boto", execution, "Failed")
    runs = pipelines.get_paginator("list_action_executions").paginate(
        pipelineName="boto", filter={"pipelineExecutionId": execution}, PaginationConfig={"PageSize": 1})
    details = runs.build_full_result()["actionExecutionDetails"]
    same(["Ask", "Make", "Make", "Fetch"], [it["actionName"] for it in details])
    same(["Failed", "Succeeded", "Failed", "Succeeded"], [it["status"] for it in details])


def transitions_stops_and_revisions():
    name = "gated"
    create(name, stage("Source", code()), stage("Gate", gate()))
    first = executions(name)[0]["pipelineExecutionId"]
    asked(name, first)
    pipelines.disable_stage_transition(
        pipelineName=name, stageName="Gate", transitionType="Inbound", reason="Closed for boto3")
    closed = state(name, "Gate")["inboundTransitionState"]
    same((False, "Closed for boto3"), (closed["enabled"], closed["disabledReason"]))
    refused(errors.StageNotFoundException, lambda: pipelines.enable_stage_transition(
        pipelineName=name, stageName="Nowhere", transitionType="Inbound"))
    pipelines.enable_stage_transition(pipelineName=name, stageName="Gate", transitionType="Inbound")
    same(True, state(name, "Gate")["inboundTransitionState"]["enabled"])

    pipelines.stop_pipeline_execution(pipelineName=name, pipelineExecutionId=first, reason="wrong")
    same("Stopping", status(name, first))
    refused(errors.DuplicatedStopRequestException,
            lambda: pipelines.stop_pipeline_execution(pipelineName=name, pipelineExecutionId=first))
    pipelines.stop_pipeline_execution(pipelineName=name, pipelineExecutionId=first, abandon=True)
    until(name, first, "Stopped")
    refused(errors.PipelineExecutionNotStoppableException,
            lambda: pipelines.stop_pipeline_execution(pipelineName=name, pipelineExecutionId=first, abandon=True))
    same("wrong", executions(name)[0]["stopTrigger"]["reason"])

    revision = {"revisionId": os.environ["OLD_VERSION"], "revisionChangeId": "boto", "created": 1462500000}
    told = pipelines.put_action_revision(
        pipelineName=name, stageName="Source", actionName="Fetch", actionRevision=revision)
    same(True, told["newRevision"])
    asked(name, told["pipelineExecutionId"])
    refused(errors.ActionNotFoundException, lambda: pipelines.put_action_revision(
        pipelineName=name, stageName="Source", actionName="Nothing", actionRevision=revision), "Nothing")

    changed = pipelines.get_pipeline(name=name)["pipeline"]
    changed["stages"][1]["actions"][0]["configuration"] = {"CustomData": "please"}
    same(2, pipelines.update_pipeline(pipeline=changed)["pipeline"]["version"])
    same(1, pipelines.get_pipeline(name=name, version=1)["pipeline"]["version"])


def tags():
    pipelines.tag_resource(
        resourceArn=arn("boto"), tags=[{"key": f"k{it}", "value": str(it)} for it in range(5)])
    listed = pipelines.get_paginator("list_tags_for_resource").paginate(
        resourceArn=arn("boto"), PaginationConfig={"PageSize": 2})
    pages = [len(page["tags"]) for page in listed]
    same((6, 3), (sum(pages), len(pages)))
    pipelines.untag_resource(resourceArn=arn("boto"), tagKeys=["k0", "k1", "k2", "k3", "k4"])
    same([{"key": "team", "value": "blue"}], pipelines.list_tags_for_resource(resourceArn=arn("boto"))["tags"])
    refused(errors.ResourceNotFoundException, lambda: pipelines.list_tags_for_resource(resourceArn=arn("nowhere")))
    refused(errors.InvalidArnException, lambda: pipelines.list_tags_for_resource(resourceArn=arn("a:b:c")))


def webhooks():
    source = action("Fetch", "Source", "ThirdParty", "GitHub", {
        "Owner": "acme", "Repo": "boto", "Branch": "main", "OAuthToken": os.environ["GITHUB_OAUTH"],
        "PollForSourceChanges": "false"}, outputs=["Code"])
    create("hooked", stage("Source", source), stage("Gate", gate()))
    read = pipelines.get_pipeline(name="hooked")["pipeline"]
    same("****", read["stages"][0]["actions"][0]["configuration"]["OAuthToken"])

    definition = {
        "name": "boto-hook", "targetPipeline": "hooked", "targetAction": "Fetch",
        "filters": [{"jsonPath": "$.ref", "matchEquals": "refs/heads/{Branch}"}],
        "authentication": "GITHUB_HMAC", "authenticationConfiguration": {"SecretToken": "between us"}}
    put = pipelines.put_webhook(webhook=definition)["webhook"]
    same(arn("webhook:boto-hook"), put["arn"])
    pipelines.put_webhook(webhook={**definition, "name": "boto-hook-2"})
    refused(errors.PipelineNotFoundException,
            lambda: pipelines.put_webhook(webhook={**definition, "targetPipeline": "nowhere"}))
    pages = pipelines.get_paginator("list_webhooks").paginate(PaginationConfig={"PageSize": 1})
    holds({"boto-hook", "boto-hook-2"} <= {it["definition"]["name"] for page in pages for it in page["webhooks"]},
          "both webhooks are listed")
    pipelines.register_webhook_with_third_party(webhookName="boto-hook")
    refused(errors.WebhookNotFoundException,
            lambda: pipelines.register_webhook_with_third_party(webhookName="nowhere"))
    pipelines.deregister_webhook_with_third_party(webhookName="boto-hook")
    for name in ["boto-hook", "boto-hook-2", "never-there"]:
        pipelines.delete_webhook(name=name)
    same([], pipelines.list_webhooks()["webhooks"])


def lists_in_pages():
    pages = pipelines.get_paginator("list_pipelines").paginate(PaginationConfig={"PageSize": 1, "MaxItems": 2})
    some = pages.build_full_result()
    same(["boto", "gated"], [it["name"] for it in some["pipelines"]])
    rest = pipelines.get_paginator("list_pipelines").paginate(
        PaginationConfig={"PageSize": 1, "StartingToken": some["NextToken"]})
    same(["hooked"], [it["name"] for it in rest.build_full_result()["pipelines"]])
    runs = pipelines.get_paginator("list_pipeline_executions").paginate(
        pipelineName="boto", PaginationConfig={"PageSize": 1})
    same(["Failed", "Succeeded"], [it["status"] for page in runs for it in page["pipelineExecutionSummaries"]])
    refused(errors.InvalidNextTokenException, lambda: pipelines.list_pipelines(nextToken="made-up"))


def a_lost_answer():
    """The first connection is cut where the answer should come, and the call made again starts nothing anew."""
    before = len(executions("gated"))
    flaky = client("codepipeline", endpoint=os.environ["LOST_ANSWER_ENDPOINT"],
                   config=Config(retries={"mode": "standard", "max_attempts": 3}))
    said = flaky.start_pipeline_execution(name="gated")
    same(1, said["ResponseMetadata"]["RetryAttempts"])
    newer = executions("gated")
    same(before + 1, len(newer))
    same(newer[0]["pipelineExecutionId"], said["pipelineExecutionId"])


def a_partner():
    scan = action("Look", "Test", "ThirdParty", "Scan", {"Project": "scanned"}, ["Code"])
    create("scanned", stage("Source", code()), stage("Test", scan))
    execution = executions("scanned")[0]["pipelineExecutionId"]
    job = take_as_partner()
    pipelines.put_third_party_job_failure_result(
        jobId=job["id"], clientToken=PARTNER_TOKEN, failureDetails={"type": "JobFailed", "message": "holes"})
    until("scanned", execution, "Failed")
    same("holes", state("scanned", "Test")["actionStates"][0]["latestExecution"]["errorDetails"]["message"])
    pipelines.retry_stage_execution(
        pipelineName="scanned", stageName="Test", pipelineExecutionId=execution, retryMode="ALL_ACTIONS")
    job = take_as_partner()
    pipelines.put_third_party_job_success_result(
        jobId=job["id"], clientToken=PARTNER_TOKEN, executionDetails={"summary": "no holes", "percentComplete": 100})
    until("scanned", execution, "Succeeded")
    pipelines.delete_pipeline(name="scanned")


def take_as_partner():
    """Polls until there is a job for the partner, and acknowledges it."""
    jobs = eventually("a job for the partner", lambda: pipelines.poll_for_third_party_jobs(
        actionTypeId=SCAN, maxBatchSize=1)["jobs"])
    same(os.environ["PARTNER_ID"], jobs[0]["clientId"])
    job_id = jobs[0]["jobId"]
    refused(errors.InvalidClientTokenException,
            lambda: pipelines.get_third_party_job_details(jobId=job_id, clientToken="x" * 43))
    details = pipelines.get_third_party_job_details(jobId=job_id, clientToken=PARTNER_TOKEN)["jobDetails"]
    same("Code", details["data"]["inputArtifacts"][0]["name"])
    refused(errors.InvalidNonceException, lambda: pipelines.acknowledge_third_party_job(
        jobId=job_id, nonce=details["nonce"] + "0", clientToken=PARTNER_TOKEN))
    same("InProgress", pipelines.acknowledge_third_party_job(
        jobId=job_id, nonce=details["nonce"], clientToken=PARTNER_TOKEN)["status"])
    return details


def the_partners_action_type():
    declared = pipelines.get_action_type(**SCAN)["actionType"]
    same("JobWorker", declared["executor"]["type"])
    declared["description"] = "Looks for holes"
    pipelines.update_action_type(actionType=declared)
    same(declared, pipelines.get_action_type(**SCAN)["actionType"])
    built_in = pipelines.get_action_type(category="Approval", owner="AWS", provider="Manual", version="1")["actionType"]
    refused(errors.RequestFailedException, lambda: pipelines.update_action_type(actionType=built_in), "Manual")
    refused(errors.ActionTypeNotFoundException, lambda: pipelines.get_action_type(**{**SCAN, "provider": "Nobody"}))


def the_end():
    for name in ["boto", "gated", "hooked", "never-there"]:
        pipelines.delete_pipeline(name=name)
    same([], pipelines.list_pipelines()["pipelines"])
    pipelines.delete_custom_action_type(category="Build", provider="Boto", version="1")
    same([], pipelines.list_action_types(actionOwnerFilter="Custom")["actionTypes"])


who_am_i()
an_action_type_of_ones_own()
pipelines_and_their_versions()
jobs_that_succeed()
jobs_that_fail_and_are_tried_again()
transitions_stops_and_revisions()
tags()
webhooks()
lists_in_pages()
a_lost_answer()
a_partner()
the_partners_action_type()
the_end()
known = pipelines.meta.service_model.operation_names
print(json.dumps({"answered": sorted(answered), "known": sorted(known)}))
