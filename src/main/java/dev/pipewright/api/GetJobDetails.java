package dev.pipewright.api;

import dev.pipewright.runtime.JobDesk;
import dev.pipewright.wire.Operation;
import dev.pipewright.wire.Request;
import software.amazon.awssdk.services.codepipeline.model.GetJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.GetJobDetailsResponse;

/** What the worker of a job was told when it polled, with a fresh key for the artifacts while the job is not over. */
final class GetJobDetails implements Operation<GetJobDetailsRequest, GetJobDetailsResponse> {
    private final WorkersJobs jobs;
    private final JobContents contents;

    GetJobDetails(JobDesk desk, JobContents contents) {
        this.jobs = new WorkersJobs(desk);
        this.contents = contents;
    }

    @Override
    public GetJobDetailsResponse run(GetJobDetailsRequest input, Request request) {
        var order = jobs.details(input.jobId(), request);
        return GetJobDetailsResponse.builder()
                .jobDetails(it -> it.id(order.job().id())
                        .accountId(order.job().pipeline().account())
                        .data(contents.of(order)))
                .build();
    }
}
