package dev.pipewright.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The Git repositories that a running server hosts. */
@Command(
        name = "repo",
        description = "Makes and lists the Git repositories that the server hosts.",
        mixinStandardHelpOptions = true,
        versionProvider = Pipewright.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class RepoCommand {
    private RepoCommand() {}

    static RepoCommand create() {
        return new RepoCommand();
    }

    @Command(name = "create", description = "Makes a repository and prints its URL.")
    static final class Create implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private CommonOptions common;

        @Parameters(paramLabel = "NAME", description = "Letters, digits and . _ - up to 100.")
        private String name;

        Create(Terminal terminal) {
            this.terminal = terminal;
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
    static final class Names implements Callable<Integer> {
        private final Terminal terminal;

        @Mixin
        private CommonOptions common;

        Names(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws InterruptedException {
            new RepositoriesClient(common.endpoint(), common.credentials()).names().forEach(terminal.out()::println);
            return 0;
        }
    }
}
