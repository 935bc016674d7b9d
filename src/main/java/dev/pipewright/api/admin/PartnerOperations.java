package dev.pipewright.api.admin;

import dev.pipewright.engine.ActionCatalog;
import dev.pipewright.model.Partner;
import dev.pipewright.store.Database;
import dev.pipewright.store.Tables;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.JsonService;
import dev.pipewright.wire.Request;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Registers partners, who work for action types of the owner {@code ThirdParty}, and takes them off again. */
public final class PartnerOperations implements Consumer<JsonService.Builder> {
    private final Database database;
    private final PartnerTypes types;
    private final Supplier<String> ids;
    private final Supplier<String> tokens;

    /**
     * @param ids lower-case UUIDs
     * @param tokens texts of 256 random bits, of letters and digits
     */
    public PartnerOperations(
            Database database, ActionCatalog catalog, Supplier<String> ids, Supplier<String> tokens) {
        this.database = database;
        this.types = new PartnerTypes(catalog);
        this.ids = ids;
        this.tokens = tokens;
    }

    @Override
    public void accept(JsonService.Builder service) {
        service.with("AddPartner", this::add)
                .with("ListPartners", this::list)
                .with("RemovePartner", this::remove)
                .with("RenewPartnerToken", this::renew);
    }

    /** Adds a partner with the types that it brings, all or nothing. The token is told this one time. */
    private ObjectNode add(ObjectNode input, Request request) {
        var partner = new Partner(ids.get(), request.account(), text(input, "Name"), request.at());
        var token = tokens.get();
        var declared = types.declared(input.path("ActionTypes").asString(""));
        var named = types.named(input.path("KnownActionTypes").asString(""));
        if (declared.isEmpty() && named.isEmpty()) {
            throw Fault.of("InvalidInputException", "A partner must bring at least one action type.");
        }
        database.writer().commit(tx -> {
            if (!tx.partners().add(partner, token)) {
                throw Fault.of(
                        "ResourceAlreadyExistsException", "There is a partner with the name '%s' already.",
                        partner.name());
            }
            declared.forEach(declaration -> types.bring(tx, partner, declaration));
            named.forEach(id -> types.bring(tx, partner, types.known(tx, id)));
            return null;
        });
        return database.read(tables -> shape(tables, partner)).put("ClientToken", token);
    }

    private ObjectNode list(ObjectNode input, Request request) {
        var answer = JsonNodeFactory.instance.objectNode();
        var list = answer.putArray("Partners");
        database.read(tables -> {
            tables.partners().list(request.account()).forEach(partner -> list.add(shape(tables, partner)));
            return null;
        });
        return answer;
    }

    /** From now on nobody polls for its types, and its token is good for nothing. */
    private ObjectNode remove(ObjectNode input, Request request) {
        database.writer().commit(tx -> {
            tx.partners().remove(named(tx, text(input, "Name"), request));
            return null;
        });
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode renew(ObjectNode input, Request request) {
        var token = tokens.get();
        var partner = database.writer().commit(tx -> {
            var found = named(tx, text(input, "Name"), request);
            tx.partners().renew(found, token);
            return found;
        });
        return database.read(tables -> shape(tables, partner)).put("ClientToken", token);
    }

    private static Partner named(Tables tables, String name, Request request) {
        return tables.partners()
                .find(request.account(), name)
                .orElseThrow(() -> Fault.of(
                        "ResourceNotFoundException", "There is no partner with the name '%s'.", name));
    }

    private static String text(ObjectNode input, String member) {
        return input.path(member).asString("");
    }

    private static ObjectNode shape(Tables tables, Partner partner) {
        var shape = JsonNodeFactory.instance.objectNode()
                .put("ClientId", partner.id())
                .put("Name", partner.name())
                .put("CreatedAt", partner.createdAt().toString());
        var list = shape.putArray("ActionTypes");
        tables.integrationTypes().all().stream()
                .filter(type -> type.partner().filter(partner.id()::equals).isPresent())
                .map(type -> type.id().toString())
                .sorted()
                .forEach(list::add);
        return shape;
    }
}
