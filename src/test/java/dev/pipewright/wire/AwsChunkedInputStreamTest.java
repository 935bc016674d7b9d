package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsChunkedInputStreamTest {
    private static final String SEED = "0".repeat(64);
    private static final CredentialScope SCOPE = new CredentialScope("AKID", "20261122", "eu-central-1", "s3");
    private static final SigningKey KEY = SigningKey.derive("secret", SCOPE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '\0', textBlock = """
            5~hello~0~~|
            2~he~3~llo~0~x-amz-checksum-crc32:abc=~~|x-amz-checksum-crc32
            5~hello~0~X-Amz-Checksum-CRC32: abc= ~~| x-amz-checksum-crc32 ,
            005~hello~000~~|
            """)
    void unsigned_chunks_are_put_together(String body, String declared) throws IOException {
        try (var stream = unsigned(body, 5, declared == null ? "" : declared)) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(stream.read()).isEqualTo(-1);
            if (declared != null) assertThat(stream.trailers())
                    .containsEntry("x-amz-checksum-crc32", "abc=").hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, quoteCharacter = '\0', textBlock = """
            |IncompleteBody
            5~hel|IncompleteBody
            5~hello|IncompleteBody
            5~hello~|IncompleteBody
            5~hello~0~|IncompleteBody
            4~hell~0~~|IncompleteBody
            6~hello!~0~~|InvalidChunkSizeError
            5~hello!~0~~|InvalidChunkSizeError
            ffffffffffffffff~hello~0~~|InvalidChunkSizeError
            fffffffffffffff~hello~0~~|InvalidChunkSizeError
            -5~hello~0~~|InvalidChunkSizeError
            x~hello~0~~|InvalidChunkSizeError
            ~5~hello~0~~|InvalidChunkSizeError
            5;chunk-signature=0~hello~0~~|InvalidChunkSizeError
            5~hello~0~~more|InvalidChunkSizeError
            5~hello~0~x-amz-checksum-crc32:a~~|MalformedTrailerError
            5~hello~0~x-amz-meta-a:b~~|MalformedTrailerError
            5~hello~0~nonsense~~|MalformedTrailerError
            5~hello~0~a:b~a:b~~|MalformedTrailerError
            """)
    void malformed_chunks_are_refused(String body, String type) {
        assertThatThrownBy(() -> unsigned(body == null ? "" : body, 5, "").readAllBytes())
                .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.type()).isEqualTo(type));
    }

    @Test
    void a_declared_trailer_that_does_not_come_is_missed() {
        assertThatThrownBy(() -> unsigned("5~hello~0~~", 5, "x-amz-checksum-crc32").readAllBytes())
                .isInstanceOf(Fault.class).hasMessageContaining("must be those that the header x-amz-trailer names");
    }

    @Test
    void lines_and_trailers_without_end_are_refused() {
        assertThatThrownBy(() -> unsigned("0".repeat(2_000), 5, "").readAllBytes())
                .isInstanceOf(Fault.class).hasMessageContaining("1024 bytes at most");
        var many = new StringBuilder("5~hello~0~");
        for (int i = 0; i < 100; i++) many.append("a").append(i).append(":b~");
        assertThatThrownBy(() -> unsigned(many.toString(), 5, "").readAllBytes())
                .isInstanceOf(Fault.class).hasMessageContaining("at most 16 lines");
    }

    @Test
    void signed_chunks_are_a_chain_in_which_no_link_may_be_missing_or_swapped() throws IOException {
        var one = sign(SEED, "he");
        var two = sign(one, "llo");
        var end = sign(two, "");
        var good = chunk("he", one) + chunk("llo", two) + chunk("", end);
        assertThat(new String(signed(good, 5).readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        var swapped = chunk("llo", two) + chunk("he", one) + chunk("", end);
        var cut = chunk("he", one) + chunk("", end);
        var early = chunk("he", one) + chunk("", sign(one, "x"));
        for (var wrong : new String[] {swapped, cut, early}) {
            assertThatThrownBy(() -> signed(wrong, wrong.equals(swapped) ? 5 : 2).readAllBytes())
                    .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.type())
                            .isEqualTo("SignatureDoesNotMatch"));
        }
    }

    @Test
    void trailers_are_not_known_before_the_end() {
        assertThatThrownBy(() -> unsigned("5~hello~0~~", 5, "").trailers()).isInstanceOf(IllegalStateException.class);
    }

    private static String chunk(String data, String signature) {
        return Integer.toHexString(data.length()) + ";chunk-signature=" + signature + "~" + data + "~";
    }

    private static String sign(String previous, String data) {
        return KEY.sign(String.join("\n", "AWS4-HMAC-SHA256-PAYLOAD", "20261122T120000Z", SCOPE.text(), previous,
                SigningKey.EMPTY_HASH, SigningKey.hash(data)));
    }

    private static AwsChunkedInputStream signed(String body, long length) {
        return stream(body, Payload.Scheme.SIGNED_CHUNKS, length, "");
    }

    private static AwsChunkedInputStream unsigned(String body, long length, String trailers) {
        return stream(body, Payload.Scheme.UNSIGNED_CHUNKS_TRAILER, length, trailers);
    }

    private static AwsChunkedInputStream stream(String body, Payload.Scheme scheme, long length, String trailers) {
        var bytes = body.replace("~", "\r\n").getBytes(StandardCharsets.UTF_8);
        return new AwsChunkedInputStream(new ByteArrayInputStream(bytes), scheme,
                new ChunkSigner(KEY, "20261122T120000Z", SCOPE, SEED), length, trailers);
    }
}
