package dev.pipewright.action.deploy.ec2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/** The log of one run, to which many machines write at the same time: a line is of one machine, and says of which. */
final class TargetLog {
    private static final int LONGEST_LINE = 1 << 15;
    private static final int MOST_BYTES = 8 << 20;
    private static final int TAIL_LINES = 3;
    private static final int TAIL_CHARACTERS = 400;

    private final Path file;

    TargetLog(Path file) {
        this.file = file;
    }

    /** Adds a line of the server's own. */
    void say(String sentence) throws IOException {
        write("[pipewright] " + sentence + "\n");
    }

    private synchronized void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    /** What one script on one machine prints. */
    Output of(String machine) {
        return new Output("[" + machine + "] ");
    }

    /** Cuts what is printed into lines of the log; after some megabytes nothing more is kept. */
    final class Output extends OutputStream {
        private final String prefix;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final Deque<String> tail = new ArrayDeque<>();
        private int written;

        private Output(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public synchronized void write(int one) throws IOException {
            if (one == '\n' || line.size() >= LONGEST_LINE) {
                endLine();
            }
            if (one != '\n') {
                line.write(one);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int count) throws IOException {
            for (int at = from; at < from + count; at++) {
                write(bytes[at]);
            }
        }

        private void endLine() throws IOException {
            var text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            tail.addLast(text);
            if (tail.size() > TAIL_LINES) {
                tail.removeFirst();
            }
            if (written >= MOST_BYTES) {
                return;
            }
            written += text.length() + 1;
            TargetLog.this.write(prefix + text + "\n");
            if (written >= MOST_BYTES) {
                TargetLog.this.write(prefix + "... What is printed after these %,d bytes is left out.\n"
                        .formatted(MOST_BYTES));
            }
        }

        /** Writes what is left without a line end. */
        synchronized void finish() throws IOException {
            if (line.size() > 0) {
                endLine();
            }
        }

        /** The last lines as one, without control characters; empty where nothing was printed. */
        synchronized String tail() {
            var text = String.join(" | ", tail.stream()
                    .map(each -> each.replaceAll("\\p{Cntrl}\\[[0-9;]*m", "").replaceAll("\\p{Cntrl}", " ").strip())
                    .filter(each -> !each.isEmpty())
                    .toList());
            return text.length() <= TAIL_CHARACTERS ? text : "..." + text.substring(text.length() - TAIL_CHARACTERS);
        }
    }
}
