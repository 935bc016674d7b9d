package dev.pipewright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The users of a running server, beside the administrator of its data directory. */
final class UserCommand {
    private UserCommand() {}

    static CommandLine of(Terminal terminal) {
        var policy = Group.of(
                "policy",
                "Says what a user may do, in the JSON of IAM.",
                new PutPolicy(terminal),
                new Policies(terminal),
                new ShowPolicy(terminal),
                new RemovePolicy(terminal));
        return Group.of(
                "user",
                "Adds, lists and removes users, and says what they may do.",
                new Add(terminal),
                new Names(terminal),
                new Remove(terminal),
                policy);
    }

    @Command(name = "add", description = "Adds a user, who may do nothing yet, and prints its ARN.")
    static final class Add extends AccountCommand {
        @Parameters(paramLabel = "NAME", description = "Up to 64 letters, digits and any of +=,.@-_")
        private String name;

        Add(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            terminal.out().println(options.users().add(name).arn());
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the users: name and ARN.")
    static final class Names extends AccountCommand {
        Names(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            for (var user : options.users().users()) terminal.out().println(user.name() + "  " + user.arn());
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes a user with all keys and policies.")
    static final class Remove extends AccountCommand {
        @Parameters(paramLabel = "NAME")
        private String name;

        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            options.users().remove(name);
            return 0;
        }
    }

    @Command(name = "put", description = "Attaches a policy to a user, in the place of one of that name.")
    static final class PutPolicy extends AccountCommand {
        @Parameters(paramLabel = "USER", index = "0")
        private String user;

        @Parameters(paramLabel = "POLICY", index = "1", description = "A name for the policy.")
        private String policy;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                defaultValue = "-",
                description = "Holds the policy; - is standard input, which is the default.")
        private Path file;

        PutPolicy(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            options.users().putPolicy(user, policy, document());
            return 0;
        }

        private String document() {
            try {
                return file.toString().equals("-")
                        ? terminal.in().lines().collect(Collectors.joining("\n"))
                        : Files.readString(file);
            } catch (IOException unreadable) {
                throw new Complaint("The file %s cannot be read.", file);
            }
        }
    }

    @Command(name = "list", description = "Lists the names of a user's policies.")
    static final class Policies extends AccountCommand {
        @Parameters(paramLabel = "USER")
        private String user;

        Policies(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            options.users().policies(user).forEach(terminal.out()::println);
            return 0;
        }
    }

    @Command(name = "show", description = "Prints a policy as it was given.")
    static final class ShowPolicy extends AccountCommand {
        @Parameters(paramLabel = "USER", index = "0")
        private String user;

        @Parameters(paramLabel = "POLICY", index = "1")
        private String policy;

        ShowPolicy(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            terminal.out().println(options.users().policyDocument(user, policy).stripTrailing());
            return 0;
        }
    }

    @Command(name = "remove", description = "Takes a policy from a user.")
    static final class RemovePolicy extends AccountCommand {
        @Parameters(paramLabel = "USER", index = "0")
        private String user;

        @Parameters(paramLabel = "POLICY", index = "1")
        private String policy;

        RemovePolicy(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            options.users().removePolicy(user, policy);
            return 0;
        }
    }
}
