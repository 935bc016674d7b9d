package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.codepipeline.model.GetThirdPartyJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.GetThirdPartyJobDetailsResponse;

/**
 * What a partner is to do, and the nonce with which it takes the job; with a fresh key for the artifacts while the job
 * is not over.
 */
final class GetThirdPartyJobDetails
        implements Operation<GetThirdPartyJobDetailsRequest, GetThirdPartyJobDetailsResponse> {
    private static final Pattern JOB_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final PartnersJobs jobs;
    private final JobContents contents;

    GetThirdPartyJobDetails(JobDesk desk, JobContents contents) {
        this.jobs = new PartnersJobs(desk);
        this.contents = contents;
    }

    @Override
    public GetThirdPartyJobDetailsResponse run(GetThirdPartyJobDetailsRequest input, Request request) {
        if (!JOB_ID.matcher(input.jobId()).matches()) {
            throw Fault.of(
                    "InvalidJobException", "'%s' is not the id of a job, which is a UUID in lower case",
                    input.jobId());
        }
        var order = jobs.details(input.jobId(), input.clientToken(), request);
        return GetThirdPartyJobDetailsResponse.builder()
                .jobDetails(it -> it.id(order.job().id())
                        .nonce(order.job().nonce())
                        .data(contents.forPartner(order)))
                .build();
    }
}
