package dev.pipewright.s3;

import dev.pipewright.wire.Access;
import dev.pipewright.wire.Authenticated;
import dev.pipewright.wire.AwsChunkedInputStream;
import dev.pipewright.wire.Context;
import dev.pipewright.wire.Fault;
import dev.pipewright.wire.Principal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.ServletApiResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/** One authenticated request, and its answer. */
final class Call {
    private static final int LARGEST_DOCUMENT = 8 << 20;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Authenticated signer;
    private final Address address;
    private final Map<String, String> query;
    private final Map<String, String> headers;

    Call(HttpServletRequest request, HttpServletResponse response, Authenticated signer, Address address) {
        this.request = request;
        this.response = response;
        this.signer = signer;
        this.address = address;
        this.query = parameters(request.getQueryString());
        this.headers = headers(request, query);
    }

    /** The query parameters; of several with one name the first. */
    private static Map<String, String> parameters(String raw) {
        var query = new LinkedHashMap<String, String>();
        for (var part : (raw == null ? "" : raw).split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                var name = equals < 0 ? part : part.substring(0, equals);
                var value = equals < 0 ? "" : part.substring(equals + 1);
                query.putIfAbsent(PercentCoding.decode(name, true), PercentCoding.decode(value, true));
            }
        }
        return query;
    }

    /** The headers by lower-case name. Signers may put a header of AWS's own into a presigned URL. */
    private static Map<String, String> headers(HttpServletRequest request, Map<String, String> query) {
        var headers = new TreeMap<String, String>();
        if (query.containsKey("X-Amz-Signature")) {
            query.forEach((name, value) -> {
                var lower = name.toLowerCase(Locale.ROOT);
                if (lower.startsWith("x-amz-")) {
                    headers.put(lower, value);
                }
            });
        }
        for (var name : Collections.list(request.getHeaderNames())) {
            headers.put(
                    name.toLowerCase(Locale.ROOT), utf8(String.join(",", Collections.list(request.getHeaders(name)))));
        }
        return headers;
    }

    /** A header's text: its bytes are UTF-8 if they can be, and the container takes them for Latin-1. */
    private static String utf8(String value) {
        if (value.chars().allMatch(c -> c < 0x80) || value.chars().anyMatch(c -> c > 0xFF)) {
            return value;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return value;
        }
    }

    HttpServletResponse response() {
        return response;
    }

    Principal caller() {
        return signer.caller();
    }

    /** The region that the request is signed for. */
    String region() {
        return signer.region();
    }

    Map<String, String> queries() {
        return query;
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A parameter that is there only when it says something. */
    Optional<String> given(String name) {
        return query(name).filter(value -> !value.isEmpty());
    }

    /** A parameter that is a number from {@code least} to {@code most}. */
    int number(String name, int least, int most, int otherwise) {
        return given(name).map(value -> number(name, value, least, most)).orElse(otherwise);
    }

    static int number(String name, String value, int least, int most) {
        if (value.matches("\\d{1,10}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most) {
            return Integer.parseInt(value);
        }
        throw new Fault(
                "InvalidArgument",
                400,
                "The argument " + name + " is '" + Names.shown(value) + "': it must be a number from " + least + " to "
                        + most);
    }

    Map<String, String> headers() {
        return headers;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
    }

    String bucket() {
        return address.bucket().orElseThrow();
    }

    String key() {
        return address.key().orElseThrow();
    }

    /** The bucket or the object as policies name it. */
    String arn() {
        return "arn:aws:s3:::" + address.bucket().orElse("*") + address.key().map(key -> "/" + key).orElse("");
    }

    void authorize(String action, String resource) {
        var access = new Access(action, resource, conditions().or(signer.context(request)));
        caller().refusal(access, "\"" + Names.shown(resource) + "\"").ifPresent(sentence -> {
            throw new Fault("AccessDenied", 403, sentence);
        });
    }

    /** What the conditions of policies can ask about and only S3 has. */
    private Context conditions() {
        var values = new TreeMap<String, String>();
        for (var name : List.of("prefix", "delimiter", "max-keys", "versionId")) {
            query(name).ifPresent(value -> values.put("s3:" + name.toLowerCase(Locale.ROOT), value));
        }
        return Context.of(values);
    }

    /** The version that the request names. */
    Optional<String> versionId() {
        return given("versionId");
    }

    /** The bytes of the body, and what is said of them. */
    record Body(InputStream bytes, Expectation expectation) {}

    Body body() throws IOException {
        var bytes = signer.body(request);
        var algorithm = checksumAlgorithm();
        return new Body(
                new FromClient(bytes),
                new Expectation(length(bytes), header("content-md5"), algorithm, checksum(algorithm, bytes)));
    }

    /** The same, for a part of an upload whose parts carry that checksum. */
    Body body(Optional<ChecksumAlgorithm> wanted) throws IOException {
        var body = body();
        var said = body.expectation();
        if (wanted.isEmpty() || said.algorithm().equals(wanted)) {
            return body;
        }
        if (said.algorithm().isPresent()) {
            throw new Fault(
                    "InvalidRequest",
                    400,
                    "Checksum Type mismatch occurred, expected checksum Type: " + wanted.get() + ", actual checksum "
                            + "Type: "
                            + said.algorithm().get());
        }
        return new Body(body.bytes(), new Expectation(said.length(), said.md5(), wanted, Optional::empty));
    }

    private OptionalLong length(InputStream bytes) {
        long length = bytes instanceof AwsChunkedInputStream ? -1 : request.getContentLengthLong();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    private Optional<ChecksumAlgorithm> checksumAlgorithm() {
        var inHeaders = Arrays.stream(ChecksumAlgorithm.values())
                .filter(algorithm -> header(algorithm.header()).isPresent())
                .toList();
        if (inHeaders.size() > 1) {
            throw new Fault("InvalidRequest", 400, "Expecting a single x-amz-checksum- header: there are " + inHeaders);
        }
        if (!inHeaders.isEmpty()) {
            return Optional.of(inHeaders.getFirst());
        }
        var trailer = header("x-amz-trailer").flatMap(ChecksumAlgorithm::ofHeader);
        return trailer.isPresent() ? trailer : namedAlgorithm("x-amz-sdk-checksum-algorithm");
    }

    /** The algorithm that a header names. */
    Optional<ChecksumAlgorithm> namedAlgorithm(String header) {
        return header(header)
                .map(name -> ChecksumAlgorithm.named(name)
                        .orElseThrow(() -> new Fault(
                                "InvalidRequest",
                                400,
                                "The header " + header + " is '" + Names.shown(name)
                                        + "': it must be CRC32, CRC32C, CRC64NVME, SHA1 or SHA256")));
    }

    private Supplier<Optional<String>> checksum(Optional<ChecksumAlgorithm> algorithm, InputStream bytes) {
        if (algorithm.isEmpty()) {
            return Optional::empty;
        }
        var name = algorithm.get().header();
        return header(name).isPresent() || !(bytes instanceof AwsChunkedInputStream chunks)
                ? () -> header(name)
                : () -> Optional.ofNullable(chunks.trailers().get(name));
    }

    /** The whole body, which must be small. */
    byte[] document() throws IOException {
        var body = body();
        var meter = new Meter(body.expectation());
        var document = new ByteArrayOutputStream();
        var buffer = new byte[1 << 14];
        for (int count = body.bytes().read(buffer); count >= 0; count = body.bytes().read(buffer)) {
            meter.update(buffer, count);
            if (meter.size() > LARGEST_DOCUMENT) {
                throw XmlNode.malformed("it has more than " + LARGEST_DOCUMENT + " bytes");
            }
            document.write(buffer, 0, count);
        }
        meter.end();
        return document.toByteArray();
    }

    /** Tells trouble of the client's from trouble of the disk's. */
    private static final class FromClient extends FilterInputStream {
        FromClient(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw new Fault("IncompleteBody", 400, "The request body ended early: " + e.getMessage());
            }
        }
    }

    void set(String header, String value) {
        response.setHeader(header, value);
    }

    /** Sets the content type letter by letter; by way of the Servlet API it would come out in Jetty's own spelling. */
    void setContentType(String type) {
        if (response instanceof ServletApiResponse jetty && jetty.getResponse() instanceof Response.Wrapper context) {
            context.getWrapped().getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        } else {
            response.setContentType(type);
        }
    }

    void set(String header, Optional<String> value) {
        value.ifPresent(text -> set(header, text));
    }

    void send(XmlAnswer answer) throws IOException {
        send(response, 200, answer);
    }

    static void send(HttpServletResponse response, int status, XmlAnswer answer) throws IOException {
        var bytes = answer.end();
        response.setStatus(status);
        response.setContentType("application/xml");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
