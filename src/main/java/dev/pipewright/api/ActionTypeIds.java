package dev.pipewright.api;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionTypeId;

/** Action type ids between the wire and the model. */
final class ActionTypeIds {
    private ActionTypeIds() {}

    /** The id that a request names; its enumerations have passed the model's constraints. */
    static ActionTypeId model(software.amazon.awssdk.services.codepipeline.model.ActionTypeId wire) {
        return new ActionTypeId(
                ActionCategory.valueOf(wire.categoryAsString()),
                ActionOwner.valueOf(wire.ownerAsString()),
                wire.provider(),
                wire.version());
    }

    static software.amazon.awssdk.services.codepipeline.model.ActionTypeId wire(ActionTypeId id) {
        return software.amazon.awssdk.services.codepipeline.model.ActionTypeId.builder()
                .category(id.category().name())
                .owner(id.owner().name())
                .provider(id.provider())
                .version(id.version())
                .build();
    }

    /** The id of a custom type. */
    static ActionTypeId custom(String category, String provider, String version) {
        return new ActionTypeId(ActionCategory.valueOf(category), ActionOwner.Custom, provider, version);
    }
}
