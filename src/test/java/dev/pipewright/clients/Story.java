package dev.pipewright.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a program's story came to: the operations that answered it, and all that its SDK knows. */
record Story(TreeSet<String> answered, TreeSet<String> known) {
    // Debian's own Python, without what a user may have put before its packages.
    private static final List<String> PYTHON = List.of("/usr/bin/python3", "-s", "-E", "-B");
    private static final Path BOTO3 = Path.of("/usr/lib/python3/dist-packages/boto3");
    private static final Path MODULES = Path.of("src/test/js/node_modules");

    /** A script in {@code src/test/python}, by Debian's Python. */
    static List<String> python(String script, String... arguments) {
        assertThat(BOTO3).as("boto3 is missing: scripts/install-test-tools installs it").isDirectory();
        var command = new ArrayList<>(PYTHON);
        command.add("src/test/python/" + script);
        command.addAll(List.of(arguments));
        return command;
    }

    /** A script in {@code src/test/js}, by Node. */
    static List<String> javaScript(String script) {
        assertThat(MODULES)
                .as("The SDK for JavaScript is missing: scripts/install-test-tools installs it")
                .isDirectory();
        return List.of("node", "src/test/js/" + script);
    }

    /** Runs a program that ends with a line of JSON about itself. */
    static Story of(Ground ground, List<String> command) throws Exception {
        var last = ground.run(command).success().strip().lines().toList().getLast();
        var told = JsonMapper.shared().readTree(last);
        return new Story(texts(told.get("answered")), texts(told.get("known")));
    }

    private static TreeSet<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).collect(Collectors.toCollection(TreeSet::new));
    }
}
