package dev.pipewright.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the scenarios cannot show, row by row: the kind, the operation, the member or error, and the reason. A star
 * stands for any text.
 */
final class Exceptions {
    /** What a row excuses. */
    enum Kind {
        /** A request member that makes no difference. */
        UNREAD,
        /** A response member that never comes. */
        UNFILLED,
        /** A modelled error that never comes. */
        UNPROVOKED,
        /** An error that comes and is not modelled. */
        BEYOND
    }

    private record Row(Kind kind, String operation, String member, String reason) {
        boolean fits(String ofOperation, String ofMember) {
            return covers(operation, ofOperation) && covers(member, ofMember);
        }

        private static boolean covers(String pattern, String text) {
            var quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
            return Pattern.matches(quoted, text);
        }
    }

    private final List<Row> rows;

    private Exceptions(List<Row> rows) {
        this.rows = rows;
    }

    static Exceptions read() {
        try (var in = Exceptions.class.getResourceAsStream("exceptions.txt")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Exceptions(text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Exceptions::row)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        var cells = line.strip().split("\\s+", 4);
        if (cells.length < 4) throw new AssertionError("a row needs kind, operation, member and reason: " + line);
        return new Row(Kind.valueOf(cells[0].toUpperCase(Locale.ROOT)), cells[1], cells[2], cells[3]);
    }

    /** Why the scenarios do not show it; empty where they have to. */
    Optional<String> reason(Kind kind, String operation, String member) {
        return rows.stream()
                .filter(row -> row.kind() == kind && row.fits(operation, member))
                .map(Row::reason)
                .findFirst();
    }

    /** The rows of a kind as a table. */
    String rows(Kind kind) {
        return rows.stream()
                .filter(row -> row.kind() == kind)
                .map(row -> "| %s | `%s` | %s |\n".formatted(
                        row.operation().equals("*") ? "all" : row.operation(), row.member(), row.reason()))
                .collect(Collectors.joining("", "| operation | what | why |\n|---|---|---|\n", ""));
    }

    /** The rows that excuse nothing that there is. */
    List<String> unused(Kind kind, BiPredicate<String, String> exists) {
        return rows.stream()
                .filter(row -> row.kind() == kind)
                .filter(row -> SdkOperation.all().stream().noneMatch(operation -> candidates(kind, operation).stream()
                        .anyMatch(member -> row.fits(operation.name(), member) && exists.test(
                                operation.name(), member))))
                .map(row -> "the row '%s %s' excuses nothing".formatted(row.operation(), row.member()))
                .toList();
    }

    private List<String> candidates(Kind kind, SdkOperation operation) {
        return switch (kind) {
            case UNREAD -> List.copyOf(operation.requestMembers());
            case UNFILLED -> List.copyOf(operation.responseMembers());
            case UNPROVOKED -> List.copyOf(operation.errors());
            case BEYOND -> rows.stream()
                    .filter(row -> row.kind() == kind)
                    .map(Row::member)
                    .toList();
        };
    }
}
