package dev.pipewright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Small habits that a reader relies on, held over all sources. It grows with taste. */
final class TidyTest {
    private static final Path ROOT = Path.of("src");
    private static final int LONGEST_LINE = 120;
    private static final int LONGEST_FILE = 500;

    @Test
    void nothing_is_left_for_later() {
        forbid("TO" + "DO|FIX" + "ME|\\bXX" + "X\\b", file -> true);
    }

    @Test
    void every_test_runs() {
        forbid("@Dis" + "abled\\b|assume(True|False|That)\\(", file -> true);
    }

    @Test
    void only_the_server_and_the_commands_read_the_clock_or_make_ids() {
        forbid(
                "Instant\\.now\\(\\)|LocalDate(Time)?\\.now\\(\\)|currentTimeMillis\\(|UUID\\.randomUUID|Clock\\.system"
                        + "|InstantSource\\.system",
                file -> isMain(file) && !isIn(file, "server") && !isIn(file, "cli"));
    }

    @Test
    void only_the_commands_write_to_standard_output() {
        forbid("System\\.(out|err)\\b|printStackTrace\\(\\)", file -> isMain(file) && !isIn(file, "cli"));
    }

    @Test
    void imports_name_one_class() {
        forbid("^import (static )?[\\w.]+\\.\\*;", file -> true);
    }

    @Test
    void there_are_no_tabs_and_no_blanks_at_line_ends() {
        forbid("\t|[ \t]+$", file -> true);
    }

    /** Text blocks may run wider: a table of cases is easier to read with a case in a line. */
    @Test
    void lines_fit_the_page() {
        var offences = new ArrayList<String>();
        for (var file : javaFiles()) {
            var inBlock = false;
            var number = 0;
            for (var line : read(file).lines().toList()) {
                number++;
                if (line.length() > LONGEST_LINE && !inBlock) offences.add(file + ":" + number + ": " + line.strip());
                if (line.split("\"\"\"", -1).length % 2 == 0) inBlock = !inBlock;
            }
        }
        assertThat(offences).isEmpty();
    }

    @Test
    void files_end_with_a_line_break_and_are_short_enough_to_know() {
        var offences = new ArrayList<String>();
        for (var file : javaFiles()) {
            var text = read(file);
            if (!text.endsWith("\n")) offences.add(file + " does not end with a line break");
            var lines = text.lines().count();
            if (isMain(file) && lines > LONGEST_FILE) {
                offences.add(file + " has " + lines + " lines of at most " + LONGEST_FILE);
            }
        }
        assertThat(offences).isEmpty();
    }

    private static void forbid(String pattern, Predicate<Path> where) {
        var offence = Pattern.compile(pattern);
        var offences = new ArrayList<String>();
        for (var file : javaFiles().stream().filter(where).toList()) {
            var lines = read(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                var line = lines.get(i);
                if (offence.matcher(line).find()) offences.add(file + ":" + (i + 1) + ": " + line.strip());
            }
        }
        assertThat(offences).isEmpty();
    }

    private static boolean isMain(Path file) {
        return file.startsWith(ROOT.resolve("main"));
    }

    private static boolean isIn(Path file, String layer) {
        return file.startsWith(ROOT.resolve("main/java/dev/pipewright").resolve(layer));
    }

    private static List<Path> javaFiles() {
        try (var files = Files.walk(ROOT)) {
            var found = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
            assertThat(found).as("source files").isNotEmpty();
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
