package dev.pipewright.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes lines that stay, and below them, on a terminal only, a board that each drawing replaces. Elsewhere the output
 * is plain text that only grows.
 */
final class Screen {
    private static final String TO_LINE_START_AND_CLEAR = "\r\u001b[J";

    private final Terminal terminal;
    private List<Line> board = List.of();

    Screen(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether {@link #draw} shows anything. */
    boolean hasBoard() {
        return terminal.interactive();
    }

    /** Adds lines that stay, above the board if there is one. */
    void print(List<Line> lines) {
        if (lines.isEmpty()) return;
        var text = new StringBuilder(erasure());
        lines.forEach(line -> text.append(styled(line)).append('\n'));
        board.forEach(line -> text.append(styled(line)).append('\n'));
        terminal.out().print(text);
        terminal.out().flush();
    }

    /** Adds one plain line that stays. */
    void print(String text) {
        print(List.of(Line.plain(text)));
    }

    /** Replaces the board. */
    void draw(List<Line> lines) {
        if (!hasBoard()) return;
        // A line that wraps would be two to go back over, and the last column wraps on some terminals.
        var cut = lines.stream().map(line -> line.cut(terminal.columns() - 1)).toList();
        if (cut.equals(board)) return;
        var text = new StringBuilder(erasure());
        cut.forEach(line -> text.append(styled(line)).append('\n'));
        terminal.out().print(text);
        terminal.out().flush();
        board = cut;
    }

    /** Lets the board stay as it is; the next one is drawn below. */
    void settle() {
        board = List.of();
    }

    /** Asks, leaving the cursor behind the question. */
    void ask(String question) {
        terminal.out().print(styled(new Line(Line.Tone.STRONG, question)) + " ");
        terminal.out().flush();
    }

    private String erasure() {
        return board.isEmpty() ? "" : "\u001b[" + board.size() + "A" + TO_LINE_START_AND_CLEAR;
    }

    private String styled(Line line) {
        if (!terminal.interactive() || line.tone() == Line.Tone.PLAIN) return line.text();
        return "\u001b[" + line.tone().code() + "m" + line.text() + "\u001b[0m";
    }

    /** Several plain lines. */
    void print(String first, String... others) {
        var lines = new ArrayList<>(List.of(Line.plain(first)));
        for (var other : others) lines.add(Line.plain(other));
        print(lines);
    }
}
