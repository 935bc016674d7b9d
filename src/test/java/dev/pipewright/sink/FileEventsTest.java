package dev.pipewright.sink;

import static dev.pipewright.sink.Changes.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventsTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("events.jsonl");
    }

    private void deliver(int... numbers) throws IOException {
        try (var sink = new FileEvents(file())) {
            for (var number : numbers) {
                sink.deliver(List.of(change(number)));
            }
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    private static String line(int number) {
        return Envelope.json(change(number));
    }

    @Test
    void each_event_is_a_line_at_the_end() throws IOException {
        deliver(1, 2);
        deliver(3);
        assertThat(lines()).containsExactly(line(1), line(2), line(3));
        assertThat(Files.readString(file())).endsWith("\n");
    }

    @Test
    void a_line_that_a_crash_has_torn_is_cut_off_wherever_it_was_torn() throws IOException {
        for (var length = 1; length < line(2).length(); length += 7) {
            Files.writeString(file(), line(1) + "\n" + line(2).substring(0, length));
            deliver(2);
            assertThat(lines()).as("torn after " + length).containsExactly(line(1), line(2));
        }
    }

    @Test
    void a_torn_line_longer_than_a_block_is_found() throws IOException {
        var torn = line(2) + "x".repeat(20_000);
        Files.writeString(file(), line(1) + "\n" + torn);
        deliver(2);
        assertThat(lines()).containsExactly(line(1), line(2));
    }

    @Test
    void what_others_wrote_stays() throws IOException {
        Files.writeString(file(), "# Events of the shop");
        deliver(1);
        assertThat(lines()).containsExactly("# Events of the shop", line(1));
    }

    @Test
    void a_file_that_is_moved_away_is_made_again() throws IOException {
        deliver(1);
        Files.move(file(), folder.resolve("events.1"));
        deliver(2);
        assertThat(lines()).containsExactly(line(2));
    }

    @Test
    void a_file_that_cannot_be_written_is_named() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(() -> deliver(1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The file %s cannot be written: ", file());
    }
}
