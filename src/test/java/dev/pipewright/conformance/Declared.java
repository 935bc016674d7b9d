package dev.pipewright.conformance;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests and parts of definitions as JSON. */
final class Declared {
    private Declared() {}

    /** A pipeline of type V2 in mode SUPERSEDED. */
    static String pipeline(String name, String... stages) {
        return pipelineIn("SUPERSEDED", name, stages);
    }

    static String pipelineIn(String mode, String name, String... stages) {
        return """
                {name: '%s', pipelineType: 'V2', executionMode: '%s', roleArn: '%s',
                 artifactStore: {type: 'S3', location: 'conformance-artifacts',
                                 encryptionKey: {id: 'alias/conformance', type: 'KMS'}},
                 stages: [%s]}""".formatted(name, mode, Scene.ROLE, String.join(", ", stages));
    }

    static String stage(String name, String... actions) {
        return "{name: '%s', actions: [%s]}".formatted(name, String.join(", ", actions));
    }

    /** A stage with further members, such as {@code beforeEntry}. */
    static String stage(String name, String action, String member, String value) {
        return "{name: '%s', actions: [%s], %s: %s}".formatted(name, action, member, value);
    }

    /** The source stage that waits for a worker of {@link #FETCH}. */
    static String source(String project) {
        return stage("Source", action("Get", FETCH, """
                configuration: {Project: '%s'}, outputArtifacts: [{name: 'Code'}], namespace: 'Got'"""
                .formatted(project)));
    }

    /** An action that waits for a worker of {@link #MAKE}. */
    static String make(String name, String project) {
        return action(name, MAKE, """
                configuration: {Project: '%s', Password: 'open sesame', Note: '#{Got.Colour}'}, namespace: 'Of%s',
                inputArtifacts: [{name: 'Code'}], outputArtifacts: [{name: '%s'}], roleArn: '%s'"""
                .formatted(project, name, name, Scene.ROLE));
    }

    static String approval(String name) {
        return action(name, type("Approval", "AWS", "Manual"), "timeoutInMinutes: 60");
    }

    static String action(String name, String type, String rest) {
        return "{name: '%s', actionTypeId: %s, %s}".formatted(name, type, rest);
    }

    /** The object that a source action copies when its pipeline is started. */
    static String object(String key) {
        return stage("Source", action("Get", type("Source", "AWS", "S3"), """
                configuration: {S3Bucket: '%s', S3ObjectKey: '%s', PollForSourceChanges: 'false'},
                outputArtifacts: [{name: 'Code'}], namespace: 'Got'""".formatted(Served.INBOX, key)));
    }

    static String type(String category, String owner, String provider) {
        return "{category: '%s', owner: '%s', provider: '%s', version: '1'}".formatted(category, owner, provider);
    }

    /** A custom source, and a custom build. */
    static final String FETCH = type("Source", "Custom", "Fetch");

    static final String MAKE = type("Build", "Custom", "Make");

    private static final String PAGE = "https://bench.example/{Region}/{Config:Project}";

    /** The request that makes one of the two types. */
    static String custom(String category, String provider, int fewest, int mostInputs, int mostOutputs) {
        return """
                {category: '%s', provider: '%s', version: '1',
                 settings: {thirdPartyConfigurationUrl: 'https://bench.example/set-up', entityUrlTemplate: '%s',
                            executionUrlTemplate: '%s/runs/{ExternalExecutionId}',
                            revisionUrlTemplate: '%s/revisions/{RevisionId}'},
                 configurationProperties: [
                    {name: 'Project', required: true, key: true, secret: false, queryable: true,
                     description: 'Whose work it is', type: 'String'},
                    {name: 'Note', required: false, key: false, secret: false},
                    {name: 'Password', required: false, key: false, secret: true}],
                 inputArtifactDetails: {minimumCount: %d, maximumCount: %d},
                 outputArtifactDetails: {minimumCount: %d, maximumCount: %d},
                 tags: [{key: 'cost', value: '7'}, {key: 'team', value: 'blue'}]}"""
                .formatted(category, provider, PAGE, PAGE, PAGE, fewest, mostInputs, fewest, mostOutputs);
    }

    /** So many tags. */
    static String tags(int count) {
        return Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map("{key: 'key-%d', value: 'v'}"::formatted)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
