package dev.pipewright.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipewright.wire.Constraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way into the server, tried without credentials, and every way around its lock that opened others. */
@Timeout(120)
final class RoutesTest {
    /** What the paths of the server are for; whoever adds one says here who may come in without a signature. */
    private static final Map<String, Guard> ROUTES = Map.of(
            "/", Guard.OPEN_PAGE, "/health", Guard.OPEN_PAGE, "/git/*", Guard.PASSWORD, "/connections/*", Guard.SECRET,
            "/webhooks/*", Guard.SECRET);

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    private enum Guard {
        /** Anybody on this machine may read it, and only read. */
        OPEN_PAGE,
        /** HTTP's own authentication. */
        PASSWORD,
        /** A secret in the address or over the body. */
        SECRET
    }

    @TempDir
    static Path directory;

    static Door door;

    @BeforeAll
    static void open() throws Exception {
        door = Door.open(directory);
        door.call("codecommit", "CodeCommit_20150413.CreateRepository",
                "{\"repositoryName\":\"hidden\"}".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void close() {
        door.close();
    }

    /** A path below each route, and the route itself. */
    static List<String> paths() {
        var paths = new ArrayList<String>();
        for (var route : door.server().routes()) {
            paths.add(route.replace("/*", "/"));
            if (route.endsWith("*")) {
                paths.addAll(List.of(
                        route.replace("*", "hidden"), route.replace("*", "hidden/info/refs?service=git-upload-pack"),
                        route.replace("*", "hidden.git/git-receive-pack"), route.replace("/*", "")));
            }
        }
        // What nothing is mapped to belongs to S3.
        paths.addAll(List.of("/bucket", "/bucket/key", "/bucket?uploads", "/style.css", "/favicon.ico"));
        return paths;
    }

    private static boolean isOpen(String method, String path) {
        var isPage = ROUTES.entrySet().stream()
                .anyMatch(route -> route.getValue() == Guard.OPEN_PAGE && route.getKey().equals(path));
        var isOrnament = path.equals("/style.css") || path.equals("/favicon.ico");
        return (isPage || isOrnament) && Set.of("GET", "HEAD", "OPTIONS").contains(method);
    }

    @Test
    void every_route_is_known_with_what_guards_it() {
        assertThat(door.server().routes()).containsExactlyInAnyOrderElementsOf(ROUTES.keySet());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void without_credentials_nothing_but_the_pages_answers(String path) throws IOException {
        for (var method : METHODS) {
            var answer = door.raw(method, path, "", method.startsWith("P") ? "{}" : "");
            if (!isOpen(method, path)) {
                assertThat(Door.status(answer)).as("%s %s: %s", method, path, answer).isBetween(400, 499);
            }
            assertThat(answer).doesNotContain("hidden</", door.administrator().secretAccessKey());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/git/hidden;x=1", "/git;x/hidden", "/;/git/hidden", "//git/hidden", "/git//hidden", "/./git/hidden",
        "/health/../git/hidden", "/health;/../git/hidden", "/%2e/git/hidden", "/health/%2e%2e/git/hidden",
        "/health%2f..%2fgit/hidden", "/%67it/hidden", "/git/%68idden", "/GIT/hidden", "/git/hidden/",
        "/git/hidden.html",
        "/git/hidden;.css", "/git/hidden/style.css", "/git/hidden?jsp=/style.css;.jsp", "/style.css/../git/hidden",
        "/style.css%00/git/hidden", "/git/hidden%00.css", "/git/hidden/RPC2", "/health/RPC2", "/webhooks/../git/hidden",
        "/webhooks/x/..;/git/hidden", "/connections/../git/hidden", "\\git\\hidden", "/git/hidden#/style.css",
        "http://127.0.0.1/git/hidden", "/favicon.ico/../git/hidden",
    })
    void a_path_in_disguise_opens_no_repository(String path) throws IOException {
        for (var method : List.of("GET", "POST")) {
            var answer = door.raw(method, path, "", "");
            assertThat(Door.status(answer)).as("%s %s: %s", method, path, answer).isBetween(400, 499);
            assertThat(answer).doesNotContain("git clone", "refs/heads");
        }
    }

    @Test
    void no_operation_of_any_service_answers_who_does_not_sign() throws IOException {
        var prefixes = Map.of(
                "codepipeline", "CodePipeline_20150709", "logs", "Logs_20140328", "codecommit", "CodeCommit_20150413",
                "codeconnections", "com.amazonaws.codeconnections.CodeConnections_20231201", "pipewright",
                "Pipewright_20261122");
        prefixes.forEach((service, prefix) -> {
            for (var operation : Constraints.of(service).operations()) {
                assertRefused("/", "X-Amz-Target: " + prefix + "." + operation + "\r\n");
            }
        });
        for (var path : List.of("/health", "//", "/style.css", "/git/", "/;x", "/%2e", "/webhooks/a", "/RPC2")) {
            assertRefused(path, "X-Amz-Target: CodePipeline_20150709.ListPipelines\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Authorization: Bearer x", "Authorization: Bearer", "Authorization:", "Authorization: AWS4-HMAC-SHA256",
        "Authorization: AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=", "Authorization: Basic Og==",
        "Authorization: Basic YWRtaW46", "Authorization: null", "Authorization: undefined",
        "Authorization: Negotiate x",
        "Authorization: aws4-hmac-sha256 Credential=a/20260101/eu-west-1/codepipeline/aws4_request", "X-Api-Key: x",
        "X-Forwarded-User: administrator", "X-Forwarded-For: 127.0.0.1", "X-Original-URL: /health",
        "X-Rewrite-URL: /health", "X-HTTP-Method-Override: GET", "X-Method-Override: GET",
        "Cookie: session=administrator",
        "Referer: http://127.0.0.1/", "X-Amz-Security-Token: x",
    })
    void no_other_header_takes_the_place_of_a_signature(String header) throws IOException {
        assertRefused("/", "X-Amz-Target: CodePipeline_20150709.ListPipelines\r\n" + header + "\r\n");
        var page = door.raw("GET", "/git/hidden", header + "\r\n", "");
        assertThat(Door.status(page)).as(page).isBetween(400, 499);
    }

    private static void assertRefused(String path, String headers) {
        try {
            var answer = door.raw("POST", path, headers + "Content-Type: application/x-amz-json-1.1\r\n", "{}");
            assertThat(Door.status(answer)).as(path + " " + headers + ": " + answer).isBetween(400, 499);
            assertThat(answer).doesNotContain("\"pipelines\"", "\"repositories\"");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "X-Amz-Target: CodePipeline_20150709.CreatePipeline", "x-amz-target: CodePipeline_20150709.ListWebhooks",
        "X-Amz-Target:", "X-Amz-Security-Token: x", "X-Amz-Date: 20200101T000000Z",
        "Authorization: AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/codepipeline/aws4_request, "
                + "SignedHeaders=host, Signature=00",
        "Host: evil.example", "X-Amz-Meta: x",
    })
    void a_header_added_to_a_signed_request_is_refused(String header) throws IOException {
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var signed = door.signed("codepipeline", "CodePipeline_20150709.ListPipelines", body);

        var plain = door.raw((door.head(signed, body.length) + "\r\n{}").getBytes(StandardCharsets.ISO_8859_1));
        var spoiled = door.raw((door.head(signed, body.length) + header + "\r\n\r\n{}")
                .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(plain).startsWith("HTTP/1.1 200").contains("\"pipelines\"");
        assertThat(Door.status(spoiled)).as(spoiled).isBetween(400, 499);
        assertThat(spoiled).doesNotContain("\"pipelines\"");
    }

    @Test
    void what_is_signed_is_done_as_it_was_signed_whatever_overrides_come_with_it() throws IOException {
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var signed = door.signed("codepipeline", "CodePipeline_20150709.ListPipelines", body);
        for (var header : List.of("X-HTTP-Method-Override: DELETE", "X-HTTP-Method: PUT", "X-Original-URL: /health")) {
            var answer = door.raw((door.head(signed, body.length) + header + "\r\n\r\n{}")
                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(answer).as(header).startsWith("HTTP/1.1 200").contains("\"pipelines\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Content-Length: 2\r\nContent-Length: 3", "Transfer-Encoding: chunked\r\nContent-Length: 2",
        "Transfer-Encoding: chunked, identity", "Content-Length: -1", "Content-Length: 2, 3", "Content-Length: 0x2",
    })
    void a_body_whose_length_is_told_twice_is_read_by_nobody(String headers) throws IOException {
        var answer = door.raw(("POST / HTTP/1.1\r\nHost: %s\r\n%s\r\nConnection: close\r\n\r\n{}"
                .formatted(door.endpoint().getAuthority(), headers)).getBytes(StandardCharsets.ISO_8859_1));

        assertThat(Door.status(answer)).as(answer).isEqualTo(400);
    }
}
