package dev.pipewright.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.engine.Decision.Advance;
import dev.pipewright.engine.Decision.Ignore;
import dev.pipewright.engine.Decision.Refuse;
import dev.pipewright.model.Execution;
import dev.pipewright.model.Pipeline;
import dev.pipewright.model.PipelineKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A story about one pipeline: an event, the answer, a line.
 *
 * <pre>
 * pipeline QUEUED    Source: get | Build[entry FAIL: check]: compile, test@2 | Gate: ask? | Deploy: copy
 * start              -> enter e1 Source, job e1 Source/get
 * ok e1 Source/get   -> leave e1 Source, enter e1 Build, rule e1 Build/entry/check
 * </pre>
 *
 * <p>{@link Sample} says how pipelines are written, {@link Told} what the events are called, {@link Shown} what can be
 * looked at. {@code days 31} lets time pass, {@code 49 times start} tells the same again and again. Executions are
 * named e1, e2 in the order of their starts, attempts at actions are told apart by {@code #2}. What the world is asked
 * for is written without its timers; {@link Ledger} holds in every story that there is one timer, and one job, for
 * whatever is under way and for nothing else.
 */
final class Trace {
    /** What answers the events: the engine alone, or with something around it. */
    interface World {
        /** @param event is worked out anew when it is told again, by how things stand then */
        Decision tell(Supplier<Event> event);

        Traffic traffic();

        /** An execution, live or over. */
        Optional<Execution> execution(String id);

        /** A line of the story is over. */
        void lineEnds();
    }

    static final PipelineKey KEY = new PipelineKey("000000000000", "us-east-1", "trace");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final World world;
    private final Names names;
    private final Ledger ledger = new Ledger();
    private Instant now = START;

    private Trace(World world) {
        this.world = world;
        names = new Names(world);
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
        var told = new ArrayList<String>();
        for (var line : lines.subList(1, lines.size())) {
            var parts = line.split(" -> ", 2);
            var words = parts[0].strip();
            expected.add(parts.length == 1 ? words : words + " -> " + parts[1].strip());
            told.add(trace.line(words.split("\\s+"), words));
            trace.world.lineEnds();
        }
        assertThat(String.join("\n", told)).as(lines.getFirst()).isEqualTo(String.join("\n", expected));
    }

    private String line(String[] words, String line) {
        if (words[0].equals("days")) {
            now = now.plus(Duration.ofDays(Long.parseLong(words[1])));
            return line;
        }
        if (Shown.WORDS.contains(words[0])) {
            return line + " -> " + new Shown(world, names, ledger).answer(words);
        }
        if (words.length > 2 && words[1].equals("times")) {
            return line + " -> " + repeated(Integer.parseInt(words[0]), Arrays.copyOfRange(words, 2, words.length));
        }
        return line + " -> " + answer(words);
    }

    /** The same again and again; who is started is called eN. */
    private String repeated(int times, String[] words) {
        var answers = new LinkedHashSet<String>();
        for (int i = 0; i < times; i++) {
            var next = names.next();
            answers.add(answer(words).replaceAll("\\b" + next + "\\b", "eN"));
        }
        return String.join(" or ", answers);
    }

    private String answer(String[] words) {
        now = now.plusSeconds(1);
        if (words[0].equals("late")) {
            now = ledger.due(names.run(words[1], words[2])).filter(now::isBefore).orElse(now);
        }
        var told = new Told(world, names, now);
        var event = told.event(words);
        var decision = world.tell(() -> told.event(words));
        ledger.enter(event, decision);
        return switch (decision) {
            case Advance it -> new Telling(names, it).effects();
            case Ignore _ -> "ignored";
            case Refuse it -> "refused " + it.refusal();
        };
    }
}
