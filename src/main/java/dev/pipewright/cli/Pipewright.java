package dev.pipewright.cli;

import dev.pipewright.template.Inspector;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The program {@code pipewright}: one command of several, from its arguments to its exit status. */
@Command(
        name = "pipewright",
        description = "AWS CodePipeline on your own machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Pipewright.Version.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Pipewright {
    private Pipewright() {}

    /**
     * Runs a command in this process's terminal and answers the exit status: 0 when it did what it was asked, 1 when it
     * could not, 2 when the arguments make no sense. {@code serve} does not come back; a signal ends it.
     */
    public static int run(String[] arguments, ServerStarter starter, Supplier<Inspector> inspector) {
        return run(arguments, starter, inspector, Terminal.ofProcess(), Pace.LIVE);
    }

    static int run(
            String[] arguments, ServerStarter starter, Supplier<Inspector> inspector, Terminal terminal, Pace pace) {
        var program = new CommandLine(new Pipewright())
                .addSubcommand(new DemoCommand(starter, terminal, pace))
                .addSubcommand(new ServeCommand(starter, terminal))
                .addSubcommand(new CredentialsCommand(terminal))
                .addSubcommand(RepoCommand.of(terminal))
                .addSubcommand(ConnectionCommand.of(terminal))
                .addSubcommand(PartnerCommand.of(terminal))
                .addSubcommand(SecretsCommand.of(terminal))
                .addSubcommand(UserCommand.of(terminal))
                .addSubcommand(KeyCommand.of(terminal))
                .addSubcommand(InstanceCommand.of(terminal))
                .addSubcommand(new ValidateCommand(inspector, terminal))
                .addSubcommand(new ApplyCommand(inspector, terminal))
                // An argument that begins with "@" may come from elsewhere, and must not read a file.
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setParameterExceptionHandler((bad, _) -> explain(bad, terminal))
                .setExecutionExceptionHandler((failure, _, _) -> explain(failure, terminal));
        return program.execute(arguments);
    }

    private static int explain(ParameterException bad, Terminal terminal) {
        var command = bad.getCommandLine().getCommandSpec().qualifiedName();
        terminal.complain("%s: %s; see: %s --help".formatted(command, problem(bad), command));
        return CommandLine.ExitCode.USAGE;
    }

    private static String problem(ParameterException bad) {
        var isGroup = !bad.getCommandLine().getSubcommands().isEmpty();
        if (isGroup && bad instanceof UnmatchedArgumentException strange && !strange.isUnknownOption()) {
            return "there is no command '%s'".formatted(strange.getUnmatched().getFirst());
        }
        // Picocli says the word twice where the values of an option are pairs.
        return oneLine(bad.getMessage()).replace("for option option '", "for option '");
    }

    private static int explain(Exception failure, Terminal terminal) throws Exception {
        switch (failure) {
            case Complaint complaint -> terminal.complain(complaint.getMessage());
            case CannotStart reason -> terminal.complain(reason.getMessage());
            case SignedJson.Refused refused -> terminal.complain(refused.asComplaint().getMessage());
            case AwsServiceException refused when refused.awsErrorDetails() != null ->
                terminal.complain("The server answered: " + oneLine(refused.awsErrorDetails().errorMessage()));
            case SdkException unreachable ->
                terminal.complain("The server does not answer: " + oneLine(unreachable.getMessage()));
            default -> throw failure;
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String oneLine(String message) {
        return message == null ? "no reason was given" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var built = Pipewright.class.getPackage().getImplementationVersion();
            return new String[] {"pipewright " + (built == null ? "(not packaged)" : built)};
        }
    }
}
