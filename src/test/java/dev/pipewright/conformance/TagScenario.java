package dev.pipewright.conformance;

import tools.jackson.databind.JsonNode;

/** Tags are put on resources, read and taken away. */
final class TagScenario implements Scenario {
    private String arn;

    @Override
    public void play(Scene scene) {
        Worker.makeTypes(scene);
        arn = scene.arn("tagged");
        scene.call("CreatePipeline", "{pipeline: %s}".formatted(Declared.pipeline(
                "tagged", Declared.source("till"), Declared.stage("Ask", Declared.approval("Ask")))));

        var request = "{resourceArn: '%s', tags: [{key: 'a', value: '1'}, {key: 'b', value: '2'}]}".formatted(arn);
        scene.trying("TagResource", request)
                .with("resourceArn", scene.arn("nowhere")).isRefused("ResourceNotFoundException", "nowhere")
                .with("resourceArn", "arn:aws:codepipeline:other-1:000000000000:tagged")
                .isRefused("InvalidArnException", "other-1")
                .with("tags.0.key", "Aws:a").isRefused("InvalidTagsException", "Aws:a")
                .without("tags.0.key").isRefused("ValidationException", "'tags.1.member.key'")
                .succeeds();
        scene.echoes("TagResource", "tags", Scene.json(request).get("tags"), tags(scene));
        scene.refused(
                "TagResource", "{resourceArn: '%s', tags: %s}".formatted(arn, Declared.tags(49)),
                "TooManyTagsException", "51", "50");

        var all = scene.trying("ListTagsForResource", "{resourceArn: '%s'}".formatted(arn))
                .with("resourceArn", scene.arn("nowhere")).isRefused("ResourceNotFoundException", "nowhere")
                .with("resourceArn", "arn:aws:codepipeline:other-1:000000000000:tagged")
                .isRefused("InvalidArnException", "other-1")
                .with("nextToken", "made up").isRefused("InvalidNextTokenException")
                .without("resourceArn").isRefused("ValidationException", "'resourceArn'");
        var first = all.with("maxResults", 1).isAnsweredOtherwise();
        all.with("nextToken", first.path("nextToken").asString()).isAnsweredOtherwise();

        scene.trying("UntagResource", "{resourceArn: '%s', tagKeys: ['a']}".formatted(arn))
                .with("resourceArn", scene.arn("nowhere")).isRefused("ResourceNotFoundException", "nowhere")
                .with("resourceArn", "arn:aws:codepipeline:other-1:000000000000:tagged")
                .isRefused("InvalidArnException", "other-1")
                .with("tagKeys.0", "aws:a").isRefused("InvalidTagsException", "aws:a")
                .with("tagKeys.0", "").isRefused("ValidationException", "'tagKeys'")
                .with("tagKeys.0", "z").changesNothing(() -> tags(scene))
                .succeeds();
    }

    private JsonNode tags(Scene scene) {
        return scene.call("ListTagsForResource", "{resourceArn: '%s'}".formatted(arn)).path("tags");
    }
}
