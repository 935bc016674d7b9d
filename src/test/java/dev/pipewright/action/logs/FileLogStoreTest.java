package dev.pipewright.action.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.action.logs.FileLogStore.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogStoreTest {
    @TempDir
    Path folder;

    private FileLogStore logs;

    @BeforeEach
    void open() {
        logs = new FileLogStore(folder.resolve("logs"));
    }

    @Test
    void a_reader_follows_a_log_line_by_line() throws IOException {
        var file = logs.file("/aws/codepipeline/shop", "run");
        Files.writeString(file, "one\r\ntwo\nthr");

        var first = logs.forward("/aws/codepipeline/shop", "run", 0, 100);
        assertThat(first).containsExactly(new Line(0, 5, "one"), new Line(5, 9, "two"));

        assertThat(logs.forward("/aws/codepipeline/shop", "run", 9, 100)).isEmpty();

        Files.writeString(file, "ee\n", StandardOpenOption.APPEND);
        assertThat(logs.forward("/aws/codepipeline/shop", "run", 9, 100)).containsExactly(new Line(9, 15, "three"));
    }

    @Test
    void a_limit_leaves_the_rest_for_the_next_call() throws IOException {
        Files.writeString(logs.file("group", "run"), "one\ntwo\nthree\n");

        assertThat(texts(logs.forward("group", "run", 0, 2))).containsExactly("one", "two");
        assertThat(texts(logs.forward("group", "run", 8, 2))).containsExactly("three");
    }

    @Test
    void a_reader_goes_backward_from_the_end() throws IOException {
        Files.writeString(logs.file("group", "run"), "one\ntwo\nthree\nfou");

        assertThat(texts(logs.backward("group", "run", Long.MAX_VALUE, 2))).containsExactly("two", "three");
        assertThat(texts(logs.backward("group", "run", 4, 2))).containsExactly("one");
        assertThat(logs.backward("group", "run", 0, 2)).isEmpty();
        assertThat(logs.backward("group", "none", Long.MAX_VALUE, 2)).isEmpty();
    }

    @Test
    void a_reader_goes_backward_through_a_long_log_without_reading_all_of_it() throws IOException {
        var file = logs.file("group", "run");
        try (var out = Files.newBufferedWriter(file)) {
            for (int line = 0; line < 300_000; line++) {
                out.write("line " + line + "\n");
            }
        }

        assertThat(texts(logs.backward("group", "run", Long.MAX_VALUE, 2)))
                .containsExactly("line 299998", "line 299999");
        var page = logs.backward("group", "run", Long.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(page).hasSizeBetween(50_000, 200_000);
        var number = 300_000 - page.size();
        assertThat(page.getFirst().text()).isEqualTo("line " + number);
        assertThat(texts(logs.backward("group", "run", page.getFirst().offset(), 1)))
                .containsExactly("line " + (number - 1));
    }

    @Test
    void a_line_without_end_comes_in_pieces_and_bytes_that_are_no_text_do_no_harm() throws IOException {
        var file = logs.file("group", "run");
        Files.write(file, "x".repeat(70_000).getBytes());
        assertThat(texts(logs.forward("group", "run", 0, 10))).containsExactly("x".repeat(1 << 16));

        Files.write(file, new byte[] {(byte) 0xff, 0, '\n'});
        assertThat(logs.forward("group", "run", 0, 10)).hasSize(1);
    }

    @Test
    void an_unknown_stream_and_an_offset_past_the_end_have_nothing() throws IOException {
        assertThat(logs.forward("group", "none", 7, 10)).isEmpty();

        Files.writeString(logs.file("group", "run"), "one\n");
        assertThat(logs.forward("group", "run", 1000, 10)).isEmpty();
    }

    @Test
    void a_group_knows_its_streams() throws IOException {
        Files.writeString(logs.file("/aws/codepipeline/shop", "a/b %"), "one\n");
        logs.file("/aws/codepipeline/shop", "other");

        assertThat(logs.streams("/aws/codepipeline/shop"))
                .extracting(FileLogStore.Stream::name)
                .containsExactlyInAnyOrder("a/b %", "other");
        assertThat(logs.stream("/aws/codepipeline/shop", "a/b %").orElseThrow().bytes()).isEqualTo(4);
        assertThat(logs.streams("/aws/codepipeline/none")).isEmpty();
        assertThat(logs.stream("/aws/codepipeline/shop", "none")).isEmpty();
    }

    private static List<String> texts(List<Line> lines) {
        return lines.stream().map(Line::text).toList();
    }

    @Test
    void hostile_names_stay_names() throws IOException {
        var names = List.of(
                "..", ".", "", "/", "../../etc/passwd", "a/b", "a%2Fb", "a\0b", "ä", "x".repeat(5000),
                "x".repeat(5001), "/".repeat(512), "C:\\x", "a\nb");
        var files = new HashSet<Path>();
        for (var name : names) {
            var file = logs.file(name, name);
            assertThat(file.normalize()).isEqualTo(file);
            assertThat(folder.resolve("logs").relativize(file).getNameCount()).isEqualTo(2);
            files.add(file);
        }
        assertThat(files).hasSameSizeAs(names);
        assertThat(Files.list(folder)).hasSize(1);
    }

    @Test
    void the_arn_names_group_and_stream() {
        assertThat(logs.arn("111122223333", "eu-west-1", "/aws/codepipeline/shop", "run"))
                .isEqualTo("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codepipeline/shop:log-stream:run");
    }

    @Test
    void accounts_have_logs_of_their_own() throws Exception {
        var ours = new FileLogStore(folder.resolve("logs"), "000000000000");
        var theirs = ours.as("111111111111");
        Files.writeString(ours.file("shop", "run"), "ours\n");
        Files.writeString(theirs.file("shop", "run"), "theirs\n");

        assertThat(ours.as("000000000000").forward("shop", "run", 0, 9)).singleElement()
                .extracting(Line::text).isEqualTo("ours");
        assertThat(ours.as("111111111111").forward("shop", "run", 0, 9)).singleElement()
                .extracting(Line::text).isEqualTo("theirs");
        assertThat(ours.as("222222222222").streams("shop")).isEmpty();
        assertThat(ours.streams("of.111111111111")).isEmpty();
    }
}
