package dev.pipewright.api;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.WorkOrder;
import dev.pipewright.store.Job;
import dev.pipewright.wire.Request;

/**
 * The jobs that a caller may know of: those of custom actions, and those that a Lambda function was given, in the
 * caller's account and region; and those of a partner's action type that names the caller's account or gives its jobs
 * to a function of it.
 */
record WorkersJobs(JobDesk desk) {
    /** @throws dev.pipewright.wire.Fault {@code JobNotFoundException} for every other job, there or not */
    Job find(String jobId, Request request) {
        return desk.find(jobId)
                .filter(job -> isOf(job, request))
                .orElseThrow(() -> Faults.jobNotFound(jobId));
    }

    /** As {@link #find}, with everything that belongs to the job. */
    WorkOrder details(String jobId, Request request) {
        return desk.details(jobId)
                .filter(order -> isOf(order.job(), request))
                .orElseThrow(() -> Faults.jobNotFound(jobId));
    }

    private boolean isOf(Job job, Request request) {
        if (!job.pipeline().region().equals(request.region())) {
            return false;
        }
        var user = job.pipeline().account();
        return isAnsweredOutside(job.actionTypeId())
                ? user.equals(request.account())
                : desk.integrationType(job.actionTypeId())
                        .filter(type -> type.mayAnswer(request.account(), user))
                        .isPresent();
    }

    private static boolean isAnsweredOutside(ActionTypeId type) {
        return type.owner() == ActionOwner.Custom
                || type.category() == ActionCategory.Rule && type.provider().equals("LambdaInvoke");
    }
}
