"""A worker for a custom action type: lists what is in a job's input and makes the list its output.

Answers as many jobs as it is told to and ends. A job whose project begins with "patient" is first answered twice with
a continuation token, and one whose project begins with "broken" fails.
"""

import argparse
import io
import json
import time
import zipfile

from botocore.exceptions import ClientError

from scene import PATIENCE_SECONDS, client, s3


class WrongProject(Exception):
    """What the pipeline asks for cannot be done."""


class Worker:
    def __init__(self, provider):
        self.action_type = {"category": "Build", "owner": "Custom", "provider": provider, "version": "1"}
        self.pipelines = client("codepipeline")
        self.answered = set()
        self.pipelines.meta.events.register("after-call.codepipeline", self._remember)

    def _remember(self, http_response, model, **_):
        if http_response.status_code == 200:
            self.answered.add(model.name)

    def run(self, count):
        """Polls until it has given so many answers."""
        idle_since = time.monotonic()
        while count > 0:
            jobs = self.pipelines.poll_for_jobs(actionTypeId=self.action_type, maxBatchSize=count)["jobs"]
            for job in jobs:
                if self._take(job):
                    self._answer(job["id"])
                    count -= 1
                    idle_since = time.monotonic()
            if time.monotonic() - idle_since > PATIENCE_SECONDS:
                raise SystemExit(f"No job came, and {count} are missing.")
            if not jobs:
                time.sleep(0.02)

    def _take(self, job):
        """Whether the job is this worker's: another one may have polled it, too."""
        try:
            acknowledged = self.pipelines.acknowledge_job(jobId=job["id"], nonce=job["nonce"])
        except self.pipelines.exceptions.InvalidNonceException:
            return False
        return acknowledged["status"] == "InProgress"

    def _answer(self, job_id):
        # A worker may have taken the job before it was started anew, so it asks for everything here.
        data = self.pipelines.get_job_details(jobId=job_id)["jobDetails"]["data"]
        try:
            step = int(data.get("continuationToken", "0"))
            if data["actionConfiguration"]["configuration"]["Project"].startswith("patient") and step < 2:
                self.pipelines.put_job_success_result(jobId=job_id, continuationToken=str(step + 1))
                return
            listed = self._work(data)
            self.pipelines.put_job_success_result(
                jobId=job_id,
                executionDetails={"summary": f"{listed} files", "externalExecutionId": job_id, "percentComplete": 100},
                outputVariables={"Files": str(listed)})
        except WrongProject as wrong:
            self._fail(job_id, "ConfigurationError", str(wrong))
        except (ClientError, zipfile.BadZipFile) as trouble:
            self._fail(job_id, "JobFailed", str(trouble))

    def _fail(self, job_id, kind, message):
        self.pipelines.put_job_failure_result(
            jobId=job_id, failureDetails={"type": kind, "message": message, "externalExecutionId": job_id})

    def _work(self, data):
        project = data["actionConfiguration"]["configuration"]["Project"]
        if project.startswith("broken"):
            raise WrongProject(f"There is no project {project!r}")
        key = data["artifactCredentials"]
        store = s3(
            aws_access_key_id=key["accessKeyId"], aws_secret_access_key=key["secretAccessKey"],
            aws_session_token=key["sessionToken"])
        names = []
        for artifact in data["inputArtifacts"]:
            place = artifact["location"]["s3Location"]
            content = io.BytesIO()
            store.download_fileobj(place["bucketName"], place["objectKey"], content)
            names += zipfile.ZipFile(content).namelist()
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("files.txt", "".join(name + "\n" for name in sorted(names)))
        made.seek(0)
        for artifact in data["outputArtifacts"]:
            place = artifact["location"]["s3Location"]
            store.upload_fileobj(made, place["bucketName"], place["objectKey"])
        return len(names)


arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("provider", help="the provider of the action type whose jobs are done")
arguments.add_argument("count", type=int, help="after how many answers to end")
told = arguments.parse_args()
worker = Worker(told.provider)
worker.run(told.count)
print(json.dumps({"answered": sorted(worker.answered), "known": []}))
