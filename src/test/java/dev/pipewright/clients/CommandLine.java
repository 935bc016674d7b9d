package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.e2e.Program.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The AWS command line of Debian, as people and their scripts call it. */
record CommandLine(Ground ground, Set<String> answered) {
    private static final String PROGRAM = "/usr/bin/aws";
    private static final int REFUSED = 254;
    private static final Pattern WORD = Pattern.compile("(^|-)([a-z])");

    CommandLine(Ground ground) {
        this(ground, new ConcurrentSkipListSet<>());
    }

    /** What a command prints that succeeds. */
    String text(String command, String... arguments) throws Exception {
        var out = call(command, List.of(arguments), List.of("--output", "text")).success();
        answered.add(operation(command));
        return out.strip();
    }

    /** What a command answers in JSON. */
    JsonNode json(String command, String... arguments) throws Exception {
        var out = call(command, List.of(arguments), List.of("--output", "json")).success();
        answered.add(operation(command));
        return JsonMapper.shared().readTree(out);
    }

    /** Calls a command that answers nothing. */
    void silent(String command, String... arguments) throws Exception {
        assertThat(text(command, arguments)).isEmpty();
    }

    /** Calls a command that the service has to refuse with an error, and returns what the service said. */
    String refused(String error, String command, String... arguments) throws Exception {
        var said = call(command, List.of(arguments), List.of());
        assertThat(said.status()).as(said.toString()).isEqualTo(REFUSED);
        assertThat(said.out()).isEmpty();
        var begin = "An error occurred (%s) when calling the %s operation: ".formatted(error, operation(command));
        assertThat(said.err().strip()).startsWith(begin).hasLineCount(1);
        return said.err().strip().substring(begin.length());
    }

    /** Who calls, which every tool asks first. */
    String identity() throws Exception {
        return call("sts", "get-caller-identity", List.of("--query", "Arn"), List.of("--output", "text"))
                .success()
                .strip();
    }

    private Said call(String command, List<String> arguments, List<String> output) throws Exception {
        return call("codepipeline", command, arguments, output);
    }

    private Said call(String service, String command, List<String> arguments, List<String> output) throws Exception {
        var line = new ArrayList<>(List.of(
                PROGRAM, "--endpoint-url", ground.server().endpoint().toString(), service, command));
        line.addAll(arguments);
        line.addAll(output);
        return ground.run(line);
    }

    /** {@code GetPipeline} for {@code get-pipeline}. */
    private static String operation(String command) {
        return WORD.matcher(command).replaceAll(found -> found.group(2).toUpperCase(Locale.ROOT));
    }
}
