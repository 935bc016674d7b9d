package dev.pipewright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.wire.Constraints;
import dev.pipewright.wire.Direct;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.RandomInputs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of requests of every operation, right ones and hostile ones, on one store. */
final class OperationsFuzzTest {
    private static final int ROUNDS =
            Math.clamp(Integer.getInteger("pipewright.seeds", 10_000) / 5, 1, 20_000);
    /** There is no GitHub. */
    private static final String NOWHERE = "RegisterWebhookWithThirdParty";
    private static final int LONG_RUN = 5_000;
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final Map<String, Map<String, Integer>> endings = new TreeMap<>();
    private Target target;
    private RandomInputs inputs;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    @Timeout(3600)
    void a_request_is_answered_or_refused_in_time_and_a_refused_one_changes_nothing(long seed) throws Exception {
        // What is deleted or replaced too often is never seen in its later states.
        fuzz(seed, operation -> isHarsh(operation) ? 1 + ROUNDS / 10 : ROUNDS);
        assertDeep();
    }

    /** The same for operations that take away what others need. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 2)
    @Timeout(3600)
    void so_is_a_request_that_deletes_or_replaces(long seed) throws Exception {
        fuzz(seed, operation -> isHarsh(operation) ? ROUNDS : 0);
    }

    private static boolean isHarsh(String operation) {
        return operation.startsWith("Delete") || operation.equals("UpdatePipeline");
    }

    private void fuzz(long seed, ToIntFunction<String> rounds) throws Exception {
        var random = new Random(seed);
        inputs = new RandomInputs(Constraints.of("codepipeline"), random);
        var clock = new Target.Clock();
        target = new Target(directory, clock, false);
        try {
            var names = new ArrayList<String>();
            for (var operation : target.operations.operations()) {
                names.addAll(Collections.nCopies(rounds.applyAsInt(operation), operation));
            }
            Collections.shuffle(names, random);
            for (int i = 0; i < names.size(); i++) {
                if (i % 200 == 0) {
                    new Factory(target).stock(inputs);
                    clock.pass(Duration.ofMinutes(random.nextInt(20)));
                }
                if (i % 20 == 0) {
                    new Factory(target).work(random);
                    new Factory(target).hint(inputs, random);
                }
                clock.pass(Duration.ofMillis(random.nextInt(100)));
                ask(seed, i, names.get(i));
            }
            var before = everything();
            target.close();
            target = new Target(directory, clock, true);
            assertThat(everything()).isEqualTo(before);
            aPipelineRuns();
        } finally {
            target.close();
        }
    }

    private void ask(long seed, int number, String operation) throws Exception {
        var body = inputs.next(operation);
        var state = target.state();
        var begun = System.nanoTime();
        String ending;
        try {
            inputs.learn(target.call(operation, body));
            ending = "accepted";
            if (operation.startsWith("Delete")) {
                new Factory(target).stock(inputs);
            }
        } catch (Fault fault) {
            ending = fault.type();
            assertThat(fault.status()).as(told(seed, number, operation, body)).isBetween(400, 499);
            assertThat(fault.getMessage()).as(told(seed, number, operation, body)).isNotBlank();
            assertThat(new String(Direct.body(fault), StandardCharsets.UTF_8)).hasSizeLessThan(40_000);
            assertThat(target.state())
                    .as("state after %s of %s", fault.type(), told(seed, number, operation, body))
                    .isEqualTo(state);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("our fault: " + told(seed, number, operation, body), e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as(told(seed, number, operation, body))
                .isLessThan(LONGEST);
        endings.computeIfAbsent(operation, _ -> new TreeMap<>()).merge(ending, 1, Integer::sum);
    }

    private static String told(long seed, int number, String operation, byte[] body) {
        var text = new String(body, StandardCharsets.ISO_8859_1);
        return "seed %d, request %d, %s of %s, in Base64 %s".formatted(
                seed, number, operation, text.length() > 4000 ? text.substring(0, 4000) + "..." : text,
                body.length > 10_000 ? "left out" : Base64.getEncoder().encodeToString(body));
    }

    /**
     * Requests came to what they are for: every operation was refused, and nearly every one was carried out. In a short
     * run chance may leave out one or the other that needs much to be right at once.
     */
    private void assertDeep() {
        assertThat(endings.keySet()).containsExactlyElementsOf(target.operations.operations());
        if (ROUNDS < 400) {
            return;
        }
        assertThat(endings).allSatisfy((_, all) ->
                assertThat(all).containsKey("SerializationException").hasSizeGreaterThan(1));
        var neverAccepted = endings.keySet().stream()
                .filter(operation -> !endings.get(operation).containsKey("accepted"))
                .toList();
        if (ROUNDS < LONG_RUN) {
            assertThat(neverAccepted).contains(NOWHERE).hasSizeLessThan(5);
        } else {
            assertThat(neverAccepted).containsExactly(NOWHERE);
        }
    }

    /** What lists and states say. */
    private List<String> everything() {
        var all = new ArrayList<String>();
        all.add(target.must("ListPipelines", "{\"maxResults\":1000}"));
        all.add(target.must("ListWebhooks", "{\"MaxResults\":100}"));
        all.add(target.must("ListActionTypes", "{}"));
        for (var name : all.getFirst().split("\"name\":\"")) {
            var end = name.indexOf('"');
            if (name.startsWith("{")) {
                continue;
            }
            var pipeline = name.substring(0, end);
            all.add(target.must("GetPipeline", "{\"name\":\"" + pipeline + "\"}"));
            all.add(target.must("GetPipelineState", "{\"name\":\"" + pipeline + "\"}"));
            for (var list : List.of("ListPipelineExecutions", "ListActionExecutions", "ListRuleExecutions")) {
                all.add(target.must(list, "{\"pipelineName\":\"" + pipeline + "\"}"));
            }
        }
        return all;
    }

    private void aPipelineRuns() {
        new Factory(target).stock(inputs);
        new Factory(target).run("healthy");
    }

    @Test
    void the_state_tells_of_every_change_and_of_no_question() throws Exception {
        target = new Target(directory, new Target.Clock(), false);
        try {
            var factory = new Factory(target);
            factory.stock(new RandomInputs(Constraints.of("codepipeline"), new Random(1)));
            var state = target.state();
            target.must("GetPipelineState", "{\"name\":\"line-1\"}");
            assertThat(target.state()).isEqualTo(state);
            target.must("StartPipelineExecution", "{\"name\":\"line-1\"}");
            assertThat(target.state()).isNotEqualTo(state);
        } finally {
            target.close();
        }
    }
}
