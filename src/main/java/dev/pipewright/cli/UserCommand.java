package dev.pipewright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The users of a running server, beside the administrator of its data directory. */
@Command(
        name = "user",
        description = "Adds, lists and removes users, and says what they may do.",
        mixinStandardHelpOptions = true,
        versionProvider = Pipewright.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class UserCommand {
    private UserCommand() {}

    static UserCommand create() {
        return new UserCommand();
    }

    @Command(name = "add", description = "Adds a user, who may do nothing yet, and prints its ARN.")
    static final class Add implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "NAME", description = "Up to 64 letters, digits and any of +=,.@-_")
        private String name;

        Add(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            terminal.out().println(options.users().add(name).arn());
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the users: name and ARN.")
    static final class Names implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccountOptions options;

        Names(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            for (var user : options.users().users()) terminal.out().println(user.name() + "  " + user.arn());
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes a user with all keys and policies.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "NAME")
        private String name;

        @Override
        public Integer call() throws InterruptedException {
            options.users().remove(name);
            return 0;
        }
    }

    @Command(
            name = "policy",
            description = "Says what a user may do, in the JSON of IAM.",
            mixinStandardHelpOptions = true,
            versionProvider = Pipewright.Version.class,
            synopsisSubcommandLabel = "COMMAND")
    static final class PolicyCommand {
        private PolicyCommand() {}

        static PolicyCommand create() {
            return new PolicyCommand();
        }
    }

    @Command(name = "put", description = "Attaches a policy to a user, in the place of one of that name.")
    static final class PutPolicy implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccountOptions options;

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
            this.terminal = terminal;
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
    static final class Policies implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "USER")
        private String user;

        Policies(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            options.users().policies(user).forEach(terminal.out()::println);
            return 0;
        }
    }

    @Command(name = "show", description = "Prints a policy as it was given.")
    static final class ShowPolicy implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "USER", index = "0")
        private String user;

        @Parameters(paramLabel = "POLICY", index = "1")
        private String policy;

        ShowPolicy(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            terminal.out().println(options.users().policyDocument(user, policy).stripTrailing());
            return 0;
        }
    }

    @Command(name = "remove", description = "Takes a policy from a user.")
    static final class RemovePolicy implements Callable<Integer> {
        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "USER", index = "0")
        private String user;

        @Parameters(paramLabel = "POLICY", index = "1")
        private String policy;

        @Override
        public Integer call() throws InterruptedException {
            options.users().removePolicy(user, policy);
            return 0;
        }
    }
}
