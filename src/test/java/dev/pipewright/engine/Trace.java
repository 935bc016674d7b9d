package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Decision.Ignore;
import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.model.FailureType;
import dev.pipewright.model.Outcome;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import dev.pipewright.model.RunId;
import dev.pipewright.model.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A story about one pipeline: an event, the answer, a line.
 *
 * <pre>
 * pipeline           Source: get | Build: compile, test@2 | Gate: ask? | Deploy: copy
 * start              -> enter e1 Source, job e1 Source/get
 * ok e1 Source/get   -> leave e1 Source, enter e1 Build, job e1 Build/compile
 * </pre>
 *
 * <p>{@code update} gives the pipeline its next version, of the same structure or of the one that follows the word.
 * {@code @2} is a run order, {@code ?} marks a manual approval. Executions are named e1, e2 in the order of their
 * starts. What the world is asked for is written without its timers.
 */
final class Trace {
    /** What answers the events: the engine alone, or with something around it. */
    interface World {
        Decision tell(Event event);

        Traffic traffic();
    }

    static final PipelineKey KEY = new PipelineKey("000000000000", "us-east-1", "trace");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final World world;
    private final List<String> told = new ArrayList<>();
    private Instant now = START;
    private int executions;

    private Trace(World world) {
        this.world = world;
    }

    /** Plays a story against the engine alone; with {@code doubled}, every event is told twice and must not matter. */
    static void play(String story, boolean doubled) {
        play(story, pipeline -> new Straight(pipeline, doubled));
    }

    /** Plays a story against a world made for its pipeline. */
    static void play(String story, Function<Pipeline, World> worlds) {
        var lines = story.strip().lines().toList();
        var trace = new Trace(worlds.apply(Sample.pipeline(lines.getFirst().replaceFirst("^pipeline\\s+", ""), 1)));
        var expected = new ArrayList<String>();
        expected.add(lines.getFirst());
        trace.told.add(lines.getFirst());
        for (var line : lines.subList(1, lines.size())) {
            var parts = line.split("->", 2);
            expected.add(parts[0].strip() + " -> " + parts[1].strip());
            trace.told.add(parts[0].strip() + " -> " + trace.answer(parts[0].strip().split("\\s+")));
        }
        assertThat(String.join("\n", trace.told)).isEqualTo(String.join("\n", expected));
    }

    private String answer(String[] words) {
        now = now.plusSeconds(1);
        return switch (world.tell(event(words))) {
            case Advance it -> it.effects().isEmpty() ? "nothing" : tell(it.effects());
            case Ignore _ -> "ignored";
            case Refuse it -> "refused " + it.refusal();
        };
    }

    private Event event(String[] words) {
        return switch (words[0]) {
            case "start" -> {
                executions++;
                yield start("e" + executions);
            }
            case "start-again" -> start(words[1]);
            case "ok" -> new Event.ActionFinished(now, run(words), Outcome.succeeded());
            case "fail" -> new Event.ActionFinished(now, run(words), Outcome.failed(FailureType.JobFailed, "broken"));
            case "late" -> new Event.ActionTimedOut(now, run(words));
            case "approve" -> approval(words, true);
            case "reject" -> approval(words, false);
            case "close" -> new Event.TransitionDisabled(now, words[1], true, "closed", "arn:someone");
            case "open" -> new Event.TransitionEnabled(now, words[1], true, "arn:someone");
            case "close-out" -> new Event.TransitionDisabled(now, words[1], false, "closed", "arn:someone");
            case "open-out" -> new Event.TransitionEnabled(now, words[1], false, "arn:someone");
            case "update" -> {
                var pipeline = world.traffic().pipeline();
                var version = pipeline.version() + 1;
                var structure = String.join(" ", List.of(words).subList(1, words.length));
                yield new Event.DefinitionUpdated(
                        now, structure.isEmpty() ? pipeline.withVersion(version) : Sample.pipeline(structure, version));
            }
            default -> throw new IllegalArgumentException("no event " + words[0]);
        };
    }

    private Event start(String id) {
        var trigger = new Trigger(Trigger.START_PIPELINE_EXECUTION, "arn:someone");
        return new Event.Started(now, id, "salt-" + id, trigger, Map.of(), Map.of());
    }

    private Event approval(String[] words, boolean approved) {
        var run = run(words);
        var token = RunIds.actionExecutionId("salt-" + run.executionId(), run);
        return new Event.ApprovalAnswered(now, run.stage(), run.action(), token, approved, "seen", "arn:someone");
    }

    private static RunId run(String[] words) {
        var place = words[2].split("/");
        return new RunId(words[1], place[0], place[1], 1);
    }

    private String tell(List<Effect> effects) {
        var words = effects.stream().map(this::tell).filter(word -> !word.isEmpty()).toList();
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    private String tell(Effect effect) {
        return switch (effect) {
            case Effect.OfferJob it -> "job " + name(it.run());
            case Effect.WithdrawJob it -> "withdraw " + name(it.run());
            case Effect.AnnounceAction it when it.state() == Announced.STARTED && isApproval(it.run()) ->
                "ask " + name(it.run());
            case Effect.AnnounceAction it when it.state() == Announced.FAILED -> "failed " + name(it.run());
            case Effect.AnnounceAction it when it.state() == Announced.ABANDONED -> "abandoned " + name(it.run());
            case Effect.AnnounceStage it -> switch (it.state()) {
                case STARTED -> "enter " + it.executionId() + " " + it.stage();
                case SUCCEEDED -> "leave " + it.executionId() + " " + it.stage();
                case RESUMED, FAILED, STOPPING, STOPPED, CANCELED, SUPERSEDED, SKIPPED, ABANDONED ->
                    word(it.state()) + " " + it.executionId() + " " + it.stage();
            };
            case Effect.AnnounceExecution it ->
                it.state() == Announced.STARTED ? "" : it.executionId() + " " + word(it.state());
            case Effect.Notify it -> "notify " + name(it.run());
            case Effect.AnnounceAction _, Effect.SetTimer _, Effect.ClearTimer _ -> "";
        };
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

    private static String name(RunId run) {
        return run.executionId() + " " + run.stage() + "/" + run.action();
    }

    private boolean isApproval(RunId run) {
        return world.traffic().pipeline().action(run.stage(), run.action()).filter(Engine::isApproval).isPresent();
    }

    /** The engine with nothing around it. */
    private static final class Straight implements World {
        private Traffic traffic;
        private final boolean doubled;

        Straight(Pipeline pipeline, boolean doubled) {
            traffic = Traffic.none(KEY, pipeline);
            this.doubled = doubled;
        }

        @Override
        public Decision tell(Event event) {
            var first = decide(event);
            if (doubled && first instanceof Advance && !(event instanceof Event.DefinitionUpdated)) {
                assertThat(decide(event)).as("the same event again").satisfies(Straight::isHarmless);
            }
            return first;
        }

        private static void isHarmless(Decision again) {
            switch (again) {
                case Ignore _, Refuse _ -> {}
                case Advance it -> assertThat(it.effects()).isEmpty();
            }
        }

        private Decision decide(Event event) {
            var decision = Engine.decide(traffic, event);
            if (decision instanceof Advance it) {
                traffic = it.next();
            }
            return decision;
        }

        @Override
        public Traffic traffic() {
            return traffic;
        }
    }
}
