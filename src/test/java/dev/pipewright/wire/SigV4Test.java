package dev.pipewright.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class SigV4Test {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final AwsCredentialsIdentity ALICE = AwsCredentialsIdentity.create("AKIDALICE", "alice/secret+1");
    private static final String OK = "200 AKIDALICE codepipeline eu-central-1";

    private static SigningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new SigningServer()
                .key("AKIDALICE", "alice/secret+1")
                .key("ASIATEMP", "temporary")
                .key("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
                .key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.now = NOW;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /                              | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            GET  | /example/..                    | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            GET  | //                             | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            GET  | /./                            | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31
            GET  | /?Param2=value2&Param1=value1  | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500
            POST | /                              | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b
            """)
    void the_published_signatures_of_plain_requests_are_right(String method, String target, String signature) {
        assertThat(server.send(vector("host;x-amz-date", signature).method(method).target(_ -> target)))
                .isEqualTo("200 AKIDEXAMPLE service us-east-1");
    }

    @Test
    void the_published_signature_of_a_header_with_spaces_is_right() {
        assertThat(server.send(vector("host;my-header1;my-header2;x-amz-date",
                        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736")
                .with("My-Header1", " value1").with("My-Header2", " \"a   b   c\"")))
                .startsWith("200");
    }

    @Test
    void the_published_signature_of_a_header_given_several_times_is_right() {
        var request = vector("host;my-header1;x-amz-date",
                "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea")
                .with("My-Header1", "value2").with("My-Header1", "value2").with("My-Header1", "value1");
        assertThat(server.send(request)).startsWith("200");
        assertThat(server.send(request.with("My-Header1", "value3"))).startsWith("403 InvalidSignatureException");
    }

    @Test
    void the_published_signature_of_a_form_is_right() {
        assertThat(server.send(vector("content-type;host;x-amz-date",
                        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")
                .method("POST").with("Content-Type", "application/x-www-form-urlencoded").body("Param1=value1")))
                .startsWith("200");
    }

    @Test
    void the_published_signature_of_an_object_read_is_right() {
        server.now = Instant.parse("2013-05-24T00:00:00Z");
        assertThat(server.send(RawRequest.of("""
                GET /test.txt HTTP/1.1
                Host: examplebucket.s3.amazonaws.com
                Range: bytes=0-9
                x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                x-amz-date: 20130524T000000Z
                Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
                SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
                Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41""")))
                .isEqualTo("200 AKIAIOSFODNN7EXAMPLE s3 us-east-1 0");
    }

    @Test
    void the_published_presigned_url_is_right_until_its_day_is_over() {
        var request = RawRequest.of("""
                GET /test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256\
                &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
                &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
                &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404 HTTP/1.1
                Host: examplebucket.s3.amazonaws.com""");
        server.now = Instant.parse("2013-05-25T00:00:00Z");
        assertThat(server.send(request)).startsWith("200");
        server.now = server.now.plusSeconds(1);
        assertThat(server.send(request)).startsWith("403 AccessDenied: Request has expired");
        server.now = Instant.parse("2013-05-23T23:44:59Z");
        assertThat(server.send(request)).startsWith("403 AccessDenied: Request is not valid yet");
    }

    @Test
    void the_published_chunk_signatures_are_right() {
        server.now = Instant.parse("2013-05-24T00:00:00Z");
        var request = RawRequest.of("""
                PUT /examplebucket/chunkObject.txt HTTP/1.1
                Host: s3.amazonaws.com
                x-amz-date: 20130524T000000Z
                x-amz-storage-class: REDUCED_REDUNDANCY
                Content-Encoding: aws-chunked
                x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD
                x-amz-decoded-content-length: 66560
                Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
                SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;\
                x-amz-decoded-content-length;x-amz-storage-class,\
                Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9""");
        var body = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
                + "a".repeat(65536)
                + "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
                + "a".repeat(1024)
                + "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
        assertThat(server.send(request.body(body))).isEqualTo("200 AKIAIOSFODNN7EXAMPLE s3 us-east-1 66560 {}");
        assertThat(server.send(request.body(body.replace("a\r\n400", "b\r\n400"))))
                .startsWith("403 SignatureDoesNotMatch: The chunk signature");
    }

    @Test
    void a_request_of_the_sdk_is_authenticated() {
        assertThat(server.send(signed())).isEqualTo(OK);
    }

    @Test
    void paths_and_queries_that_need_encoding_are_authenticated_for_every_service() {
        var targets = List.of("/a%20b/%C3%A9%2B/c", "/a//b/./c/../d/", "/x?b=2&a=%2F%20&a=%2B&empty&c=~-_.", "/?a=%26");
        for (var target : targets) {
            for (var service : new String[] {"codepipeline", "s3"}) {
                var isS3 = service.equals("s3");
                var uri = URI.create("https://example.org" + target);
                var request = sign(ALICE, post(uri), "x", service, properties -> properties
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, !isS3)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, !isS3));
                assertThat(server.send(request)).as(service + " " + target).startsWith("200 AKIDALICE " + service);
            }
        }
    }

    @Test
    void a_presigned_url_of_the_sdk_is_authenticated_also_with_a_session_token() {
        var temporary = AwsSessionCredentialsIdentity.create("ASIATEMP", "temporary", "right-token");
        for (var who : new AwsCredentialsIdentity[] {ALICE, temporary}) {
            var request = presigned(who);
            assertThat(server.send(request)).startsWith("200 " + who.accessKeyId());
            assertThat(server.send(request.target(target -> target.replace("key", "kez"))))
                    .startsWith("403 SignatureDoesNotMatch");
            assertThat(server.send(request.with("x-amz-copy-source", "/other/object")))
                    .startsWith("403 AccessDenied: There were headers present in the request which were not signed");
        }
    }

    @Test
    void an_url_of_the_s3_presigner_is_authenticated_also_without_tls() {
        server.now = Instant.now();
        for (var endpoint : List.of("http://127.0.0.1:4567", "https://example.org")) {
            try (var presigner = S3Presigner.builder().region(Region.EU_CENTRAL_1).credentialsProvider(() ->
                            AwsBasicCredentials.create("AKIDALICE", "alice/secret+1"))
                    .endpointOverride(URI.create(endpoint)).build()) {
                var url = presigner.presignGetObject(presign -> presign.signatureDuration(Duration.ofHours(1))
                        .getObjectRequest(get -> get.bucket("bucket").key("a key/with+plus")));
                assertThat(server.send(RawRequest.of(url.httpRequest(), new byte[0]))).as(endpoint).startsWith("200");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "604801", "x", "99999999999"})
    void the_lifetime_of_a_presigned_url_is_a_number_of_seconds_up_to_a_week(String seconds) {
        var lasting = "X-Amz-Expires=" + seconds;
        assertThat(server.send(presigned(ALICE).target(target -> target.replace("X-Amz-Expires=600", lasting))))
                .startsWith("400 AuthorizationQueryParametersError: X-Amz-Expires must be a number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"})
    void a_presigned_url_needs_each_of_its_parameters_exactly_once(String name) {
        var request = presigned(ALICE);
        // The server routes by the credential, so without one the answer is that of the JSON services.
        var malformed = name.equals("Credential")
                ? "400 IncompleteSignatureException"
                : "400 AuthorizationQueryParametersError";
        assertThat(server.send(request.target(target -> target.replaceFirst("X-Amz-" + name + "=[^&]*", ""))))
                .startsWith(malformed);
        assertThat(server.send(request.target(target -> target + "&X-Amz-" + name + "=again")))
                .startsWith("400 AuthorizationQueryParametersError");
    }

    @Test
    void a_hashed_body_of_s3_is_held_to_its_hash_at_its_end() {
        var request = sign(ALICE, s3(), "content", "s3", _ -> {});
        assertThat(server.send(request)).isEqualTo("200 AKIDALICE s3 eu-central-1 7");
        assertThat(server.send(request.body("contents"))).startsWith("400 XAmzContentSHA256Mismatch");
    }

    @Test
    void chunks_of_the_sdk_are_decoded_and_changed_ones_refused() {
        var request = chunked(signing -> {});
        assertThat(request.headers()).contains("x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        assertThat(server.send(request)).isEqualTo("200 AKIDALICE s3 eu-central-1 200000 {}");
        assertThat(server.send(spoil(request, "mmmm", "mmmn"))).startsWith("403 SignatureDoesNotMatch");
    }

    @Test
    void signed_trailers_of_the_sdk_are_read_and_changed_ones_refused() {
        var request = chunked(signing -> signing
                .putProperty(AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32));
        assertThat(request.headers()).contains("x-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        assertThat(server.send(request)).matches("200 AKIDALICE s3 eu-central-1 200000 \\{x-amz-checksum-crc32=.{8}}");
        assertThat(server.send(spoil(request, "crc32:.", "crc32:!")))
                .startsWith("403 SignatureDoesNotMatch: The trailer signature");
        assertThat(server.send(spoil(request, "crc32:", "crc64:")))
                .startsWith("400 MalformedTrailerError");
    }

    @Test
    void unsigned_trailers_of_the_sdk_are_read() {
        var request = chunked(signing -> signing
                .putProperty(AwsV4FamilyHttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32)
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false));
        assertThat(request.headers()).contains("x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER");
        assertThat(server.send(request)).matches("200 AKIDALICE s3 eu-central-1 200000 \\{x-amz-checksum-crc32=.{8}}");
    }

    @Test
    void whatever_changes_after_signing_breaks_the_signature() {
        for (var change : List.<UnaryOperator<RawRequest>>of(
                request -> request.body("{ }"),
                request -> request.method("PUT"),
                request -> request.target(_ -> "/other"),
                request -> request.target(_ -> "/?a=b"),
                request -> request.header("Host", _ -> "example.net"),
                request -> request.header("X-Amz-Target", _ -> "CodePipeline_20150709.DeletePipeline"),
                request -> request.with("X-Amz-Target", "CodePipeline_20150709.DeletePipeline"),
                request -> request.header("X-Amz-Date", _ -> "20261122T120001Z"),
                request -> request.header("Authorization", text -> text.replace("eu-central-1", "eu-central-2")),
                request -> request.header("Authorization", text -> text.replace("/codepipeline/", "/codebuild/")),
                request -> request.header("Authorization", text -> text + "0"))) {
            assertThat(server.send(change.apply(signed())))
                    .startsWith("403 InvalidSignatureException: The request signature");
        }
    }

    @Test
    void clocks_may_differ_by_fifteen_minutes_and_no_more() {
        server.now = NOW.plusSeconds(900);
        assertThat(server.send(signed())).isEqualTo(OK);
        server.now = NOW.minusSeconds(900);
        assertThat(server.send(signed())).isEqualTo(OK);
        server.now = NOW.plusSeconds(901);
        assertThat(server.send(signed()))
                .isEqualTo("403 InvalidSignatureException: Signature expired: 20261122T120000Z "
                + "is now earlier than 20261122T120001Z (20261122T121501Z - 15 min.)");
        server.now = NOW.minusSeconds(901);
        assertThat(server.send(signed())).isEqualTo("403 InvalidSignatureException: Signature not yet current: "
                + "20261122T120000Z is still later than 20261122T115959Z (20261122T114459Z + 15 min.)");
        assertThat(server.send(sign(ALICE, s3(), "", "s3", _ -> {}))).startsWith("403 RequestTimeTooSkewed");
    }

    @Test
    void the_day_of_the_scope_is_the_day_of_the_request() {
        assertThat(server.send(signed().header("Authorization", text -> text.replace("/20261122/", "/20261121/"))))
                .isEqualTo("403 InvalidSignatureException: Date in Credential scope does not match "
                        + "YYYYMMDD from ISO-8601 version of date from HTTP: "
                        + "'20261121' != '20261122', from '20261122T120000Z'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host;", "x-amz-date;", ";x-amz-target"})
    void host_date_and_every_header_of_aws_must_be_signed(String name) {
        assertThat(server.send(signed().header("Authorization", text -> text.replace(name, ""))))
                .startsWith("403 InvalidSignatureException").contains("must be a 'SignedHeader'");
    }

    @Test
    void unknown_keys_and_wrong_tokens_are_told_apart_from_old_ones() {
        var nobody = AwsCredentialsIdentity.create("AKIDNOBODY", "x");
        assertThat(server.send(sign(nobody))).isEqualTo(
                "403 UnrecognizedClientException: The security token included in the request is invalid.");
        assertThat(server.send(sign(nobody, s3(), "", "s3", _ -> {}))).startsWith("403 InvalidAccessKeyId");
        assertThat(server.send(sign(AwsSessionCredentialsIdentity.create("ASIATEMP", "temporary", "right-token"))))
                .startsWith("200 ASIATEMP");
        assertThat(server.send(sign(AwsSessionCredentialsIdentity.create("ASIATEMP", "temporary", "wrong-token"))))
                .startsWith("403 UnrecognizedClientException");
        assertThat(server.send(sign(AwsCredentialsIdentity.create("ASIATEMP", "temporary"))))
                .startsWith("403 UnrecognizedClientException");
        var old = AwsSessionCredentialsIdentity.create("ASIATEMP", "temporary", "old-token");
        assertThat(server.send(sign(old))).startsWith("403 ExpiredTokenException");
        assertThat(server.send(sign(old, s3(), "", "s3", _ -> {}))).startsWith("400 ExpiredToken:");
    }

    @Test
    void a_token_added_after_signing_is_refused() {
        assertThat(server.send(signed().with("X-Amz-Security-Token", "right-token")))
                .startsWith("403 InvalidSignatureException")
                        .contains("'x-amz-security-token' must be a 'SignedHeader'");
    }

    @Test
    void requests_without_a_signature_miss_one() {
        assertThat(server.send(signed().without("Authorization")))
                .isEqualTo("403 MissingAuthenticationTokenException: Missing Authentication Token");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "AWS4-HMAC-SHA256", "Basic YTpi", "Bearer x", "AWS4-ECDSA-P256-SHA256 Credential=a", "AWS4-HMAC-SHA256 ,,,",
        "AWS4-HMAC-SHA256 Credential", "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 Credential=a, Credential=b",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host;x-amz-date, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20261122/eu/s3/aws4_request/x, SignedHeaders=host;x-amz-date, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20261122/EU/cp/aws4_request, SignedHeaders=host;x-amz-date, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20261122/eu/cp/aws4_request, SignedHeaders=;;, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20261122/eu/cp/aws4_request, SignedHeaders=Host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=a/20261122/eu/cp/aws4_request, SignedHeaders=host;x-amz-date",
        "AWS4-HMAC-SHA256 Credential=a/20261122/eu/cp/aws4_request, Signature=0",
        "\u00e4", "AWS4-HMAC-SHA256 \u00e4=\u00f6"})
    void a_malformed_authorization_is_incomplete(String header) {
        assertThat(server.send(signed().header("Authorization", _ -> header)))
                .startsWith("400 IncompleteSignatureException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "20261322T120000Z", "2026-11-22T12:00:00Z", "20261122T126100Z"})
    void a_malformed_date_is_incomplete(String date) {
        assertThat(server.send(signed().header("X-Amz-Date", _ -> date)))
                .startsWith("400 IncompleteSignatureException");
    }

    @Test
    void headers_that_sign_stand_only_once() {
        assertThat(server.send(signed().with("X-Amz-Date", "20261122T120000Z")))
                .startsWith("400 IncompleteSignatureException");
        assertThat(server.send(signed().with("Authorization", "AWS4-HMAC-SHA256 x=y")))
                .startsWith("400 IncompleteSignatureException: Only one Authorization");
        assertThat(server.send(signed().target(_ -> "/?X-Amz-Algorithm=AWS4-HMAC-SHA256")))
                .startsWith("400 IncompleteSignatureException: Only one Authorization");
    }

    @Test
    void the_date_header_may_take_the_place_of_the_x_amz_date_header() {
        var scope = new CredentialScope("AKIDALICE", "20261122", "eu-central-1", "codepipeline");
        var date = "Sun, 22 Nov 2026 12:00:00 GMT";
        var canonical = "POST\n/\n\ndate:" + date + "\nhost:example.org\n\ndate;host\n" + SigningKey.hash("{}");
        var signature = SigningKey.derive("alice/secret+1", scope).sign(
                "AWS4-HMAC-SHA256\n20261122T120000Z\n" + scope.text() + "\n" + SigningKey.hash(canonical));
        var request = RawRequest.of("POST / HTTP/1.1\nHost: example.org\nDate: " + date
                + "\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIDALICE/" + scope.text()
                + ",SignedHeaders=date;host,Signature=" + signature + "\n\n{}");
        assertThat(server.send(request)).isEqualTo(OK);
        assertThat(server.send(request.header("Authorization", text -> text.replace("date;", ""))))
                .startsWith("403 InvalidSignatureException: 'date' must be a 'SignedHeader'");
    }

    @Test
    void a_query_with_broken_percent_encoding_is_refused() {
        assertThat(server.send(signed().target(_ -> "/?a=%2"))).startsWith("400");
        assertThat(server.send(signed().target(_ -> "/?a=%zz"))).startsWith("400");
    }

    @Test
    void s3_needs_to_know_what_is_claimed_of_the_body() {
        assertThat(server.send(sign(ALICE, s3(), "", "s3", _ -> {}).without("x-amz-content-sha256")))
                .startsWith("400 InvalidRequest: Missing required header");
        assertThat(server.send(sign(ALICE, s3(), "", "s3", _ -> {}).header("x-amz-content-sha256", _ -> "SOMETHING")))
                .startsWith("400 InvalidRequest: x-amz-content-sha256 must be");
    }

    private static RawRequest vector(String signedHeaders, String signature) {
        server.now = Instant.parse("2015-08-30T12:36:00Z");
        return RawRequest.of("""
                GET / HTTP/1.1
                Host: example.amazonaws.com
                X-Amz-Date: 20150830T123600Z
                Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                SignedHeaders=%s, Signature=%s""".formatted(signedHeaders, signature));
    }

    private static RawRequest signed() {
        return sign(ALICE);
    }

    private static RawRequest sign(AwsCredentialsIdentity who) {
        var request = post(URI.create("http://example.org/")).copy(copy -> copy
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "CodePipeline_20150709.GetPipeline"));
        return sign(who, request, "{}", "codepipeline", _ -> {});
    }

    private static RawRequest presigned(AwsCredentialsIdentity who) {
        var get = SdkHttpRequest.builder().method(SdkHttpMethod.GET)
                .uri(URI.create("https://example.org/bucket/a%20key?versionId=1")).build();
        return sign(who, get, "", "s3", signing -> signing
                .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10))
                .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false));
    }

    private static RawRequest chunked(Consumer<SignRequest.Builder<AwsCredentialsIdentity>> properties) {
        return sign(ALICE, s3(), "m".repeat(200_000), "s3", signing -> {
            signing.putProperty(AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED, true);
            properties.accept(signing);
        });
    }

    private static RawRequest spoil(RawRequest request, String from, String to) {
        var body = new String(request.body(), StandardCharsets.ISO_8859_1);
        var spoiled = body.replaceFirst(from, to);
        assertThat(spoiled).hasSameSizeAs(body).isNotEqualTo(body);
        return request.body(spoiled);
    }

    private static SdkHttpRequest s3() {
        return post(URI.create("https://example.org/bucket/key")).copy(copy -> copy.method(SdkHttpMethod.PUT));
    }

    private static SdkHttpRequest post(URI uri) {
        return SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri).build();
    }

    private static RawRequest sign(AwsCredentialsIdentity who, SdkHttpRequest request, String body, String service,
            Consumer<SignRequest.Builder<AwsCredentialsIdentity>> properties) {
        var signed = AwsV4HttpSigner.create().sign(signing -> {
            signing.identity(who)
                    .request(request)
                    .payload(ContentStreamProvider.fromUtf8String(body))
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC));
            properties.accept(signing);
        });
        try (var content = signed.payload().orElseThrow().newStream()) {
            return RawRequest.of(signed.request(), content.readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
