package dev.pipewright.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that begin a request and do not end it. */
@Timeout(180)
final class SlowClientsTest {
    private static final int CLIENTS = 300;

    @TempDir
    Path directory;

    private final List<Socket> half = new ArrayList<>();
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = Door.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        for (var socket : half) {
            socket.close();
        }
        door.close();
    }

    private void begin(String request) throws IOException {
        var socket = door.connect();
        half.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void assertServed() throws IOException {
        var begun = System.nanoTime();
        assertThat(door.must("ListPipelines", "{}")).contains("pipelines");
        assertThat(door.raw("GET", "/health", "", "")).startsWith("HTTP/1.1 200");
        assertThat(System.nanoTime() - begun).isLessThan(20_000_000_000L);
    }

    @Test
    void hundreds_of_half_told_heads_keep_nobody_waiting() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            begin(List.of("", "P", "POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "GET /health HTTP/1.1\r\n").get(i % 4));
        }
        assertServed();
    }

    @Test
    void hundreds_of_half_told_bodies_keep_nobody_waiting() throws IOException {
        var target = "X-Amz-Target: CodePipeline_20150709.ListPipelines\r\n";
        for (int i = 0; i < CLIENTS; i++) {
            begin("POST %s HTTP/1.1\r\nHost: %s\r\n%sContent-Length: 1000\r\n\r\n{"
                    .formatted(i % 2 == 0 ? "/" : "/webhooks/abc", door.endpoint().getAuthority(),
                            i % 2 == 0 ? target : ""));
        }
        assertServed();
    }

    @Test
    void a_head_that_never_ends_is_cut_off_at_its_limit() throws IOException {
        var request = "GET /health HTTP/1.1\r\nHost: " + door.endpoint().getAuthority() + "\r\n"
                + ("X-Filler: " + "y".repeat(1000) + "\r\n").repeat(40) + "\r\n";

        assertThat(door.raw(request.getBytes(StandardCharsets.ISO_8859_1))).startsWith("HTTP/1.1 431");
    }

    @Test
    void a_client_that_reads_no_answer_is_forgotten_when_it_goes() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            begin("GET / HTTP/1.1\r\nHost: " + door.endpoint().getAuthority() + "\r\n\r\n");
            half.removeLast().close();
        }
        assertServed();
    }
}
