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
 * caller's account and region.
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

    private static boolean isOf(Job job, Request request) {
        return isAnsweredOutside(job.actionTypeId())
                && job.pipeline().account().equals(request.account())
                && job.pipeline().region().equals(request.region());
    }

    private static boolean isAnsweredOutside(ActionTypeId type) {
        return type.owner() == ActionOwner.Custom
                || type.category() == ActionCategory.Rule && type.provider().equals("LambdaInvoke");
    }
}
