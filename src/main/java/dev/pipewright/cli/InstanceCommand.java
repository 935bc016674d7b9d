package dev.pipewright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The machines that a running server deploys to. */
final class InstanceCommand {
    private InstanceCommand() {}

    static CommandLine of(Terminal terminal) {
        return Group.of(
                "instance",
                "Adds, lists and removes machines that deploy actions reach over SSH.",
                new Add(terminal),
                new Names(terminal),
                new Remove(terminal));
    }

    @Command(name = "add", description = "Registers a machine and prints its instance id.")
    static final class Add extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "Up to 64 letters, digits, dots, - and _.")
        private String name;

        @Option(names = "--host", paramLabel = "HOST", required = true, description = "A host name or an address.")
        private String host;

        @Option(
                names = "--ssh-port",
                paramLabel = "PORT",
                defaultValue = "22",
                description = "Where the machine listens; 22 unless given.")
        private int port;

        @Option(
                names = "--user",
                paramLabel = "USER",
                required = true,
                description = "As whom everything on the machine is done.")
        private String user;

        @Option(
                names = "--tag",
                paramLabel = "KEY=VALUE",
                description = "A tag by which actions choose the machine; may be given again.")
        private Map<String, String> tags = new LinkedHashMap<>();

        @Option(
                names = "--identity-file",
                paramLabel = "FILE",
                required = true,
                description = "Holds the user's private key, without a passphrase.")
        private Path identityFile;

        @ArgGroup
        private Trust trust;

        /** How the machine's host key is known. */
        static final class Trust {
            @Option(
                    names = "--host-key",
                    paramLabel = "KEY",
                    description = "The machine's host key, such as \"ssh-ed25519 AAAA...\".")
            private String hostKey;

            @Option(
                    names = "--accept-host-key",
                    paramLabel = "FINGERPRINT",
                    description = "The fingerprint of the host key that the machine is to show, such as SHA256:...")
            private String fingerprint;
        }

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException, IOException {
            var identity = identity();
            var instances = new InstancesClient(common.administration());
            var id = instances.add(name, host, port, user, hostKey(instances), identity, tags);
            terminal.out().println(id);
            return 0;
        }

        private String hostKey(InstancesClient instances) throws InterruptedException, IOException {
            if (trust != null && trust.hostKey != null) {
                return trust.hostKey;
            }
            var shown = instances.hostKey(host, port);
            if (trust != null) {
                if (!trust.fingerprint.equals(shown.fingerprint())) {
                    throw new Complaint(
                            "%s shows the host key %s, not %s: nothing is added.",
                            host, shown.fingerprint(), trust.fingerprint);
                }
                return shown.key();
            }
            terminal.err().printf(
                    "%s shows this host key, which you should compare with the machine's own:%n  %s%n  %s%n"
                            + "Is it the right one? Type yes to accept it: ",
                    host, shown.key(), shown.fingerprint());
            terminal.err().flush();
            var answer = terminal.in().readLine();
            // Only a terminal shows what is typed, and the end of the line with it.
            if (answer == null || !terminal.interactive()) terminal.err().println();
            if (answer == null || !answer.strip().equals("yes")) {
                throw new Complaint("The host key was not accepted: nothing is added.");
            }
            return shown.key();
        }

        private String identity() {
            try {
                return Files.readString(identityFile);
            } catch (IOException unreadable) {
                throw new Complaint("The file %s cannot be read.", identityFile);
            }
        }
    }

    @Command(name = "list", description = "Lists the machines: id, name, address, tags and host key's fingerprint.")
    static final class Names extends ServerCommand {
        Names(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            for (var each : new InstancesClient(common.administration()).all()) {
                terminal.out().println(Line.plain(String.join(
                                "  ",
                                each.id(),
                                each.name(),
                                each.address(),
                                String.join(",", each.tags()),
                                each.fingerprint()))
                        .text());
            }
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes a machine with its private key.")
    static final class Remove extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "The machine's name or instance id.")
        private String name;

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            new InstancesClient(common.administration()).remove(name);
            return 0;
        }
    }
}
