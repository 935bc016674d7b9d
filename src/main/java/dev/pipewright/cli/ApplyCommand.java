package dev.pipewright.cli;

import dev.pipewright.template.Change;
import dev.pipewright.template.Difference;
import dev.pipewright.template.Inspector;
import dev.pipewright.template.Rollout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

@Command(
        name = "apply",
        description = "Makes and updates on a running server what some files declare, after showing what will change."
                + " Nothing is ever deleted.")
final class ApplyCommand implements Callable<Integer> {
    private final Supplier<Inspector> inspector;
    private final Terminal terminal;
    private final Screen screen;

    @Mixin
    private TemplateOptions options;

    @Option(names = "--yes", description = "Goes on without asking; needed where nobody sits at a terminal.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Only shows what would change.")
    private boolean dryRun;

    @Option(
            names = "--secrets",
            description = "Sends secrets even if nothing else changes: what they are now cannot be read back.")
    private boolean secrets;

    ApplyCommand(Supplier<Inspector> inspector, Terminal terminal) {
        this.inspector = inspector;
        this.terminal = terminal;
        this.screen = new Screen(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (var client = options.client()) {
            var inspection = options.inspect(inspector.get(), Optional.of(client));
            options.print(inspection, screen);
            if (inspection.isRefused()) return 1;
            var rollout = inspection.rollout(secrets);
            if (!rollout.obstacles().isEmpty()) {
                rollout.obstacles().forEach(terminal::complain);
                return 1;
            }
            if (rollout.isNothing()) {
                screen.print("No changes.");
                return 0;
            }
            rollout.changes().forEach(this::show);
            if (dryRun) return 0;
            if (!yes && !isWanted()) {
                screen.print("Nothing was changed.");
                return 1;
            }
            carryOut(rollout);
            return 0;
        }
    }

    private void show(Change change) {
        if (change.isNothing()) {
            screen.print("%s: no changes".formatted(change.subject()));
            return;
        }
        var lines = new ArrayList<Line>();
        lines.add(new Line(Line.Tone.STRONG, change.subject() + (change.isNew() ? " (new)" : "")));
        for (var difference : change.differences()) {
            lines.add(new Line(tone(difference), "  " + difference.toString().replaceAll("\\s*\\R\\s*", " ")));
        }
        screen.print(List.copyOf(lines));
    }

    private static Line.Tone tone(Difference difference) {
        return switch (difference.sign()) {
            case ADDED -> Line.Tone.GOOD;
            case REMOVED -> Line.Tone.BAD;
            case CHANGED -> Line.Tone.BUSY;
        };
    }

    private boolean isWanted() throws IOException {
        if (!terminal.interactive()) {
            throw new Complaint(
                    "Nobody sits at a terminal to be asked; say --yes to go on, or --dry-run to stop here.");
        }
        screen.ask("Change this on the server? [y/N]");
        var answer = terminal.in().readLine();
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private void carryOut(Rollout rollout) {
        var done = new ArrayList<String>();
        try {
            rollout.carryOut(what -> {
                done.add(what);
                screen.print("Done: " + what + ".");
            });
        } catch (SdkException failed) {
            terminal.complain(done.isEmpty()
                    ? "Nothing was changed."
                    : "What is done stays (%d of %d steps); apply goes on from there when it is called again."
                            .formatted(done.size(), rollout.steps()));
            throw failed;
        }
    }
}
