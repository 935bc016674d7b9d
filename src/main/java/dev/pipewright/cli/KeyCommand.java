package dev.pipewright.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The access keys of users. */
@Command(
        name = "key",
        description = "Adds, lists, disables and removes access keys of users.",
        mixinStandardHelpOptions = true,
        versionProvider = Pipewright.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {
    private KeyCommand() {}

    static KeyCommand create() {
        return new KeyCommand();
    }

    @Command(name = "add", description = "Makes a key for a user and prints it as a profile of AWS clients has it.")
    static final class Add implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "USER")
        private String user;

        Add(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            var key = options.users().addKey(user);
            terminal.out().println("aws_access_key_id = " + key.id());
            terminal.out().println("aws_secret_access_key = " + key.secret());
            terminal.err().println("The secret is not shown again.");
            return 0;
        }
    }

    @Command(name = "list", description = "Lists keys without their secrets: id, user and status.")
    static final class Ids implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "USER", arity = "0..1", description = "Whose keys; without it, everybody's.")
        private String user;

        Ids(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            for (var key : options.users().keys(Optional.ofNullable(user))) {
                terminal.out().println(key.id() + "  " + key.user() + "  " + key.status());
            }
            return 0;
        }
    }

    @Command(name = "disable", description = "Has a key open nothing any more, until it is enabled.")
    static final class Disable implements Callable<Integer> {
        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            options.users().setStatus(id, "Inactive");
            return 0;
        }
    }

    @Command(name = "enable", description = "Has a key open again what it opened before.")
    static final class Enable implements Callable<Integer> {
        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            options.users().setStatus(id, "Active");
            return 0;
        }
    }

    @Command(name = "remove", description = "Removes a key.")
    static final class Remove implements Callable<Integer> {
        @Mixin
        private AccountOptions options;

        @Parameters(paramLabel = "ID")
        private String id;

        @Override
        public Integer call() throws InterruptedException {
            options.users().removeKey(id);
            return 0;
        }
    }
}
