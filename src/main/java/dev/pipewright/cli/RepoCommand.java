package dev.pipewright.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The Git repositories that a running server hosts. */
final class RepoCommand {
    private RepoCommand() {}

    static CommandLine of(Terminal terminal) {
        return Group.of(
                "repo",
                "Makes and lists the Git repositories that the server hosts.",
                new Create(terminal),
                new Names(terminal));
    }

    @Command(name = "create", description = "Makes a repository and prints its URL.")
    static final class Create extends ServerCommand {
        @Parameters(paramLabel = "NAME", description = "Letters, digits and . _ - up to 100.")
        private String name;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            var repositories = new RepositoriesClient(common.endpoint(), common.credentials());
            var repository = repositories.create(name);
            terminal.out().println(repository.cloneUrl());
            terminal.err().printf(
                    "Git asks for the key of \"pipewright credentials\" as user name and password, or gets it by itself"
                            + " from:%n  git clone -c credential.helper=%s %s%n",
                    Shell.quote("!" + Launcher.command("credentials --git", common.data())),
                    Shell.quote(repository.cloneUrl()));
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the repositories, a name a line.")
    static final class Names extends ServerCommand {
        Names(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            new RepositoriesClient(common.endpoint(), common.credentials()).names().forEach(terminal.out()::println);
            return 0;
        }
    }
}
