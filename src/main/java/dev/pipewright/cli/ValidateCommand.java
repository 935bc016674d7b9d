package dev.pipewright.cli;

import dev.pipewright.template.Inspector;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = "Says everything that the server would refuse in some files, with line and column, and warns of"
                + " more. No server is needed.",
        footer = "Ends with status 0 when nothing would be refused, with 1 when something would.")
final class ValidateCommand implements Callable<Integer> {
    private final Supplier<Inspector> inspector;
    private final Terminal terminal;

    @Mixin
    private TemplateOptions options;

    @Option(
            names = "--online",
            description = "Asks the running server for its custom action types and for pipelines that webhooks name.")
    private boolean online;

    ValidateCommand(Supplier<Inspector> inspector, Terminal terminal) {
        this.inspector = inspector;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (online) {
            try (var client = options.client()) {
                var inspection = options.inspect(inspector.get(), Optional.of(client));
                options.print(inspection, new Screen(terminal));
                return inspection.isRefused() ? 1 : 0;
            }
        }
        var inspection = options.inspect(inspector.get(), Optional.empty());
        options.print(inspection, new Screen(terminal));
        return inspection.isRefused() ? 1 : 0;
    }
}
