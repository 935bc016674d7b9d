package dev.pipewright.api;

import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ArtifactCount;
import dev.pipewright.model.ConfigurationProperty;
import dev.pipewright.wire.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What a custom action type must obey beyond the lengths and patterns of its members. */
final class CustomTypeRules {
    private CustomTypeRules() {}

    /** @throws dev.pipewright.wire.Fault {@code ValidationException} with the first rule that is broken */
    static void check(ActionType type) {
        var problems = problems(type);
        if (!problems.isEmpty()) {
            throw problems.getFirst();
        }
    }

    /** Everything that is wrong with a type, as {@link #check} would say it. */
    static List<Fault> problems(ActionType type) {
        var problems = new ArrayList<Fault>();
        checkCategory(type, problems);
        checkCount(type, "input", type.inputArtifacts(), problems);
        checkCount(type, "output", type.outputArtifacts(), problems);
        checkProperties(type, problems);
        checkTemplates(type, problems);
        return problems;
    }

    private static void checkCategory(ActionType type, List<Fault> problems) {
        if (type.id().category() == ActionCategory.Approval) {
            problems.add(Faults.validation(
                    "The action type %s cannot be of the category 'Approval': people answer approvals, not job workers",
                    type.id()));
        }
    }

    private static void checkCount(ActionType type, String which, ArtifactCount count, List<Fault> problems) {
        if (count.minimumCount() > count.maximumCount()) {
            problems.add(Faults.validation(
                    "The action type %s has a minimum of %d %s artifacts, which is more than its maximum of %d",
                    type.id(), count.minimumCount(), which, count.maximumCount()));
        }
    }

    private static void checkProperties(ActionType type, List<Fault> problems) {
        var properties = type.configurationProperties();
        var names = new HashSet<String>();
        for (var property : properties) {
            if (!names.add(property.name())) {
                problems.add(Faults.validation(
                        "The action type %s has the configuration property '%s' twice", type.id(), property.name()));
            }
        }
        var queryable = properties.stream().filter(ConfigurationProperty::queryable).toList();
        if (queryable.size() > 1) {
            problems.add(Faults.validation(
                    "The action type %s has the queryable properties '%s' and '%s'; at most one may be queryable",
                    type.id(), queryable.getFirst().name(), queryable.get(1).name()));
        }
        for (var property : queryable) {
            if (!property.required() || property.secret()) {
                problems.add(Faults.validation(
                        "The queryable property '%s' of the action type %s must be required and not secret",
                        property.name(), type.id()));
            }
        }
    }

    private static void checkTemplates(ActionType type, List<Fault> problems) {
        var settings = type.settings();
        checkTemplate(type, "entityUrlTemplate", settings.entityUrlTemplate(), problems);
        checkTemplate(type, "executionUrlTemplate", settings.executionUrlTemplate(), problems);
        checkTemplate(type, "revisionUrlTemplate", settings.revisionUrlTemplate(), problems);
    }

    private static void checkTemplate(ActionType type, String name, String text, List<Fault> problems) {
        if (text == null) {
            return;
        }
        var template = new UrlTemplate(text);
        template.unknownPlaceholder().ifPresent(placeholder -> {
            problems.add(Faults.validation(
                    "The %s of the action type %s has the placeholder '{%s}'; known are {Config:PROPERTY}, "
                            + "{ExternalExecutionId}, {RevisionId} and {Region}",
                    name, type.id(), placeholder));
        });
        for (var key : template.configurationKeys()) {
            var usable = type.configurationProperties().stream()
                    .anyMatch(property -> property.name().equals(key) && property.required() && !property.secret());
            if (!usable) {
                problems.add(Faults.validation(
                        "The %s of the action type %s has the placeholder '{Config:%s}', which must name a "
                                + "configuration property that is required and not secret",
                        name, type.id(), key));
            }
        }
    }
}
