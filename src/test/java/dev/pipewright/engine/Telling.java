package dev.pipewright.engine;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Part;
import dev.pipewright.model.RunId;
import java.util.Locale;

/** What the world is asked for by a decision, in the words of a {@link Trace}. */
final class Telling {
    private final Names names;
    private final Advance decision;

    Telling(Names names, Advance decision) {
        this.names = names;
        this.decision = decision;
    }

    String effects() {
        var words = decision.effects().stream().map(this::effect).filter(word -> !word.isEmpty()).toList();
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    private String effect(Effect effect) {
        return switch (effect) {
            case Effect.OfferJob it -> (it.run().part() == Part.ACTIONS ? "job " : "rule ") + names.name(it.run());
            case Effect.WithdrawJob it -> "withdraw " + names.name(it.run());
            case Effect.Notify it -> "notify " + names.name(it.run());
            case Effect.AnnounceAction it when it.state() == Announced.STARTED && isApproval(it.run()) ->
                "ask " + names.name(it.run());
            case Effect.AnnounceAction it when it.state() == Announced.FAILED -> "failed " + names.name(it.run());
            case Effect.AnnounceAction it when it.state() == Announced.ABANDONED ->
                "abandoned " + names.name(it.run());
            case Effect.AnnounceStage it -> switch (it.state()) {
                case STARTED -> "enter " + names.name(it.executionId()) + " " + it.stage();
                case SUCCEEDED -> "leave " + names.name(it.executionId()) + " " + it.stage();
                case RESUMED, FAILED, STOPPING, STOPPED, CANCELED, SUPERSEDED, SKIPPED, ABANDONED ->
                    word(it.state()) + " " + names.name(it.executionId()) + " " + it.stage();
            };
            case Effect.AnnounceExecution it when it.state() == Announced.STARTED -> started(it.executionId());
            case Effect.AnnounceExecution it when it.state() == Announced.RESUMED ->
                names.name(it.executionId()) + " Resumed as attempt " + it.attempt();
            case Effect.AnnounceExecution it -> names.name(it.executionId()) + " " + word(it.state());
            case Effect.AnnounceAction _, Effect.SetTimer _, Effect.ClearTimer _ -> "";
        };
    }

    private String started(String id) {
        names.started(id);
        var rollback = execution(id).rollback();
        return rollback == null ? "" : names.name(id) + " rolls back to " + names.name(rollback.target());
    }

    private static String word(Announced state) {
        var name = state.name();
        return switch (state) {
            // Spelled as the status of the execution or stage that it announces.
            case CANCELED -> "Cancelled";
            case STARTED, SUCCEEDED, RESUMED, FAILED, STOPPING, STOPPED, SUPERSEDED, SKIPPED, ABANDONED ->
                name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
        };
    }

    private boolean isApproval(RunId run) {
        return execution(run.executionId()).pipeline().action(run).filter(Engine::isApproval).isPresent();
    }

    private Execution execution(String id) {
        return decision.changed().stream()
                .filter(execution -> execution.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
