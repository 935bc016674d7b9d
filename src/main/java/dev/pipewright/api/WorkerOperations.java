package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.iam.SessionTokens;
import dev.pipewright.runtime.JobDesk;
import dev.pipewright.store.Database;
import dev.pipewright.wire.JsonService;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeJobRequest;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeThirdPartyJobRequest;
import software.amazon.awssdk.services.codepipeline.model.CreateCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.DeleteCustomActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.GetActionTypeRequest;
import software.amazon.awssdk.services.codepipeline.model.GetJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.GetThirdPartyJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.ListActionTypesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.PollForJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PollForThirdPartyJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.TagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdateActionTypeRequest;

/** The operations around job workers, and the tags. */
public final class WorkerOperations {
    private WorkerOperations() {}

    /** Adds what job workers and partners call. */
    public static void addJobs(JsonService.Builder service, Database database, JobDesk desk, SessionTokens keys) {
        var contents = new JobContents(keys);
        var pages = new ExecutionPages(database, desk);
        service.with("PollForJobs", PollForJobsRequest::builder, new PollForJobs(database, desk, contents))
                .with("AcknowledgeJob", AcknowledgeJobRequest::builder, new AcknowledgeJob(desk))
                .with("GetJobDetails", GetJobDetailsRequest::builder, new GetJobDetails(desk, contents))
                .with(
                        "PutJobSuccessResult",
                        PutJobSuccessResultRequest::builder,
                        new PutJobSuccessResult(desk, pages))
                .with(
                        "PutJobFailureResult",
                        PutJobFailureResultRequest::builder,
                        new PutJobFailureResult(desk, pages))
                .with(
                        "PollForThirdPartyJobs",
                        PollForThirdPartyJobsRequest::builder,
                        new PollForThirdPartyJobs(database, desk))
                .with(
                        "GetThirdPartyJobDetails",
                        GetThirdPartyJobDetailsRequest::builder,
                        new GetThirdPartyJobDetails(desk, contents))
                .with(
                        "AcknowledgeThirdPartyJob",
                        AcknowledgeThirdPartyJobRequest::builder,
                        new AcknowledgeThirdPartyJob(desk))
                .with(
                        "PutThirdPartyJobSuccessResult",
                        PutThirdPartyJobSuccessResultRequest::builder,
                        new PutThirdPartyJobSuccessResult(desk, pages))
                .with(
                        "PutThirdPartyJobFailureResult",
                        PutThirdPartyJobFailureResultRequest::builder,
                        new PutThirdPartyJobFailureResult(desk, pages));
    }

    /** Adds what makes, changes, deletes and tells action types. */
    public static void addActionTypes(
            JsonService.Builder service, Database database, ActionCatalog catalog, PageTokens pages) {
        service.with(
                        "CreateCustomActionType",
                        CreateCustomActionTypeRequest::builder,
                        new CreateCustomActionType(database))
                .with(
                        "DeleteCustomActionType",
                        DeleteCustomActionTypeRequest::builder,
                        new DeleteCustomActionType(database))
                .with(
                        "ListActionTypes",
                        ListActionTypesRequest::builder,
                        new ListActionTypes(database, catalog, pages))
                .with("GetActionType", GetActionTypeRequest::builder, new GetActionType(database, catalog))
                .with("UpdateActionType", UpdateActionTypeRequest::builder, new UpdateActionType(database, catalog));
    }

    /** Adds the operations on tags. */
    public static void addTags(JsonService.Builder service, Database database, PageTokens pages) {
        service.with("TagResource", TagResourceRequest::builder, new TagResource(database))
                .with("UntagResource", UntagResourceRequest::builder, new UntagResource(database))
                .with(
                        "ListTagsForResource",
                        ListTagsForResourceRequest::builder,
                        new ListTagsForResource(database, pages));
    }
}
