package dev.pipewright.action.logs;

import static org.assertj.core.api.Assertions.assertThat;

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

        var first = logs.read("/aws/codepipeline/shop", "run", 0, 100);
        assertThat(first.lines()).containsExactly("one", "two");

        assertThat(logs.read("/aws/codepipeline/shop", "run", first.nextOffset(), 100))
                .isEqualTo(new FileLogStore.Page(List.of(), first.nextOffset()));

        Files.writeString(file, "ee\n", StandardOpenOption.APPEND);
        assertThat(logs.read("/aws/codepipeline/shop", "run", first.nextOffset(), 100).lines())
                .containsExactly("three");
    }

    @Test
    void a_limit_leaves_the_rest_for_the_next_call() throws IOException {
        Files.writeString(logs.file("group", "run"), "one\ntwo\nthree\n");

        var page = logs.read("group", "run", 0, 2);

        assertThat(page.lines()).containsExactly("one", "two");
        assertThat(logs.read("group", "run", page.nextOffset(), 2).lines()).containsExactly("three");
    }

    @Test
    void a_line_without_end_comes_in_pieces_and_bytes_that_are_no_text_do_no_harm() throws IOException {
        var file = logs.file("group", "run");
        Files.write(file, "x".repeat(70_000).getBytes());
        assertThat(logs.read("group", "run", 0, 10).lines()).containsExactly("x".repeat(1 << 16));

        Files.write(file, new byte[] {(byte) 0xff, 0, '\n'});
        assertThat(logs.read("group", "run", 0, 10).lines()).hasSize(1);
    }

    @Test
    void an_unknown_stream_and_an_offset_past_the_end_have_nothing() throws IOException {
        assertThat(logs.read("group", "none", 7, 10)).isEqualTo(new FileLogStore.Page(List.of(), 7));

        Files.writeString(logs.file("group", "run"), "one\n");
        assertThat(logs.read("group", "run", 1000, 10)).isEqualTo(new FileLogStore.Page(List.of(), 1000));
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
}
