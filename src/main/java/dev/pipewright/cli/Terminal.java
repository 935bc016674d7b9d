package dev.pipewright.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes.
 *
 * @param interactive whether a person sits there, so that questions, colours and lines that change make sense
 * @param columns how wide it is
 */
record Terminal(BufferedReader in, PrintStream out, PrintStream err, boolean interactive, int columns) {
    private static final int USUAL_COLUMNS = 80;

    /** The terminal of this process. */
    static Terminal ofProcess() {
        var console = System.console();
        var interactive = console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
        // A C locale makes Java print question marks; every terminal that is left reads UTF-8.
        return new Terminal(
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                interactive,
                interactive ? askColumns() : USUAL_COLUMNS);
    }

    /** One sentence about what went wrong. */
    void complain(String sentence) {
        err.println(sentence);
    }

    private static int askColumns() {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
            return parseColumns(stty.getInputStream());
        } catch (IOException noStty) {
            return USUAL_COLUMNS;
        }
    }

    private static int parseColumns(InputStream rowsAndColumns) throws IOException {
        var words = new String(rowsAndColumns.readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
        var last = words[words.length - 1];
        var columns = last.matches("[0-9]{1,4}") ? Integer.parseInt(last) : 0;
        return columns < 20 ? USUAL_COLUMNS : columns;
    }
}
