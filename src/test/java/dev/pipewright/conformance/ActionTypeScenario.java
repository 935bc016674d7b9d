package dev.pipewright.conformance;

import tools.jackson.databind.JsonNode;

/** Custom action types are made, listed and deleted. */
final class ActionTypeScenario implements Scenario {
    private static final String CREATE = "CreateCustomActionType";

    @Override
    public void play(Scene scene) {
        var request = Scene.json(Declared.custom("Build", "Make", 1, 4, 3));
        scene.call(CREATE, request);
        var type = custom(scene).get(0);
        for (var member : new String[] {"category", "provider", "version"}) {
            scene.echoes(CREATE, member, request.get(member), type.path("id").path(member));
        }
        scene.echoes(CREATE, "settings", request.get("settings"), type.path("settings"));
        scene.echoes(
                CREATE, "configurationProperties", request.get("configurationProperties"),
                type.path("actionConfigurationProperties"));
        scene.echoes(
                CREATE, "inputArtifactDetails", request.get("inputArtifactDetails"),
                type.path("inputArtifactDetails"));
        scene.echoes(
                CREATE, "outputArtifactDetails", request.get("outputArtifactDetails"),
                type.path("outputArtifactDetails"));
        var tags = scene.call("ListTagsForResource", "{resourceArn: '%s'}".formatted(
                scene.arn("actiontype:Custom/Build/Make/1")));
        scene.echoes(CREATE, "tags", request.get("tags"), tags.path("tags"));
        refused(scene);
        listed(scene);
        scene.trying("DeleteCustomActionType", "{category: 'Build', provider: 'Make', version: '1'}")
                .with("category", "Test").changesNothing(() -> custom(scene))
                .with("provider", "Bake").changesNothing(() -> custom(scene))
                .with("version", "2").changesNothing(() -> custom(scene))
                .without("version").isRefused("ValidationException", "'version'")
                .succeeds();
    }

    private static JsonNode custom(Scene scene) {
        return scene.call("ListActionTypes", "{actionOwnerFilter: 'Custom'}").path("actionTypes");
    }

    private static void refused(Scene scene) {
        scene.refused(CREATE, Declared.custom("Build", "Make", 2, 4, 3), "ValidationException", "Build", "Make");
        scene.refused(CREATE, "{}", "ValidationException", "'category'", "'version'");
        var other = Scene.json(Declared.custom("Build", "Bake", 1, 4, 3));
        other.set("tags", Scene.json("{it: %s}".formatted(Declared.tags(51))).get("it"));
        scene.refused(CREATE, other, "TooManyTagsException", "51", "50");
        other.set("tags", Scene.json("{it: [{key: 'aws:x', value: ''}]}").get("it"));
        scene.refused(CREATE, other, "InvalidTagsException", "aws:x");
    }

    private static void listed(Scene scene) {
        var all = scene.trying("ListActionTypes", "{}");
        all.with("actionOwnerFilter", "AWS").isAnsweredOtherwise();
        all.with("nextToken", scene.call("ListActionTypes", "{}").path("nextToken").asString()).isAnsweredOtherwise();
        scene.trying("ListActionTypes", "{actionOwnerFilter: 'Custom'}")
                .with("regionFilter", "nowhere-1").isAnsweredOtherwise();
        all.with("nextToken", "made up").isRefused("InvalidNextTokenException");
        all.with("regionFilter", "x").isRefused("ValidationException", "'regionFilter'");
    }
}
