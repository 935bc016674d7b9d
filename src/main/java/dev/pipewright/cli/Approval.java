package dev.pipewright.cli;

import dev.pipewright.cli.Snapshot.Step;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ApprovalAlreadyCompletedException;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.InvalidApprovalTokenException;

/** Gets one manual approval answered: by the person at the terminal, by {@code --yes}, or by anyone through the API. */
final class Approval {
    private final CodePipelineClient codePipeline;
    private final Step step;
    private final String token;
    private final Screen screen;
    private final CompletableFuture<Boolean> answer;
    private boolean given;

    private Approval(
            CodePipelineClient codePipeline,
            Step step,
            String token,
            Screen screen,
            CompletableFuture<Boolean> answer) {
        this.codePipeline = codePipeline;
        this.step = step;
        this.token = token;
        this.screen = screen;
        this.answer = answer;
    }

    /** An approval that is given without asking. */
    static Approval granted(CodePipelineClient codePipeline, Step step, String token, Screen screen) {
        return new Approval(codePipeline, step, token, screen, CompletableFuture.completedFuture(true));
    }

    /**
     * An approval that the person at the terminal is asked for. Where nobody sits there, or input ends, the command
     * that answers it is shown, and somebody else has to.
     */
    static Approval asked(
            CodePipelineClient codePipeline,
            Step step,
            String token,
            Screen screen,
            Terminal terminal,
            String command) {
        var answer = new CompletableFuture<Boolean>();
        var approval = new Approval(codePipeline, step, token, screen, answer);
        var about = step.run().map(Snapshot.Run::question).filter(text -> !text.isEmpty());
        screen.settle();
        about.ifPresent(screen::print);
        if (!terminal.interactive()) {
            screen.print(
                    step.title() + " waits for an approval (--yes would have given it); give it with:", "  " + command);
            return approval;
        }
        screen.ask("Approve the release? [y/N]");
        Thread.ofPlatform().daemon().name("approval").start(() -> {
            var line = readLine(terminal);
            line.ifPresentOrElse(
                    text -> answer.complete(text.strip().toLowerCase(Locale.ROOT).matches("y|yes")),
                    () -> screen.print("", "No answer here; give it with:", "  " + command));
        });
        return approval;
    }

    /** Whether this approval is for that run. */
    boolean isFor(Step other) {
        return other.run().map(Snapshot.Run::id).equals(step.run().map(Snapshot.Run::id));
    }

    /** Whether the answer has been sent. */
    boolean given() {
        return given;
    }

    /** The action has gone on: without an answer from here, somebody else gave one. */
    void overtaken() {
        if (given) return;
        given = true;
        screen.print("", "The approval was answered elsewhere.");
    }

    /** Sends the answer if there is one by now. */
    void send() {
        var yes = answer.getNow(null);
        if (yes == null || given) return;
        given = true;
        try {
            codePipeline.putApprovalResult(request -> request.pipelineName(SamplePipeline.NAME)
                    .stageName(step.stage())
                    .actionName(step.action())
                    .token(token)
                    .result(result -> result.status(yes ? ApprovalStatus.APPROVED : ApprovalStatus.REJECTED)
                            .summary(yes ? "Approved in the demo" : "Rejected in the demo")));
        } catch (ApprovalAlreadyCompletedException | InvalidApprovalTokenException elsewhere) {
            screen.print("Somebody else had answered the approval already.");
        }
    }

    private static Optional<String> readLine(Terminal terminal) {
        try {
            return Optional.ofNullable(terminal.in().readLine());
        } catch (IOException closed) {
            return Optional.empty();
        }
    }
}
