package dev.pipewright.api;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Action;
import java.util.Map;
import java.util.Optional;

/** The pages about what actions work on, made from the URL templates of their types. */
record EntityUrls(ActionCatalog catalog, String region) {
    /** The page about the action's resource; null where its type has no template, or a value for it is missing. */
    String entity(Action action) {
        return catalog.find(action.actionTypeId())
                .flatMap(type -> Optional.ofNullable(type.settings().entityUrlTemplate()))
                .map(UrlTemplate::new)
                .flatMap(template -> template.fill(action.configuration(), Map.of(UrlTemplate.REGION, region)))
                .orElse(null);
    }
}
