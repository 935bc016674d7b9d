package dev.pipewright.conformance;

import static dev.pipewright.conformance.Declared.pipeline;
import static dev.pipewright.conformance.Declared.source;
import static dev.pipewright.conformance.Declared.stage;

import tools.jackson.databind.node.ObjectNode;

/** Definitions are made, read, listed, replaced and deleted. */
final class DefinitionScenario implements Scenario {
    /** Every member that a definition may have, but for artifactStores, which excludes artifactStore. */
    private ObjectNode rich(String name, String region) {
        var patterns = "includes: ['a*'], excludes: ['ab']";
        var rules = """
                {conditions: [{result: '%s', rules: [
                   {name: 'Check', ruleTypeId: {category: 'Rule', owner: 'AWS', provider: 'VariableCheck', version: '1'},
                    configuration: {Variable: '#{Of.BranchName}', Operator: 'EQ', Value: 'main'},
                    roleArn: '%s', region: '%s', timeoutInMinutes: 7},
                   {name: 'Run', ruleTypeId: {category: 'Rule', owner: 'AWS', provider: 'Commands', version: '1'},
                    commands: ['true'], inputArtifacts: [{name: 'Code'}]}]}]"""
                .formatted("%s", Scene.ROLE, region);
        return Scene.json("""
                {name: '%1$s', roleArn: '%2$s', version: 7, executionMode: 'QUEUED', pipelineType: 'V2',
                 artifactStore: {type: 'S3', location: 'rich-artifacts', encryptionKey: {id: 'alias/rich', type: 'KMS'}},
                 variables: [{name: 'Colour', defaultValue: 'red', description: 'Of the walls'}],
                 triggers: [{providerType: 'CodeStarSourceConnection', gitConfiguration: {sourceActionName: 'Code',
                    push: [{tags: {%4$s}}, {branches: {%4$s}, filePaths: {%4$s}}],
                    pullRequest: [{events: ['OPEN', 'CLOSED'], branches: {%4$s}, filePaths: {%4$s}}]}}],
                 stages: [
                   {name: 'Source', actions: [{name: 'Code', runOrder: 2, namespace: 'Of',
                       actionTypeId: {category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection',
                                      version: '1'},
                       configuration: {ConnectionArn: '%5$s', FullRepositoryId: 'a/b', BranchName: 'main'},
                       outputArtifacts: [{name: 'Code'}], region: '%6$s', roleArn: '%2$s'}]},
                   {name: 'Build', blockers: [{name: 'Night', type: 'Schedule'}],
                    actions: [{name: 'Run', actionTypeId: {category: 'Compute', owner: 'AWS', provider: 'Commands',
                                                           version: '1'},
                       commands: ['echo one', 'echo two'], inputArtifacts: [{name: 'Code'}],
                       outputArtifacts: [{name: 'Site', files: ['site/**', 'x']}], outputVariables: ['ANSWER'],
                       environmentVariables: [{name: 'SHADE', value: 'light', type: 'PLAINTEXT'}]}],
                    beforeEntry: %3$s}, onSuccess: %3$s}, onFailure: %7$s, result: 'ROLLBACK'}},
                   {name: 'Ask', actions: [{name: 'Ask', timeoutInMinutes: 30,
                       actionTypeId: {category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1'}}],
                    onFailure: {result: 'RETRY', retryConfiguration: {retryMode: 'ALL_ACTIONS'}}}]}"""
                .formatted(
                        name, Scene.ROLE, rules.formatted("FAIL"), patterns, connection, region,
                        rules.formatted("ROLLBACK")));
    }

    private static ObjectNode create(ObjectNode pipeline) {
        var request = Scene.json("{tags: [{key: 'team', value: 'blue'}, {key: 'cost', value: '7'}]}");
        request.set("pipeline", pipeline);
        return request;
    }

    /** The definition without its version, which the server counts itself. */
    private static ObjectNode unnumbered(ObjectNode pipeline) {
        var copy = pipeline.deepCopy();
        copy.remove("version");
        return copy;
    }

    private static ObjectNode withStores(ObjectNode pipeline, String region) {
        var copy = pipeline.deepCopy();
        var store = copy.remove("artifactStore");
        copy.putObject("artifactStores").set(region, store);
        return copy;
    }

    private String connection;

    @Override
    public void play(Scene scene) {
        connection = scene.server().connection(scene.region());
        scene.call("CreateCustomActionType", Declared.custom("Source", "Fetch", 0, 0, 1));
        made(scene);
        replaced(scene);
        listed(scene);
        refused(scene);
        deleted(scene);
    }

