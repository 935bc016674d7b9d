package dev.pipewright.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTest {
    private static final String SCOPE = "Authorization: AWS4-HMAC-SHA256"
            + " Credential=K/20260101/us-east-1/%s/aws4_request,"
            + " SignedHeaders=host, Signature=0\r\n";

    private HttpPort port;

    @BeforeEach
    void open() throws Exception {
        port = HttpPort.open("127.0.0.1", 0, Optional.empty());
        port.serve(
                new FrontDoor(
                        new Named("json"), new Named("s3"), new Named("sts"), List.of("localhost", "build.example")),
                Map.of("/", new Named("pages")));
    }

    @AfterEach
    void close() {
        port.close();
    }

    private static final class Named extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("answered by " + name);
        }
    }

    private String get(String path, String host, String headers) throws IOException {
        try (var socket = new Socket(port.endpoint().getHost(), port.endpoint().getPort())) {
            var request = "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n".formatted(path, host, headers);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @CsvSource({"s3,s3", "codepipeline,json", "logs,json", "nobody,json"})
    void what_is_signed_for_a_service_goes_to_it_whatever_its_path(String service, String answers) throws IOException {
        for (var path : List.of("/", "/git/site", "/health", "/bucket/key")) {
            assertThat(get(path, "anything.example", SCOPE.formatted(service))).endsWith("answered by " + answers);
        }
    }

    @Test
    void a_presigned_address_goes_to_its_service() throws IOException {
        var credential = "X-Amz-Credential=K%2F20260101%2Fus-east-1%2Fs3%2Faws4_request";

        assertThat(get("/git/key?" + credential, "anything.example", "")).endsWith("answered by s3");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "10.1.2.3:4567", "[::1]:4567", "localhost", "build.example:4567"})
    void the_pages_answer_under_every_name_of_the_server(String host) throws IOException {
        assertThat(get("/", host, "")).endsWith("answered by pages");
        assertThat(get("/", host, "Origin: https://" + host + "\r\n")).endsWith("answered by pages");
    }

    @ParameterizedTest
    @CsvSource({"evil.example", "build.example.evil.example", "127.0.0.1.evil.example", "''"})
    void the_pages_answer_under_no_other_name(String host) throws IOException {
        assertThat(get("/", host, "")).doesNotContain("answered by").containsPattern("^HTTP/1.1 40[03] ");
    }

    @Test
    void pages_of_other_sites_get_no_answer() throws IOException {
        assertThat(get("/", "localhost", "Origin: http://evil.example\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void webhooks_take_what_comes_under_any_name_and_from_any_page() throws IOException {
        var origin = "Origin: http://evil.example\r\n";

        assertThat(get("/webhooks/abcXYZ019", "tunnel.example", origin)).endsWith("answered by pages");
        assertThat(get("/webhooks/abc", "tunnel.example", SCOPE.formatted("s3"))).endsWith("answered by s3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks/../git/x", "/webhooks/%2e%2e/git/x", "/webhooks/a/../../git/x", "/webhooks/a;b"})
    void what_only_looks_like_a_webhook_opens_no_page(String path) throws IOException {
        assertThat(get(path, "evil.example", "")).startsWith("HTTP/1.1 403 ");
        assertThat(get(path, "localhost", "")).doesNotContain("answered by pages");
    }

    @Test
    void what_is_not_signed_and_no_page_is_refused_by_s3() throws IOException {
        assertThat(get("/bucket/key", "localhost", "")).endsWith("answered by s3");
    }

    @Test
    void a_server_can_be_known_by_another_address_than_its_own() throws Exception {
        var known = URI.create("https://build.example");
        try (var other = HttpPort.open("127.0.0.1", 0, Optional.of(known))) {
            assertThat(other.endpoint()).isEqualTo(known);
        }
    }
}
