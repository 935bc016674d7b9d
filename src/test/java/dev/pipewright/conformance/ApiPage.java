package dev.pipewright.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/api.md: what stands between its marks is made from the SDK's model, the exceptions and the lists of clients. */
final class ApiPage {
    static final Path PLACE = Path.of("docs/api.md");

    private static final Path CLIENTS = Path.of("src/test/resources/dev/pipewright/clients");
    private static final String LIST_ENDING = ".operations";

    private ApiPage() {}

    /** The page as it should be. */
    static String expected(String page, Exceptions exceptions) throws IOException {
        var expected = with(page, "operations", operations(exceptions));
        for (var kind : Exceptions.Kind.values()) {
            expected = with(expected, kind.name().toLowerCase(Locale.ROOT), exceptions.rows(kind));
        }
        return expected;
    }

    /** The page with other text between the two marks of a section. */
    private static String with(String page, String section, String text) {
        var marks = Pattern.compile(
                "(<!-- %s -->\n).*?(<!-- end of %s -->\n)".formatted(section, section), Pattern.DOTALL);
        assertThat(page).containsPattern(marks);
        return marks.matcher(page).replaceFirst("$1" + Matcher.quoteReplacement(text) + "$2");
    }

    private static String operations(Exceptions exceptions) throws IOException {
        var clients = clients();
        var rows = new StringBuilder("""
                | operation | request members | response members | errors | clients |
                |---|---|---|---|---|
                """);
        for (var operation : SdkOperation.all()) {
            rows.append("| %s | %s | %s | %s | %s |\n".formatted(
                    operation.name(), members(operation.requestMembers()), members(operation.responseMembers()),
                    errors(operation, exceptions), String.join(", ", clients.getOrDefault(operation.name(), List.of()))));
        }
        return rows.toString();
    }

    /** The outermost members, each with the number of values that it holds where there are several. */
    private static String members(Set<String> paths) {
        var counts = new LinkedHashMap<String, Integer>();
        paths.forEach(path -> counts.merge(path.split("[.\\[{]", 2)[0], 1, Integer::sum));
        return counts.entrySet().stream()
                .map(member -> member.getKey() + (member.getValue() > 1 ? " (%d)".formatted(member.getValue()) : ""))
                .collect(Collectors.joining(", "));
    }

    /** The errors without their common ending; those that cannot arise are struck through. */
    private static String errors(SdkOperation operation, Exceptions exceptions) {
        return operation.errors().stream()
                .map(error -> {
                    var name = error.replaceFirst("Exception$", "");
                    var never = exceptions.reason(Exceptions.Kind.UNPROVOKED, operation.name(), error).isPresent();
                    return never ? "~~" + name + "~~" : name;
                })
                .collect(Collectors.joining(", "));
    }

    /** By operation, the clients that have called it in a test; none where there are no lists. */
    private static Map<String, List<String>> clients() throws IOException {
        var clients = new TreeMap<String, List<String>>();
        if (!Files.isDirectory(CLIENTS)) return clients;
        try (var lists = Files.list(CLIENTS)) {
            for (var list : lists.filter(it -> it.toString().endsWith(LIST_ENDING)).sorted().toList()) {
                var name = list.getFileName().toString().replace(LIST_ENDING, "");
                for (var operation : Files.readAllLines(list)) {
                    clients.merge(operation.strip(), List.of(name), ApiPage::joined);
                }
            }
        }
        return clients;
    }

    private static List<String> joined(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