    private void made(Scene scene) {
        var rich = rich("rich", scene.region());
        var request = create(rich);
        var created = scene.call("CreatePipeline", request);
        scene.echoes("CreatePipeline", "tags", request.get("tags"), created.get("tags"));
        var read = scene.call("GetPipeline", "{name: 'rich'}").path("pipeline");
        scene.echoes("CreatePipeline", "pipeline", unnumbered(rich), read);

        var stores = withStores(rich("stores", scene.region()), scene.region());
        scene.call("CreatePipeline", create(stores));
        read = scene.call("GetPipeline", "{name: 'stores'}").path("pipeline");
        scene.echoes("CreatePipeline", "pipeline", unnumbered(stores), read);
    }

    private void replaced(Scene scene) {
        for (var rich : new ObjectNode[] {
            rich("replaced", scene.region()), withStores(rich("replaced", scene.region()), scene.region())
        }) {
            scene.call("CreatePipeline", "{pipeline: %s}".formatted(pipeline("replaced", source("till"), stage("Ask",
                    Declared.approval("Ask")))));
            scene.call("UpdatePipeline", "{pipeline: %s}".formatted(rich));
            var read = scene.call("GetPipeline", "{name: 'replaced'}").path("pipeline");
            scene.echoes("UpdatePipeline", "pipeline", unnumbered(rich), read);
            if (rich.has("artifactStore")) scene.call("DeletePipeline", "{name: 'replaced'}");
        }
        scene.trying("GetPipeline", "{name: 'replaced', version: 1}")
                .with("name", "nowhere").isRefused("PipelineNotFoundException", "nowhere")
                .with("version", 3).isRefused("PipelineVersionNotFoundException", "replaced", "3")
                .with("version", 2).isAnsweredOtherwise();
        scene.refused("GetPipeline", "{}", "ValidationException", "'name'");
    }

    private static void listed(Scene scene) {
        var first = scene.trying("ListPipelines", "{}").with("maxResults", 1).isAnsweredOtherwise();
        scene.trying("ListPipelines", "{maxResults: 1}")
                .with("nextToken", first.path("nextToken").asString()).isAnsweredOtherwise();
        scene.refused("ListPipelines", "{nextToken: 'made up'}", "InvalidNextTokenException");
        scene.refused("ListPipelines", "{maxResults: 1001}", "ValidationException", "'maxResults'", "1000");
    }

    private void refused(Scene scene) {
        for (var operation : new String[] {"CreatePipeline", "UpdatePipeline"}) {
            var name = operation.equals("CreatePipeline") ? "wrong" : "rich";
            scene.refused(operation, "{}", "ValidationException", "'pipeline'");
            scene.refused(
                    operation, "{pipeline: %s}".formatted(pipeline(name, source("till"))),
                    "InvalidStructureException", "1 stage");
            scene.refused(
                    operation,
                    "{pipeline: %s}".formatted(pipeline(name, source("till"), stage("Source", Declared.approval("Ask")))),
                    "InvalidStageDeclarationException", "Source");
            scene.refused(
                    operation,
                    "{pipeline: %s}".formatted(pipeline(name, source("till"), stage("Build", Declared.action(
                            "Lunch", Declared.type("Build", "Custom", "Cook"), "runOrder: 1")))),
                    "InvalidActionDeclarationException", "Cook", "Lunch");
            scene.refused(
                    operation,
                    "{pipeline: %s}".formatted(pipeline(name, source("till"), stage(
                            "Ask", Declared.approval("Ask"), "blockers",
                            "[{name: 'Night', type: 'Schedule'}, {name: 'Night', type: 'Schedule'}]"))),
                    "InvalidBlockerDeclarationException", "Night", "Ask");
        }
        scene.refused(
                "CreatePipeline", create(rich("rich", scene.region())), "PipelineNameInUseException", "rich");
        scene.refused(
                "UpdatePipeline", "{pipeline: %s}".formatted(rich("nowhere", scene.region())),
                "PipelineNotFoundException", "nowhere");
        var good = pipeline("tagged", source("till"), stage("Ask", Declared.approval("Ask")));
        scene.refused(
                "CreatePipeline", "{pipeline: %s, tags: %s}".formatted(good, Declared.tags(51)),
                "TooManyTagsException", "51", "50");
        scene.refused(
                "CreatePipeline", "{pipeline: %s, tags: [{key: 'AWS:x', value: ''}]}".formatted(good),
                "InvalidTagsException", "AWS:x");
        scene.refused("GetPipeline", "{name: 'tagged'}", "PipelineNotFoundException", "tagged");
    }

    private static void deleted(Scene scene) {
        scene.refused("DeletePipeline", "{}", "ValidationException", "'name'");
        scene.call("DeletePipeline", "{name: 'other'}");
        var before = scene.call("GetPipeline", "{name: 'rich'}").at("/pipeline/name").asString();
        scene.call("DeletePipeline", "{name: 'rich'}");
        scene.refused("GetPipeline", "{name: 'rich'}", "PipelineNotFoundException", "rich");
        scene.shows("DeletePipeline", "name", "rich", before);
    }
}
