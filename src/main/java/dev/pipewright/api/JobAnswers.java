package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.WorkerResult;
import dev.pipewright.store.Answer.Accepted;
import dev.pipewright.store.Answer.Contradicted;
import dev.pipewright.store.Answer.Late;
import dev.pipewright.store.Answer.NotAcknowledged;
import dev.pipewright.store.Answer.Repeated;
import dev.pipewright.store.Answer.UnknownJob;
import dev.pipewright.store.JobStatus;

/** Takes the answers of workers, and tells them when one can be none. */
record JobAnswers(JobDesk desk) {
    /**
     * Answers a job. The same answer again is accepted, and so is any answer to a job that was taken back meanwhile,
     * for its worker could not know; neither changes anything.
     *
     * @throws dev.pipewright.wire.Fault {@code InvalidJobStateException} for a job that nobody acknowledged, that has
     *     another answer, or whose time was up
     */
    void give(String jobId, WorkerResult result) {
        switch (desk.answer(jobId, result)) {
            case Accepted _, Repeated _ -> {}
            case Contradicted _ -> throw terminated(jobId);
            case Late(var job) -> {
                if (job.status() == JobStatus.TimedOut) {
                    throw terminated(jobId);
                }
            }
            case NotAcknowledged _ -> throw Faults.invalidJobState(
                    "Job with id %s has not been acknowledged; call AcknowledgeJob before giving its result", jobId);
            case UnknownJob _ -> throw Faults.jobNotFound(jobId);
        }
    }

    private static RuntimeException terminated(String jobId) {
        return Faults.invalidJobState("Job with id %s has already terminated", jobId);
    }
}
