package dev.pipewright.e2e;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionConfigurationProperty;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ActionTypeId;
import software.amazon.awssdk.services.codepipeline.model.Job;
import software.amazon.awssdk.services.codepipeline.model.JobStatus;

/**
 * A job worker that knows the public API only. Its type has one queryable property, so that several pipelines can share
 * the type and each test still gets its own jobs.
 */
record CustomWorker(CodePipelineClient client, ActionTypeId type) {
    private static final String PAGE = "https://bench.example/{Region}/{Config:Project}";

    /** Registers an action type with a page for each thing that a type can have pages for. */
    static CustomWorker register(
            CodePipelineClient client, ActionCategory category, String provider, int inputs, int outputs) {
        client.createCustomActionType(request -> request.category(category)
                .provider(provider)
                .version("1")
                .settings(settings -> settings.entityUrlTemplate(PAGE)
                        .executionUrlTemplate(PAGE + "/runs/{ExternalExecutionId}")
                        .revisionUrlTemplate(PAGE + "/revisions/{RevisionId}"))
                .configurationProperties(
                        property("Project").required(true).key(true).queryable(true).build(),
                        property("Note").build(),
                        property("Password").secret(true).build())
                .inputArtifactDetails(count -> count.minimumCount(inputs).maximumCount(inputs))
                .outputArtifactDetails(count -> count.minimumCount(outputs).maximumCount(outputs)));
        return new CustomWorker(client, Sketch.type(category, ActionOwner.CUSTOM, provider));
    }

    private static ActionConfigurationProperty.Builder property(String name) {
        return ActionConfigurationProperty.builder().name(name).required(false).key(false).secret(false);
    }

    ActionDeclaration.Builder action(String name, String project, Map<String, String> more) {
        var configuration = new HashMap<>(more);
        configuration.put("Project", project);
        return Sketch.action(name, type).configuration(configuration);
    }

    List<Job> poll(String project) {
        return client.pollForJobs(request -> request.actionTypeId(type)
                        .maxBatchSize(10)
                        .queryParam(Map.of("Project", project)))
                .jobs();
    }

    /** Waits for a job without taking it. */
    Job offered(String project) {
        return Eventually.find("a job of " + project, () -> poll(project).stream().findFirst());
    }

    /** Waits for a job and takes it. */
    Job take(String project) {
        var job = offered(project);
        var status = client.acknowledgeJob(request -> request.jobId(job.id()).nonce(job.nonce())).status();
        if (status != JobStatus.IN_PROGRESS) {
            throw new AssertionError("The job %s should be ours and is %s".formatted(job.id(), status));
        }
        return job;
    }

    void succeed(Job job) {
        client.putJobSuccessResult(request -> request.jobId(job.id()));
    }
}
