package dev.pipewright.action.commands;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The log of one run, as far as the runner itself writes and reads it. */
record RunLog(Path file) {
    private static final int TAIL_BYTES = 4096;
    private static final int TAIL_LINES = 5;
    private static final int TAIL_CHARACTERS = 500;
    /** What the runner says begins with this, what the commands say does not. */
    private static final String OWN = "[pipewright] ";

    /** Adds a line of the runner's own. */
    void say(String sentence) throws IOException {
        Files.writeString(file, (endsInLine() ? "" : "\n") + OWN + sentence + "\n", StandardOpenOption.APPEND);
    }

    private boolean endsInLine() throws IOException {
        var end = tailBytes();
        return end.length == 0 || end[end.length - 1] == '\n';
    }

    /**
     * The last lines that the commands printed, as one line without control characters; empty where they were silent.
     */
    String tail() throws IOException {
        var lines = new String(tailBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}\\[[0-9;]*m", "").replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith(OWN))
                .toList();
        var last = String.join(" | ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        return last.length() <= TAIL_CHARACTERS ? last : "..." + last.substring(last.length() - TAIL_CHARACTERS);
    }

    private byte[] tailBytes() throws IOException {
        try (var channel = FileChannel.open(file)) {
            var size = (int) Math.min(channel.size(), TAIL_BYTES);
            var bytes = ByteBuffer.allocate(size);
            var from = channel.size() - size;
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
                // The channel may give less than there is.
            }
            return bytes.array();
        }
    }
}
