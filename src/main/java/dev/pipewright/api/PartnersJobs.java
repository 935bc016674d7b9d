package dev.pipewright.api;

import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.Partner;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.runtime.WorkOrder;
import dev.pipewright.store.Job;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Request;

/**
 * The jobs that a partner may know of: those of its own action types, in the region of the request, where the caller
 * signs for an account that may poll for them. The client token says who the partner is.
 */
record PartnersJobs(JobDesk desk) {
    /**
     * The partner's job of that id.
     *
     * @throws Fault {@code InvalidClientTokenException} for a token that no partner has, {@code JobNotFoundException}
     *     for every job that is not the partner's, there or not
     */
    Job find(String jobId, String clientToken, Request request) {
        var partner = partner(clientToken);
        return desk.find(jobId)
                .filter(job -> isOf(job, partner, request))
                .orElseThrow(() -> Faults.jobNotFound(jobId));
    }

    /** As {@link #find}, with everything that belongs to the job. */
    WorkOrder details(String jobId, String clientToken, Request request) {
        var partner = partner(clientToken);
        return desk.details(jobId)
                .filter(order -> isOf(order.job(), partner, request))
                .orElseThrow(() -> Faults.jobNotFound(jobId));
    }

    private Partner partner(String clientToken) {
        return desk.partner(clientToken)
                .orElseThrow(() -> Fault.of(
                        "InvalidClientTokenException", "The client token is not that of a partner of this server"));
    }

    private boolean isOf(Job job, Partner partner, Request request) {
        return job.actionTypeId().owner() == ActionOwner.ThirdParty
                && job.pipeline().region().equals(request.region())
                && desk.integrationType(job.actionTypeId())
                        .filter(type -> type.partner().filter(partner.id()::equals).isPresent())
                        .filter(type -> type.mayPoll(request.account())
                                || type.mayAnswer(request.account(), job.pipeline().account()))
                        .isPresent();
    }
}
