package dev.pipewright.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A command that only leads to others, such as {@code pipewright repo}. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = Pipewright.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class Group {
    private Group() {}

    /** @param commands objects that picocli takes for commands, in the order in which the help lists them */
    static CommandLine of(String name, String description, Object... commands) {
        var group = new CommandLine(new Group());
        group.getCommandSpec().name(name).usageMessage().description(description);
        for (var command : commands) group.addSubcommand(command);
        return group;
    }
}
