package dev.pipewright.api;

import dev.pipewright.model.Action;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeExecutor;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.ActionTypeSettings;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.model.ExecutionMode;
import dev.pipewright.model.ExecutorType;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.model.Partner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.AcknowledgeThirdPartyJobRequest;
import software.amazon.awssdk.services.codepipeline.model.GetThirdPartyJobDetailsRequest;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;
import software.amazon.awssdk.services.codepipeline.model.PollForThirdPartyJobsRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobFailureResultRequest;
import software.amazon.awssdk.services.codepipeline.model.PutThirdPartyJobSuccessResultRequest;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJob;
import software.amazon.awssdk.services.codepipeline.model.ThirdPartyJobDetails;

/** A workshop whose build stage is the work of a partner, with that partner's calls on it, and a rival. */
final class Partnership implements AutoCloseable {
    static final ActionTypeId SCAN = new ActionTypeId(ActionCategory.Test, ActionOwner.ThirdParty, "Scan", "1");
    static final ActionTypeId POLISH = new ActionTypeId(ActionCategory.Test, ActionOwner.ThirdParty, "Polish", "1");
    static final String CLIENT = "aaaaaaaa-0000-4000-8000-000000000001";
    static final String TOKEN = "the token of the scanners";
    static final String RIVALS_TOKEN = "the token of the polishers";
    static final String FUNCTION = "arn:aws:lambda:us-east-1:999988887777:function:scan";

    final Workshop shop;

    Partnership(Path directory) {
        shop = new Workshop(
                directory,
                Workshop.pipeline(ExecutionMode.SUPERSEDED, Workshop.get(), Workshop.stage("Build", scan())));
        add(CLIENT, "scanners", TOKEN, declaration(SCAN, ActionTypeExecutor.JOB_WORKER));
        add(
                "bbbbbbbb-0000-4000-8000-000000000002", "polishers", RIVALS_TOKEN,
                declaration(POLISH, ActionTypeExecutor.JOB_WORKER));
    }

    static Action scan() {
        return Workshop.action(
                "Make", SCAN, Map.of("Project", "till", "Password", "open sesame"), List.of("Code"), List.of("Report"),
                null);
    }

    static ActionTypeDeclaration declaration(ActionTypeId id, ActionTypeExecutor executor, String... allowed) {
        return new ActionTypeDeclaration(
                new ActionType(
                        id,
                        new ActionTypeSettings(
                                null, null, "https://scan.example/{Config:Project}/{ExternalExecutionId}", null),
                        List.of(
                                new ConfigurationProperty("Project", true, true, false, true, null, null),
                                new ConfigurationProperty("Password", false, false, true, false, null, null)),
                        new ArtifactCount(1, 1), new ArtifactCount(0, 1), ActionType.CUSTOM_TIMEOUT, false, true),
                "Looks for holes", executor, List.of(allowed));
    }

    static ActionTypeExecutor workers(Integer jobTimeout, String... pollingAccounts) {
        return new ActionTypeExecutor(
                ExecutorType.JobWorker, jobTimeout, null, List.of(pollingAccounts), List.of(), null);
    }

    static ActionTypeExecutor function(Integer jobTimeout) {
        return new ActionTypeExecutor(ExecutorType.Lambda, jobTimeout, null, List.of(), List.of(), FUNCTION);
    }

    private void add(String id, String name, String token, ActionTypeDeclaration declaration) {
        shop.database.writer().commit(tx -> {
            tx.partners().add(new Partner(id, Workshop.ACCOUNT, name, shop.now), token);
            tx.integrationTypes().put(new IntegrationType(Workshop.ACCOUNT, Optional.of(id), declaration), shop.now);
            return null;
        });
    }

    /** Gives the scanners' type another executor, and others who may use it. */
    void change(ActionTypeExecutor executor, String... allowed) {
        shop.database.writer().commit(tx -> {
            var type = new IntegrationType(
                    Workshop.ACCOUNT, Optional.of(CLIENT), declaration(SCAN, executor, allowed));
            tx.integrationTypes().put(type, shop.now);
            return null;
        });
    }

    void removeScanners() {
        shop.database.writer().commit(tx -> {
            tx.partners().remove(tx.partners().find(Workshop.ACCOUNT, "scanners").orElseThrow());
            return null;
        });
    }

    List<ThirdPartyJob> poll() {
        return poll(SCAN, Workshop.ACCOUNT);
    }

    List<ThirdPartyJob> poll(ActionTypeId type, String account) {
        return new PollForThirdPartyJobs(shop.database, shop.desk)
                .run(
                        PollForThirdPartyJobsRequest.builder()
                                .actionTypeId(ActionTypeIds.wire(type))
                                .maxBatchSize(10)
                                .build(),
                        shop.request(account, Workshop.REGION))
                .jobs();
    }

    ThirdPartyJobDetails details(String jobId, String token) {
        return new GetThirdPartyJobDetails(shop.desk, shop.contents)
                .run(
                        GetThirdPartyJobDetailsRequest.builder().jobId(jobId).clientToken(token).build(),
                        shop.request())
                .jobDetails();
    }

    JobStatus acknowledge(String jobId, String nonce, String token) {
        return new AcknowledgeThirdPartyJob(shop.desk)
                .run(
                        AcknowledgeThirdPartyJobRequest.builder()
                                .jobId(jobId)
                                .nonce(nonce)
                                .clientToken(token)
                                .build(),
                        shop.request())
                .status();
    }

    /** Polls for a job, looks at it and takes it. */
    ThirdPartyJobDetails take() {
        var details = details(poll().getFirst().jobId(), TOKEN);
        acknowledge(details.id(), details.nonce(), TOKEN);
        return details;
    }

    static PutThirdPartyJobSuccessResultRequest.Builder success(String jobId) {
        return PutThirdPartyJobSuccessResultRequest.builder().jobId(jobId).clientToken(TOKEN);
    }

    void succeed(PutThirdPartyJobSuccessResultRequest.Builder result) {
        new PutThirdPartyJobSuccessResult(shop.desk, new ExecutionPages(shop.database, shop.desk))
                .run(result.build(), shop.request());
    }

    static PutThirdPartyJobFailureResultRequest.Builder failure(String jobId) {
        return PutThirdPartyJobFailureResultRequest.builder()
                .jobId(jobId)
                .clientToken(TOKEN)
                .failureDetails(it -> it.type("JobFailed").message("There is a hole").externalExecutionId("7"));
    }

    void fail(PutThirdPartyJobFailureResultRequest.Builder result) {
        new PutThirdPartyJobFailureResult(shop.desk, new ExecutionPages(shop.database, shop.desk))
                .run(result.build(), shop.request());
    }

    @Override
    public void close() {
        shop.close();
    }
}
