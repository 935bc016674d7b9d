package dev.pipewright.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * docs/engine.md holds the laws and the ways from status to status that the first seeds go. When the engine goes other
 * ways, {@code -Dpipewright.write=true} writes them into the page.
 */
class EngineDocTest {
    private static final Path PAGE = Path.of("docs/engine.md");
    private static final int SEEDS = 2_000;

    @Test
    void the_page_has_the_laws_and_the_ways_that_the_simulation_goes() throws IOException {
        var edges = LongStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> new Simulation(seed, Simulation.STEPS).run())
                .collect(Edges::new, Edges::addAll, Edges::addAll);
        var page = Files.readString(PAGE);
        var expected = with(page, "laws", laws());
        for (var machine : Edges.Machine.values()) {
            expected = with(
                    expected, machine.name().toLowerCase(Locale.ROOT),
                    "```mermaid\n" + edges.diagram(machine) + "```\n");
        }
        if (Boolean.getBoolean("pipewright.write")) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page).as("docs/engine.md; -Dpipewright.write=true writes it").isEqualTo(expected);
        }
    }

    private static String laws() {
        return Arrays.stream(Law.values())
                .map(law -> "- *" + law.name().toLowerCase(Locale.ROOT).replace('_', ' ') + "*: " + law.sentence())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The page with other text between the two marks of a section. */
    private static String with(String page, String section, String text) {
        var marks = Pattern.compile(
                "(<!-- %s -->\n).*?(<!-- end of %s -->\n)".formatted(section, section), Pattern.DOTALL);
        assertThat(page).containsPattern(marks);
        return marks.matcher(page).replaceFirst("$1" + Matcher.quoteReplacement(text) + "$2");
    }
}
