package dev.pipewright.clients;

import dev.pipewright.e2e.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what somebody wrote down to an operation, signed as clients of 2016 signed: over the headers that they had,
 * without a header for the body's hash.
 */
final class OldClient {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final URI endpoint;
    private final AwsCredentials key;
    private final String service;
    private final String prefix;
    private final Map<String, String> habits;
    private final Set<String> answered = new TreeSet<>();

    private OldClient(LocalServer server, String service, String prefix, Map<String, String> habits) {
        this.endpoint = server.endpoint();
        this.key = server.key();
        this.service = service;
        this.prefix = prefix;
        this.habits = habits;
    }

    /** @param habits the headers that the client sends and signs beside the necessary ones */
    static OldClient of(LocalServer server, Map<String, String> habits) {
        return new OldClient(server, "codepipeline", "CodePipeline_20150709.", habits);
    }

    /** A client of the operations that the server has of its own. */
    static OldClient administering(LocalServer server) {
        return new OldClient(server, "pipewright", "Pipewright_20261122.", Map.of());
    }

    /** The operations that were answered without an error. */
    Set<String> answered() {
        return answered;
    }

    /** Calls an operation and reads its answer, which is missing where the operation has none. */
    JsonNode call(String operation, String body) throws Exception {
        var response = send(operation, body);
        if (response.statusCode() != 200) throw new AssertionError(operation + ": " + response.body());
        answered.add(operation);
        return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    /** The kind of error that a refused call is answered with, as clients of the time read it from the body. */
    String refusal(String operation, String body) throws Exception {
        var response = send(operation, body);
        if (response.statusCode() != 400) throw new AssertionError(operation + ": " + response.body());
        var type = JsonMapper.shared().readTree(response.body()).get("__type").stringValue();
        return type.substring(type.indexOf('#') + 1);
    }

    private HttpResponse<String> send(String operation, String body) throws IOException, InterruptedException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var headers = new TreeMap<>(habits);
        headers.put("content-type", "application/x-amz-json-1.1");
        headers.put("x-amz-date", TIME.format(Instant.now()));
        headers.put("x-amz-target", prefix + operation);
        var request = HttpRequest.newBuilder(endpoint.resolve("/")).POST(BodyPublishers.ofByteArray(bytes));
        headers.forEach(request::header);
        headers.put("host", endpoint.getAuthority());
        headers.put("content-length", Integer.toString(bytes.length));
        request.header("Authorization", authorization(headers, bytes));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private String authorization(TreeMap<String, String> headers, byte[] body) {
        var time = headers.get("x-amz-date");
        var scope = String.join("/", time.substring(0, 8), LocalServer.REGION, service, "aws4_request");
        var names = String.join(";", headers.keySet());
        var canonical = String.join(
                "\n",
                "POST", "/", "",
                headers.entrySet().stream().map(it -> it.getKey() + ":" + it.getValue() + "\n")
                        .collect(Collectors.joining()),
                names,
                sha256(body));
        var toSign = String.join(
                "\n", "AWS4-HMAC-SHA256", time, scope, sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        var signing = ("AWS4" + key.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
        for (var part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s".formatted(
                key.accessKeyId(), scope, names, HexFormat.of().formatHex(hmac(signing, toSign)));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
