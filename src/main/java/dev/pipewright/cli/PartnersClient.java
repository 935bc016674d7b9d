package dev.pipewright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations of the server's administration that are about partners. */
final class PartnersClient {
    /** Who works for action types of the owner {@code ThirdParty}. */
    record Partner(String clientId, String name, List<String> actionTypes) {}

    /** What a partner has to know, and is told once. */
    record Credentials(String clientId, String clientToken) {
        @Override
        public String toString() {
            return "Credentials[clientId=%s, clientToken=****]".formatted(clientId);
        }
    }

    private final SignedJson server;

    PartnersClient(SignedJson server) {
        this.server = server;
    }

    /**
     * Registers a partner.
     *
     * @param declared declarations of action types, as JSON
     * @param known types that the server has a declaration of, as CATEGORY/PROVIDER/VERSION
     */
    Credentials add(String name, List<JsonNode> declared, List<String> known) throws InterruptedException {
        var input = named(name);
        if (!declared.isEmpty()) {
            var list = JsonNodeFactory.instance.arrayNode();
            declared.forEach(list::add);
            input.put("ActionTypes", list.toString());
        }
        if (!known.isEmpty()) input.put("KnownActionTypes", String.join(" ", known));
        return credentials(server.call("AddPartner", input));
    }

    /** Gives a partner another token; the one before is good for nothing from then on. */
    Credentials renew(String name) throws InterruptedException {
        return credentials(server.call("RenewPartnerToken", named(name)));
    }

    void remove(String name) throws InterruptedException {
        server.call("RemovePartner", named(name));
    }

    /** All partners by name. */
    List<Partner> all() throws InterruptedException {
        var all = new ArrayList<Partner>();
        server.call("ListPartners", JsonNodeFactory.instance.objectNode())
                .path("Partners")
                .forEach(one -> all.add(new Partner(
                        one.path("ClientId").asString(""),
                        one.path("Name").asString(""),
                        StreamSupport.stream(one.path("ActionTypes").spliterator(), false)
                                .map(type -> type.asString(""))
                                .toList())));
        return all;
    }

    private static ObjectNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("Name", name);
    }

    private static Credentials credentials(JsonNode answer) {
        return new Credentials(answer.path("ClientId").asString(""), answer.path("ClientToken").asString(""));
    }
}
