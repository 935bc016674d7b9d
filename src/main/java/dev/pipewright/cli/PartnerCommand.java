package dev.pipewright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The partners of a running server: who works for action types of the owner ThirdParty. */
final class PartnerCommand {
    private PartnerCommand() {}

    static CommandLine of(Terminal terminal) {
        return Group.of(
                "partner",
                "Adds, lists and removes partners, who work for action types of the owner ThirdParty.",
                new Add(terminal),
                new Names(terminal),
                new Remove(terminal),
                new Renew(terminal));
    }

    private static void tell(Terminal terminal, PartnersClient.Credentials credentials) {
        terminal.out().println("clientId     " + credentials.clientId());
        terminal.out().println("clientToken  " + credentials.clientToken());
        terminal.err().println("The client token is not shown again.");
    }

    @Command(name = "add", description = "Adds a partner with its action types, and prints its client id and token.")
    static final class Add extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "Up to 64 letters, digits and .@-_")
        private String name;

        @Option(
                names = "--action-type",
                paramLabel = "FILE",
                description = "Declares an action type: JSON as update-action-type takes it. May be repeated.")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = "--type",
                paramLabel = "CATEGORY/PROVIDER/VERSION",
                description = "Names an action type that the server knows already, such as Invoke/Snyk/1, or one of a"
                        + " partner that was removed. May be repeated.")
        private List<String> types = new ArrayList<>();

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            if (files.isEmpty() && types.isEmpty()) {
                throw new Complaint("A partner needs an action type: give --action-type FILE or --type.");
            }
            var declared = files.stream().map(Add::declaration).toList();
            tell(terminal, new PartnersClient(common.administration()).add(name, declared, types));
            return 0;
        }

        /** Files that get-action-type answered have the declaration as a member. */
        private static JsonNode declaration(Path file) {
            try {
                var json = JsonMapper.shared().readTree(Files.readString(file));
                return json.has("actionType") ? json.get("actionType") : json;
            } catch (IOException unreadable) {
                throw new Complaint("The file %s cannot be read.", file);
            } catch (JacksonException notJson) {
                throw new Complaint("The file %s is not JSON.", file);
            }
        }
    }

    @Command(name = "list", description = "Lists the partners: name, client id and action types.")
    static final class Names extends ServerCommand {
        Names(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            for (var each : new PartnersClient(common.administration()).all()) {
                terminal.out().println(String.join(
                        "  ", Line.plain(each.name()).text(), each.clientId(), String.join(" ", each.actionTypes())));
            }
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes a partner: its token is good for nothing, its types are gone.")
    static final class Remove extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "The partner's name.")
        private String name;

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            new PartnersClient(common.administration()).remove(name);
            return 0;
        }
    }

    @Command(name = "renew", description = "Gives a partner another client token, and prints it.")
    static final class Renew extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "The partner's name.")
        private String name;

        Renew(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            tell(terminal, new PartnersClient(common.administration()).renew(name));
            return 0;
        }
    }
}
