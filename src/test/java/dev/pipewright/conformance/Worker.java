package dev.pipewright.conformance;

import tools.jackson.databind.JsonNode;

/** Does the jobs of the two custom types, each of one project. */
record Worker(Scene scene, String project) {
    /** Makes the two types. */
    static void makeTypes(Scene scene) {
        scene.call("CreateCustomActionType", Declared.custom("Source", "Fetch", 0, 0, 1));
        scene.call("CreateCustomActionType", Declared.custom("Build", "Make", 0, 5, 5));
    }

    /** Waits for a job without taking it. */
    JsonNode offered(String type) {
        return scene.until(
                        "PollForJobs",
                        "{actionTypeId: %s, queryParam: {Project: '%s'}}".formatted(type, project),
                        answer -> !answer.path("jobs").isEmpty())
                .at("/jobs/0");
    }

    /** Waits for a job and takes it. */
    JsonNode take(String type) {
        var job = offered(type);
        scene.call("AcknowledgeJob", "{jobId: '%s', nonce: '%s'}".formatted(id(job), job.path("nonce").asString()));
        return job;
    }

    static String id(JsonNode job) {
        return job.path("id").asString();
    }

    /** Does the next job of the source, with a revision and a variable. */
    void fetch(String revision) {
        scene.call("PutJobSuccessResult", """
                {jobId: '%s', outputVariables: {Colour: 'red'},
                 currentRevision: {revision: '%s', changeIdentifier: 'c-%s', created: 1750000000,
                                   revisionSummary: 'A better till'}}"""
                .formatted(id(take(Declared.FETCH)), revision, revision));
    }

    /** Does the next build, well. */
    void make() {
        scene.call("PutJobSuccessResult", "{jobId: '%s'}".formatted(id(take(Declared.MAKE))));
    }

    /** Does the next build, badly. */
    void fail() {
        scene.call("PutJobFailureResult", """
                {jobId: '%s', failureDetails: {type: 'JobFailed', message: 'The saw is blunt'}}"""
                .formatted(id(take(Declared.MAKE))));
    }
}
