package dev.pipewright.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.http.SdkHttpRequest;

/** An HTTP request as it goes over the wire, to be spoiled in tests. */
record RawRequest(String method, String target, List<String> headers, byte[] body) {
    static RawRequest of(String text) {
        var parts = text.split("\n\n", 2);
        var lines = List.of(parts[0].split("\n"));
        var first = lines.getFirst().split(" ");
        var body = bytes(parts.length > 1 ? parts[1] : "");
        return new RawRequest(first[0], first[1], lines.subList(1, lines.size()), body);
    }

    static RawRequest of(SdkHttpRequest request, byte[] body) {
        var headers = new ArrayList<String>();
        request.forEachHeader((name, values) -> values.forEach(value -> headers.add(name + ": " + value)));
        headers.removeIf(header -> header.toLowerCase().startsWith("content-length:"));
        var query = request.encodedQueryParameters().map(text -> "?" + text).orElse("");
        var path = request.encodedPath().isEmpty() ? "/" : request.encodedPath();
        return new RawRequest(request.method().name(), path + query, headers, body);
    }

    RawRequest method(String other) {
        return new RawRequest(other, target, headers, body);
    }

    RawRequest target(UnaryOperator<String> change) {
        return new RawRequest(method, change.apply(target), headers, body);
    }

    RawRequest body(byte[] other) {
        return new RawRequest(method, target, headers, other);
    }

    RawRequest body(String other) {
        return body(bytes(other));
    }

    RawRequest without(String name) {
        return new RawRequest(method, target, headers.stream().filter(each -> !isNamed(each, name)).toList(), body);
    }

    RawRequest with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new RawRequest(method, target, more, body);
    }

    RawRequest header(String name, UnaryOperator<String> change) {
        return new RawRequest(method, target, headers.stream()
                .map(each -> isNamed(each, name)
                        ? name + ":" + change.apply(each.substring(each.indexOf(':') + 1).strip()) : each)
                .toList(), body);
    }

    byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(bytes(method + " " + target + " HTTP/1.1\r\n"));
        headers.forEach(header -> out.writeBytes(bytes(header + "\r\n")));
        out.writeBytes(bytes("Content-Length: " + body.length + "\r\nConnection: close\r\n\r\n"));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static boolean isNamed(String header, String name) {
        return header.toLowerCase().startsWith(name.toLowerCase() + ":");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
