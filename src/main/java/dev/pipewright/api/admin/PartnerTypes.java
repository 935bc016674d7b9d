package dev.pipewright.api.admin;

import dev.pipewright.api.ActionTypeDeclarations;
import dev.pipewright.api.IntegrationRules;
import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.ActionCategory;
import dev.pipewright.model.ActionOwner;
import dev.pipewright.model.ActionType;
import dev.pipewright.model.ActionTypeDeclaration;
import dev.pipewright.model.ActionTypeExecutor;
import dev.pipewright.model.ActionTypeId;
import dev.pipewright.model.IntegrationType;
import dev.pipewright.model.Partner;
import dev.pipewright.store.Tables;
import dev.pipewright.store.Tx;
import dev.pipewright.wire.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The action types that a partner brings: declared in full, or named where the server knows a declaration already. */
record PartnerTypes(ActionCatalog catalog) {
    private static final Pattern NAME = Pattern.compile("([A-Za-z]+)/([0-9A-Za-z_-]{1,35})/([0-9A-Za-z_-]{1,9})");

    /** The declarations in a JSON list, each written as UpdateActionType takes it. */
    List<ActionTypeDeclaration> declared(String json) {
        if (json.isEmpty()) {
            return List.of();
        }
        JsonNode list;
        try {
            list = JsonMapper.shared().readTree(json);
        } catch (JacksonException unreadable) {
            throw Fault.of("InvalidInputException", "The ActionTypes are not JSON.");
        }
        if (!list.isArray()) {
            throw Fault.of("InvalidInputException", "The ActionTypes are not a JSON list.");
        }
        return StreamSupport.stream(list.spliterator(), false)
                .map(ActionTypeDeclarations::read)
                .toList();
    }

    /** The identities of types that are written as {@code CATEGORY/PROVIDER/VERSION}, with blanks between them. */
    List<ActionTypeId> named(String names) {
        return Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(PartnerTypes::id)
                .toList();
    }

    private static ActionTypeId id(String name) {
        var parts = NAME.matcher(name);
        var category = Optional.of(parts)
                .filter(it -> it.matches())
                .flatMap(it -> Arrays.stream(ActionCategory.values())
                        .filter(each -> each.name().equals(it.group(1)))
                        .findFirst());
        return category.map(it -> new ActionTypeId(it, ActionOwner.ThirdParty, parts.group(2), parts.group(3)))
                .orElseThrow(() -> Fault.of(
                        "InvalidInputException",
                        "'%s' is not an action type in the form CATEGORY/PROVIDER/VERSION, such as Test/Bench/1.",
                        name));
    }

    /** What the server knows of a type: from a partner that was removed, or from the service's own list. */
    ActionTypeDeclaration known(Tables tables, ActionTypeId id) {
        return tables.integrationTypes()
                .findAlsoRemoved(id)
                .map(IntegrationType::declaration)
                .or(() -> catalog.find(id).map(PartnerTypes::declaration))
                .orElseThrow(() -> Fault.of(
                        "ResourceNotFoundException",
                        "The server knows no declaration of the action type %s; give one with the partner.",
                        id));
    }

    private static ActionTypeDeclaration declaration(ActionType known) {
        return new ActionTypeDeclaration(
                new ActionType(
                        known.id(), known.settings(), known.configurationProperties(), known.inputArtifacts(),
                        known.outputArtifacts(), ActionType.CUSTOM_TIMEOUT, known.v2Only(), true),
                null,
                ActionTypeExecutor.JOB_WORKER,
                List.of());
    }

    /** Makes a type one of a partner. */
    void bring(Tx tx, Partner partner, ActionTypeDeclaration declaration) {
        var id = declaration.type().id();
        if (id.owner() != ActionOwner.ThirdParty) {
            throw Fault.of(
                    "InvalidInputException",
                    "A partner brings action types of the owner 'ThirdParty'; the owner of %s is '%s'.",
                    id, id.owner());
        }
        if (catalog.find(id).filter(ActionType::available).isPresent()) {
            throw Fault.of("InvalidInputException", "The action type %s is built into this server.", id);
        }
        tx.integrationTypes().findAlsoRemoved(id).ifPresent(before -> {
            if (before.partner().isPresent()) {
                throw Fault.of(
                        "ResourceAlreadyExistsException", "The action type %s is that of a partner already.", id);
            }
            IntegrationRules.trouble(before.declaration(), declaration).ifPresent(trouble -> {
                throw Fault.of("InvalidInputException", "%s.", trouble);
            });
        });
        var type = new IntegrationType(partner.account(), Optional.of(partner.id()), declaration);
        tx.integrationTypes().put(type, partner.createdAt());
    }
}
