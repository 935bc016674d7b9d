package dev.pipewright.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The access keys of users. */
final class KeyCommand {
    private KeyCommand() {}

    static CommandLine of(Terminal terminal) {
        return Group.of(
                "key",
                "Adds, lists, disables and removes access keys of users.",
                new Add(terminal),
                new Ids(terminal),
                new Disable(terminal),
                new Enable(terminal),
                new Remove(terminal));
    }

    @Command(name = "add", description = "Makes a key for a user and prints it as a profile of AWS clients has it.")
    static final class Add extends AccountCommand {
        @Parameters(paramLabel = "USER")
        private String user;

        Add(Terminal terminal) {
            super(terminal);
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
    static final class Ids extends AccountCommand {
        @Parameters(paramLabel = "USER", arity = "0..1", description = "Whose keys; without it, everybody's.")
        private String user;

        Ids(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            for (var key : options.users().keys(Optional.ofNullable(user))) {
                terminal.out().println(key.id() + "  " + key.user() + "  " + key.status());
            }
            return 0;
        }
    }

    /** A command on one key. */
    private abstract static class OfKey extends AccountCommand {
        @Parameters(paramLabel = "ID")
        private String id;

        OfKey(Terminal terminal) {
            super(terminal);
        }

        abstract void change(UsersClient users, String key) throws InterruptedException;

        @Override
        public final Integer call() throws InterruptedException {
            change(options.users(), id);
            return 0;
        }
    }

    @Command(name = "disable", description = "Has a key open nothing any more, until it is enabled.")
    static final class Disable extends OfKey {
        Disable(Terminal terminal) {
            super(terminal);
        }

        @Override
        void change(UsersClient users, String key) throws InterruptedException {
            users.setStatus(key, "Inactive");
        }
    }

    @Command(name = "enable", description = "Has a key open again what it opened before.")
    static final class Enable extends OfKey {
        Enable(Terminal terminal) {
            super(terminal);
        }

        @Override
        void change(UsersClient users, String key) throws InterruptedException {
            users.setStatus(key, "Active");
        }
    }

    @Command(name = "remove", description = "Removes a key.")
    static final class Remove extends OfKey {
        Remove(Terminal terminal) {
            super(terminal);
        }

        @Override
        void change(UsersClient users, String key) throws InterruptedException {
            users.removeKey(key);
        }
    }
}
