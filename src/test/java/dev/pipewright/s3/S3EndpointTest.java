package dev.pipewright.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipewright.wire.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/** The endpoint as the AWS SDK for Java sees it, with its checksums and trailers as they are by default. */
class S3EndpointTest {
    @TempDir
    static Path directory;

    private static S3Server server;
    private static S3Client s3;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(directory.resolve("store"));
        s3 = server.client(S3Server.ADMIN);
        s3.createBucket(b -> b.bucket("shop"));
    }

    @AfterAll
    static void stop() throws IOException {
        s3.close();
        server.close();
    }

    private static String put(String key, String text) {
        return s3.putObject(b -> b.bucket("shop").key(key), RequestBody.fromString(text)).versionId();
    }

    private static String get(String key) {
        return s3.getObjectAsBytes(b -> b.bucket("shop").key(key)).asUtf8String();
    }

    private static S3Exception refusal(ThrowingCallable call) {
        return catchThrowableOfType(S3Exception.class, call);
    }

    private static void assertRefused(
            String code, int status, ThrowingCallable call) {
        var refusal = refusal(call);
        assertThat(refusal).isNotNull();
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(refusal.requestId()).startsWith("request.");
    }

    @Test
    void an_object_comes_back_with_all_that_it_was_put_with() {
        var put = s3.putObject(
                b -> b.bucket("shop").key("full/object").contentType("text/plain; charset=UTF-8")
                        .cacheControl("max-age=60").contentDisposition("attachment; filename=\"a.txt\"")
                        .contentLanguage("en").contentEncoding("identity")
                        .metadata(Map.of("Codepipeline-Artifact-Revision-Summary", "first & <best>"))
                        .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                        .ssekmsKeyId("arn:aws:kms:eu-west-1:111122223333:key/k").acl("public-read")
                        .tagging("team=red&cost=high").storageClass("STANDARD_IA"),
                RequestBody.fromString("hello"));

        assertThat(put.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(put.checksumCRC32()).isEqualTo("NhCmhg==");
        assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(put.ssekmsKeyId()).isEqualTo("arn:aws:kms:eu-west-1:111122223333:key/k");

        var got = s3.getObjectAsBytes(b -> b.bucket("shop").key("full/object").checksumMode(ChecksumMode.ENABLED));
        assertThat(got.asUtf8String()).isEqualTo("hello");
        var head = s3.headObject(b -> b.bucket("shop").key("full/object").checksumMode(ChecksumMode.ENABLED));
        assertThat(head.contentType()).isEqualTo("text/plain; charset=UTF-8");
        assertThat(head.cacheControl()).isEqualTo("max-age=60");
        assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"a.txt\"");
        assertThat(head.contentLanguage()).isEqualTo("en");
        assertThat(head.contentEncoding()).isEqualTo("identity");
        assertThat(head.metadata()).containsExactly(Map.entry("codepipeline-artifact-revision-summary",
                "first & <best>"));
        assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        assertThat(head.storageClassAsString()).isEqualTo("STANDARD_IA");
        assertThat(head.versionId()).isEqualTo(put.versionId()).isEqualTo(got.response().versionId());
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.checksumCRC32()).isEqualTo("NhCmhg==");
        assertThat(s3.getObjectTagging(b -> b.bucket("shop").key("full/object")).tagSet())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("cost=high", "team=red");
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void every_checksum_is_verified_kept_and_returned(ChecksumAlgorithm algorithm) {
        s3.putObject(b -> b.bucket("shop").key("sum").checksumAlgorithm(algorithm),
                RequestBody.fromString("123456789"));
        var head = s3.headObject(b -> b.bucket("shop").key("sum").checksumMode(ChecksumMode.ENABLED));
        assertThat(Arrays.asList(head.checksumCRC32(), head.checksumCRC32C(), head.checksumSHA1(),
                head.checksumSHA256()))
                .filteredOn(Objects::nonNull)
                .hasSize(1);
        assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void a_body_that_is_not_what_its_checksum_says_is_not_stored() {
        assertRefused("BadDigest", 400, () -> s3.putObject(
                b -> b.bucket("shop").key("damaged").checksumCRC32("AAAAAA=="), RequestBody.fromString("x")));
        assertRefused("BadDigest", 400, () -> s3.putObject(
                b -> b.bucket("shop").key("damaged").checksumCRC64NVME("AAAAAAAAAAA="), RequestBody.fromString("x")));
        assertRefused("BadDigest", 400, () -> s3.putObject(
                b -> b.bucket("shop").key("damaged").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("x")));
        assertRefused("InvalidDigest", 400, () -> s3.putObject(
                b -> b.bucket("shop").key("damaged").contentMD5("nonsense"), RequestBody.fromString("x")));
        assertThatThrownBy(() -> get("damaged")).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void the_checksum_of_nvm_express_is_right() {
        var put = s3.putObject(
                b -> b.bucket("shop").key("nvme").checksumCRC64NVME("rosUhgp5mIg="),
                        RequestBody.fromString("123456789"));
        assertThat(put.checksumCRC64NVME()).isEqualTo("rosUhgp5mIg=");
    }

    @Test
    void versions_stay_until_they_are_deleted_by_name() {
        var first = put("versions", "one");
        var second = put("versions", "two");
        assertThat(get("versions")).isEqualTo("two");
        assertThat(s3.getObjectAsBytes(b -> b.bucket("shop").key("versions").versionId(first)).asUtf8String())
                .isEqualTo("one");

        var deleted = s3.deleteObject(b -> b.bucket("shop").key("versions"));
        assertThat(deleted.deleteMarker()).isTrue();
        assertThatThrownBy(() -> get("versions")).isInstanceOf(NoSuchKeyException.class);
        assertRefused("MethodNotAllowed", 405, () -> s3.getObject(
                b -> b.bucket("shop").key("versions").versionId(deleted.versionId())));

        var listed = s3.listObjectVersions(b -> b.bucket("shop").prefix("versions"));
        assertThat(listed.versions()).extracting(v -> v.versionId()).containsExactly(second, first);
        assertThat(listed.deleteMarkers()).singleElement().matches(marker -> marker.isLatest());

        s3.deleteObject(b -> b.bucket("shop").key("versions").versionId(deleted.versionId()));
        assertThat(get("versions")).isEqualTo("two");
        s3.deleteObject(b -> b.bucket("shop").key("versions").versionId(second));
        assertThat(get("versions")).isEqualTo("one");
        assertRefused("NoSuchVersion", 404, () -> s3.getObject(
                b -> b.bucket("shop").key("versions").versionId(second)));
    }

    @Test
    void a_bucket_is_always_versioned() {
        assertThat(s3.getBucketVersioning(b -> b.bucket("shop")).status()).isEqualTo(BucketVersioningStatus.ENABLED);
        s3.putBucketVersioning(b -> b.bucket("shop").versioningConfiguration(c -> c.status("Enabled")));
        assertRefused("NotImplemented", 501, () -> s3.putBucketVersioning(
                b -> b.bucket("shop").versioningConfiguration(c -> c.status("Suspended"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=2-4|cde|bytes 2-4/10", "bytes=7-|hij|bytes 7-9/10", "bytes=-2|ij|bytes 8-9/10",
            "bytes=8-99|ij|bytes 8-9/10", "bytes=-99|abcdefghij|bytes 0-9/10"})
    void a_range_is_cut_out(String row) {
        var columns = row.split("\\|");
        put("ranges", "abcdefghij");
        var got = s3.getObjectAsBytes(b -> b.bucket("shop").key("ranges").range(columns[0]));
        assertThat(got.asUtf8String()).isEqualTo(columns[1]);
        assertThat(got.response().contentRange()).isEqualTo(columns[2]);
        assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @Test
    void a_range_behind_the_end_is_refused_and_a_strange_one_ignored() {
        put("ranges", "abcdefghij");
        assertRefused("InvalidRange", 416, () -> s3.getObject(b -> b.bucket("shop").key("ranges").range("bytes=10-")));
        assertThat(s3.getObjectAsBytes(b -> b.bucket("shop").key("ranges").range("bytes=5-2")).asUtf8String())
                .isEqualTo("abcdefghij");
    }

    @Test
    void reads_and_writes_may_have_conditions() {
        put("conditions", "one");
        var head = s3.headObject(b -> b.bucket("shop").key("conditions"));
        assertThat(refusal(() -> s3.getObject(b -> b.bucket("shop").key("conditions").ifNoneMatch(head.eTag())))
                .statusCode()).isEqualTo(304);
        assertThat(refusal(() -> s3.getObject(
                b -> b.bucket("shop").key("conditions").ifModifiedSince(head.lastModified()))).statusCode())
                        .isEqualTo(304);
        assertRefused("PreconditionFailed", 412, () -> s3.getObject(
                b -> b.bucket("shop").key("conditions").ifMatch("\"other\"")));
        assertRefused("PreconditionFailed", 412, () -> s3.getObject(
                b -> b.bucket("shop").key("conditions").ifUnmodifiedSince(head.lastModified().minusSeconds(1))));
        s3.getObject(b -> b.bucket("shop").key("conditions").ifMatch(head.eTag()));

        assertRefused("PreconditionFailed", 412, () -> s3.putObject(
                b -> b.bucket("shop").key("conditions").ifNoneMatch("*"), RequestBody.fromString("two")));
        assertRefused("PreconditionFailed", 412, () -> s3.putObject(
                b -> b.bucket("shop").key("conditions").ifMatch("\"other\""), RequestBody.fromString("two")));
        s3.putObject(b -> b.bucket("shop").key("conditions").ifMatch(head.eTag()), RequestBody.fromString("two"));
        s3.putObject(b -> b.bucket("shop").key("conditions-new").ifNoneMatch("*"), RequestBody.fromString("new"));
        assertThat(get("conditions") + get("conditions-new")).isEqualTo("twonew");
    }

    @Test
    void keys_are_names_and_never_paths() {
        var keys = List.of("../etc/passwd", "a/../b", "a//b", "/leading", "trailing/", ".", "..", "a/./b",
                "Case", "case",
                "with space+plus%25percent", "semi;colon=1&amp", "back\\slash", "caf\u00e9 \ud83d\ude00",
                        "new\nline\rhere",
                "quote\"<tag>", "x".repeat(1024), "\u0001control");
        s3.createBucket(b -> b.bucket("hostile"));
        for (var key : keys) {
            s3.putObject(b -> b.bucket("hostile").key(key), RequestBody.fromString("of " + key));
        }
        for (var key : keys) {
            assertThat(s3.getObjectAsBytes(b -> b.bucket("hostile").key(key)).asUtf8String()).isEqualTo("of " + key);
        }
        var listed = s3.listObjectsV2(b -> b.bucket("hostile").encodingType(EncodingType.URL));
        assertThat(listed.contents()).extracting(S3Object::key).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(listed.contents()).extracting(S3Object::key).isSortedAccordingTo((a, b) -> Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        for (var key : keys) {
            s3.deleteObject(b -> b.bucket("hostile").key(key));
        }
        assertThat(s3.listObjectsV2(b -> b.bucket("hostile")).contents()).isEmpty();
    }

    @Test
    void a_key_may_have_1024_bytes_and_no_more() {
        assertRefused("KeyTooLongError", 400, () -> put("\u00e9".repeat(513), "x"));
    }

    @Test
    void lists_go_page_by_page_and_fold_what_is_below_a_delimiter() {
        s3.createBucket(b -> b.bucket("pages"));
        for (var key : List.of("a", "b/1", "b/2", "c", "d/1/x", "d/2", "e")) {
            s3.putObject(b -> b.bucket("pages").key(key), RequestBody.fromString(key));
        }
        var pages = s3.listObjectsV2Paginator(b -> b.bucket("pages").delimiter("/").maxKeys(2)).stream().toList();
        assertThat(pages).hasSize(3);
        assertThat(pages).allMatch(page -> page.keyCount() <= 2);
        assertThat(pages).flatExtracting(page -> page.contents().stream().map(S3Object::key).toList())
                .containsExactly("a", "c", "e");
        assertThat(pages).flatExtracting(page -> page.commonPrefixes().stream().map(CommonPrefix::prefix).toList())
                .containsExactly("b/", "d/");
        assertThat(s3.listObjectsV2Paginator(b -> b.bucket("pages").maxKeys(3)).contents())
                .extracting(S3Object::key)
                .containsExactly("a", "b/1", "b/2", "c", "d/1/x", "d/2", "e");
        assertThat(s3.listObjectsV2(b -> b.bucket("pages").prefix("d/").delimiter("/")).commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("d/1/");
        assertThat(s3.listObjectsV2(b -> b.bucket("pages").startAfter("c")).contents())
                .extracting(S3Object::key)
                .containsExactly("d/1/x", "d/2", "e");
        assertThat(s3.listObjectsV2(b -> b.bucket("pages").maxKeys(0)).isTruncated()).isFalse();

        var first = s3.listObjects(b -> b.bucket("pages").delimiter("/").maxKeys(2));
        assertThat(first.nextMarker()).isEqualTo("b/");
        var second = s3.listObjects(b -> b.bucket("pages").delimiter("/").maxKeys(2).marker(first.nextMarker()));
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("c");
        assertThat(second.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("d/");
    }

    @Test
    void lists_of_versions_go_page_by_page_through_one_key() {
        s3.createBucket(b -> b.bucket("histories"));
        for (int i = 0; i < 5; i++) {
            s3.putObject(b -> b.bucket("histories").key("k"), RequestBody.fromString("k"));
            s3.deleteObject(b -> b.bucket("histories").key("k"));
        }
        s3.putObject(b -> b.bucket("histories").key("l"), RequestBody.fromString("l"));
        var all = s3.listObjectVersions(b -> b.bucket("histories"));
        var pages = s3.listObjectVersionsPaginator(b -> b.bucket("histories").maxKeys(3));
        assertThat(pages.versions()).containsExactlyElementsOf(all.versions()).hasSize(6);
        assertThat(pages.deleteMarkers()).containsExactlyElementsOf(all.deleteMarkers()).hasSize(5);
    }

    @Test
    void many_objects_are_deleted_at_once() {
        put("many/1", "x");
        put("many/2", "x");
        var deleted = s3.deleteObjects(b -> b.bucket("shop").delete(d -> d.objects(
                ObjectIdentifier.builder().key("many/1").build(),
                ObjectIdentifier.builder().key("many/2").build(),
                ObjectIdentifier.builder().key("many/" + "x".repeat(1024)).build())));
        assertThat(deleted.deleted()).hasSize(2).allMatch(each -> each.deleteMarker());
        assertThat(deleted.errors()).singleElement().matches(error -> error.code().equals("KeyTooLongError"));
        assertThat(s3.listObjectsV2(b -> b.bucket("shop").prefix("many/")).contents()).isEmpty();
    }

    @Test
    void a_copy_has_the_metadata_of_its_source_or_new_ones() {
        var old = s3.putObject(
                b -> b.bucket("shop").key("source").contentType("text/x").metadata(Map.of("a", "1")),
                RequestBody.fromString("old")).versionId();
        put("source", "new");
        var copy = s3.copyObject(b -> b.sourceBucket("shop").sourceKey("source").sourceVersionId(old)
                .destinationBucket("shop").destinationKey("copies/\u00fc b"));
        assertThat(copy.copySourceVersionId()).isEqualTo(old);
        assertThat(get("copies/\u00fc b")).isEqualTo("old");
        var head = s3.headObject(b -> b.bucket("shop").key("copies/\u00fc b"));
        assertThat(head.contentType()).isEqualTo("text/x");
        assertThat(head.metadata()).containsEntry("a", "1");
        assertThat(head.versionId()).isEqualTo(copy.versionId());

        s3.copyObject(b -> b.sourceBucket("shop").sourceKey("source").destinationBucket("shop").destinationKey("source")
                .metadataDirective(MetadataDirective.REPLACE).metadata(Map.of("b", "2")));
        assertThat(s3.headObject(b -> b.bucket("shop").key("source")).metadata()).containsExactly(Map.entry("b", "2"));
        assertRefused("InvalidRequest", 400, () -> s3.copyObject(b -> b.sourceBucket("shop").sourceKey("source")
                .destinationBucket("shop").destinationKey("source")));
        assertRefused("NoSuchKey", 404, () -> s3.copyObject(b -> b.sourceBucket("shop").sourceKey("no such")
                .destinationBucket("shop").destinationKey("copy")));
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumType.class,
            names = {"COMPOSITE", "FULL_OBJECT"})
    void parts_become_one_object(ChecksumType type) {
        var bytes = new byte[(5 << 20) + 1000];
        new Random(7).nextBytes(bytes);
        var first = Arrays.copyOf(bytes, 5 << 20);
        var second = Arrays.copyOfRange(bytes, 5 << 20, bytes.length);
        var upload = s3.createMultipartUpload(b -> b.bucket("shop").key("parts").contentType("x/y")
                .checksumAlgorithm(ChecksumAlgorithm.CRC32).checksumType(type)).uploadId();
        assertThat(s3.listMultipartUploads(b -> b.bucket("shop")).uploads()).extracting(u -> u.uploadId())
                .contains(upload);
        var parts = new CompletedPart[2];
        for (int i = 2; i >= 1; i--) {
            int number = i;
            var part = s3.uploadPart(
                    b -> b.bucket("shop").key("parts").uploadId(upload).partNumber(number)
                            .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                    RequestBody.fromBytes(i == 1 ? first : second));
            parts[i - 1] = CompletedPart.builder().partNumber(i).eTag(part.eTag())
                    .checksumCRC32(part.checksumCRC32()).build();
        }
        assertThat(s3.listParts(b -> b.bucket("shop").key("parts").uploadId(upload)).parts())
                .extracting(p -> p.size())
                .containsExactly(5L << 20, 1000L);
        assertRefused("InvalidPartOrder", 400, () -> s3.completeMultipartUpload(b -> b.bucket("shop").key("parts")
                .uploadId(upload).multipartUpload(m -> m.parts(parts[1], parts[0]))));
        assertRefused("InvalidPart", 400, () -> s3.completeMultipartUpload(b -> b.bucket("shop").key("parts")
                .uploadId(upload).multipartUpload(m -> m.parts(parts[0].toBuilder().eTag("\"no\"").build()))));
        var done = s3.completeMultipartUpload(
                b -> b.bucket("shop").key("parts").uploadId(upload).multipartUpload(m -> m.parts(parts)));

        assertThat(done.eTag()).endsWith("-2\"");
        assertThat(done.checksumType()).isEqualTo(type);
        var crc = new CRC32();
        crc.update(bytes);
        var whole = Base64.getEncoder().encodeToString(
                ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        if (type == ChecksumType.FULL_OBJECT) {
            assertThat(done.checksumCRC32()).isEqualTo(whole);
        } else {
            assertThat(done.checksumCRC32()).endsWith("-2");
        }
        var got = s3.getObjectAsBytes(b -> b.bucket("shop").key("parts"));
        assertThat(got.asByteArray()).isEqualTo(bytes);
        assertThat(got.response().contentType()).isEqualTo("x/y");
        assertThat(s3.getObjectAsBytes(b -> b.bucket("shop").key("parts").range("bytes=5242870-5242889")).asByteArray())
                .isEqualTo(Arrays.copyOfRange(bytes, 5242870, 5242890));
        var part = s3.getObjectAsBytes(b -> b.bucket("shop").key("parts").partNumber(2));
        assertThat(part.asByteArray()).isEqualTo(second);
        assertThat(part.response().partsCount()).isEqualTo(2);
        assertRefused("NoSuchUpload", 404, () -> s3.listParts(b -> b.bucket("shop").key("parts").uploadId(upload)));
    }

    @Test
    void a_part_may_be_copied_and_an_upload_aborted() {
        put("part source", "0123456789");
        var upload = s3.createMultipartUpload(b -> b.bucket("shop").key("part copy")).uploadId();
        var copied = s3.uploadPartCopy(b -> b.sourceBucket("shop").sourceKey("part source").copySourceRange("bytes=2-5")
                .destinationBucket("shop").destinationKey("part copy").uploadId(upload).partNumber(1));
        s3.completeMultipartUpload(b -> b.bucket("shop").key("part copy").uploadId(upload).multipartUpload(m ->
                m.parts(List.of(CompletedPart.builder().partNumber(1).eTag(copied.copyPartResult().eTag()).build()))));
        assertThat(get("part copy")).isEqualTo("2345");

        var other = s3.createMultipartUpload(b -> b.bucket("shop").key("aborted")).uploadId();
        s3.uploadPart(b -> b.bucket("shop").key("aborted").uploadId(other).partNumber(1), RequestBody.fromString("x"));
        s3.abortMultipartUpload(b -> b.bucket("shop").key("aborted").uploadId(other));
        assertRefused("NoSuchUpload", 404, () -> s3.uploadPart(
                b -> b.bucket("shop").key("aborted").uploadId(other).partNumber(2), RequestBody.fromString("x")));
    }

    @Test
    void small_parts_before_the_last_are_refused() {
        var upload = s3.createMultipartUpload(b -> b.bucket("shop").key("small")).uploadId();
        var parts = new CompletedPart[2];
        for (int i = 1; i <= 2; i++) {
            int number = i;
            var part = s3.uploadPart(
                    b -> b.bucket("shop").key("small").uploadId(upload).partNumber(number),
                            RequestBody.fromString("x"));
            parts[i - 1] = CompletedPart.builder().partNumber(i).eTag(part.eTag()).build();
        }
        assertRefused("EntityTooSmall", 400, () -> s3.completeMultipartUpload(
                b -> b.bucket("shop").key("small").uploadId(upload).multipartUpload(m -> m.parts(parts))));
    }

    @Test
    void presigned_addresses_open_one_object_for_a_while() throws Exception {
        try (var presigner = server.presigner(); var http = HttpClient.newHttpClient()) {
            var put = presigner.presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                    .putObjectRequest(r -> r.bucket("shop").key("pre signed/\u00e4").contentType("text/html")));
            var request = HttpRequest.newBuilder(put.url().toURI()).PUT(HttpRequest.BodyPublishers.ofString("signed"));
            put.signedHeaders().forEach((name, values) -> {
                if (!name.equalsIgnoreCase("host")) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            assertThat(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);

            var get = presigner.presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(1)).getObjectRequest(r -> r
                            .bucket("shop").key("pre signed/\u00e4").responseContentType("text/x")
                            .responseContentDisposition("attachment; filename=x")))
                    .url()
                    .toURI();
            var got = http.send(HttpRequest.newBuilder(get).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(got.body()).isEqualTo("signed");
            assertThat(got.headers().firstValue("content-type")).hasValue("text/x");
            assertThat(got.headers().firstValue("content-disposition")).hasValue("attachment; filename=x");
            assertThat(got.headers().firstValue("content-security-policy")).hasValue("sandbox");

            var other = URI.create(get.toString().replace("pre%20signed", "versions"));
            assertThat(http.send(HttpRequest.newBuilder(other).build(), HttpResponse.BodyHandlers.ofString()).body())
                    .contains("<Code>SignatureDoesNotMatch</Code>");
            server.setAhead(Duration.ofMinutes(2));
            var late = http.send(HttpRequest.newBuilder(get).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(late.statusCode()).isEqualTo(403);
            assertThat(late.body()).contains("<Code>AccessDenied</Code>", "expired");
        } finally {
            server.setAhead(Duration.ZERO);
        }
    }

    @Test
    void only_a_right_signature_of_a_known_key_is_let_in() throws Exception {
        try (var wrong = server.client(S3Server.ADMIN, "wrong"); var unknown = server.client("AKIANOBODY")) {
            assertRefused("SignatureDoesNotMatch", 403, () -> wrong.listBuckets());
            assertRefused("InvalidAccessKeyId", 403, () -> unknown.listBuckets());
            assertRefused("SignatureDoesNotMatch", 403, () -> wrong.putObject(
                    b -> b.bucket("shop").key("intruder"), RequestBody.fromBytes(new byte[500_000])));
            server.setAhead(Duration.ofHours(1));
            assertRefused("RequestTimeTooSkewed", 403, () -> s3.listBuckets());
        } finally {
            server.setAhead(Duration.ZERO);
        }
        assertThatThrownBy(() -> get("intruder")).isInstanceOf(NoSuchKeyException.class);
        try (var http = HttpClient.newHttpClient()) {
            var unsigned = http.send(
                    HttpRequest.newBuilder(server.uri().resolve("/shop/open/x")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(unsigned.statusCode()).isEqualTo(403);
            assertThat(unsigned.body()).contains("<Code>AccessDenied</Code>", "<RequestId>request.");
            assertThat(unsigned.headers().firstValue("x-amz-request-id").orElseThrow()).startsWith("request.");
        }
    }

    @Test
    void a_principal_does_what_it_is_granted_and_no_more() {
        put("open/door", "come in");
        put("closed/door", "stay out");
        try (var reader = server.client(S3Server.READER); var blind = server.client(S3Server.BLIND)) {
            assertThat(reader.getObjectAsBytes(b -> b.bucket("shop").key("open/door")).asUtf8String())
                    .isEqualTo("come in");
            assertRefused("AccessDenied", 403, () -> reader.getObject(b -> b.bucket("shop").key("closed/door")));
            assertRefused("AccessDenied", 403, () -> reader.putObject(
                    b -> b.bucket("shop").key("open/new"), RequestBody.fromString("x")));
            assertRefused("AccessDenied", 403, () -> reader.copyObject(b -> b.sourceBucket("shop")
                    .sourceKey("closed/door")
                    .destinationBucket("shop").destinationKey("open/copy")));
            assertRefused("AccessDenied", 403, () -> reader.listBuckets());
            assertRefused("AccessDenied", 403, () -> reader.getObject(
                    b -> b.bucket("shop").key("open/door").versionId("v.1")));
            assertThat(reader.deleteObjects(b -> b.bucket("shop").delete(
                            d -> d.objects(List.of(ObjectIdentifier.builder().key("open/door").build())))).errors())
                    .singleElement()
                    .matches(error -> error.code().equals("AccessDenied"));
            assertRefused("NoSuchKey", 404, () -> reader.getObject(b -> b.bucket("shop").key("open/none")));
            assertRefused("AccessDenied", 403, () -> blind.getObject(b -> b.bucket("shop").key("open/none")));
        }
        assertThat(get("open/door")).isEqualTo("come in");
    }

    @Test
    void a_bucket_serves_its_own_account_only() {
        put("open/door", "come in");
        try (var stranger = server.client(S3Server.STRANGER)) {
            assertRefused("AccessDenied", 403, () -> stranger.getObject(b -> b.bucket("shop").key("open/door")));
            assertThat(refusal(() -> stranger.headBucket(b -> b.bucket("shop"))).statusCode()).isEqualTo(403);
            assertRefused("BucketAlreadyExists", 409, () -> stranger.createBucket(b -> b.bucket("shop")));
            assertThat(stranger.listBuckets().buckets()).isEmpty();
            stranger.createBucket(b -> b.bucket("strange"));
            assertRefused("AccessDenied", 403, () -> stranger.copyObject(b -> b.sourceBucket("shop")
                    .sourceKey("open/door")
                    .destinationBucket("strange").destinationKey("loot")));
        }
        assertRefused("AccessDenied", 403, () -> s3.listObjectsV2(
                b -> b.bucket("shop").expectedBucketOwner("999999999999")));
    }

    @Test
    void buckets_have_a_life() {
        s3.createBucket(b -> b.bucket("short-lived"));
        assertThat(s3.listBuckets().buckets()).extracting(bucket -> bucket.name()).contains("short-lived", "shop");
        assertThat(s3.getBucketLocation(b -> b.bucket("short-lived")).locationConstraintAsString())
                .isEqualTo("eu-west-1");
        assertThat(s3.headBucket(b -> b.bucket("short-lived")).bucketRegion()).isEqualTo("eu-west-1");
        assertRefused("BucketAlreadyOwnedByYou", 409, () -> s3.createBucket(b -> b.bucket("short-lived")));
        var version = s3.putObject(b -> b.bucket("short-lived").key("k"), RequestBody.fromString("x")).versionId();
        assertRefused("BucketNotEmpty", 409, () -> s3.deleteBucket(b -> b.bucket("short-lived")));
        s3.deleteObject(b -> b.bucket("short-lived").key("k").versionId(version));
        s3.deleteBucket(b -> b.bucket("short-lived"));
        assertThatThrownBy(() -> s3.listObjectsV2(b -> b.bucket("short-lived")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void a_bucket_name_keeps_the_rules() {
        assertRefused("InvalidBucketName", 400, () -> s3.createBucket(b -> b.bucket("xn--abc")));
    }

    @Test
    void what_there_is_not_is_said_by_name() {
        var refusal = refusal(() -> s3.getBucketPolicy(b -> b.bucket("shop")));
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
        assertThat(refusal.statusCode()).isEqualTo(501);
        assertThat(refusal.awsErrorDetails().errorMessage()).contains("'policy'");
        assertRefused("NotImplemented", 501, () -> s3.putObjectAcl(b -> b.bucket("shop").key("a").acl("private")));
    }

    @Test
    void a_put_is_told_to_listeners_after_it_is_stored() {
        var heard = new CopyOnWriteArrayList<String>();
        server.buckets.listen((bucket, key, version) -> {
            if (key.equals("news")) {
                heard.add(bucket + " " + key + " " + version + " " + get(key));
                throw new IllegalStateException("a listener that fails");
            }
        });
        var version = put("news", "stored");
        assertThat(heard).containsExactly("shop news " + version + " stored");
    }

    @Test
    void a_disk_that_fails_is_told_without_its_paths_and_leaves_the_old_object() throws Exception {
        put("disk", "old");
        var incoming = directory.resolve("store/incoming");
        Files.delete(incoming);
        try {
            var refusal = refusal(() -> put("disk", "new"));
            assertThat(refusal.statusCode()).isEqualTo(500);
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InternalError");
            assertThat(refusal.getMessage()).doesNotContain(directory.toString());
        } finally {
            Files.createDirectory(incoming);
        }
        assertThat(get("disk")).isEqualTo("old");
        put("disk", "new");
        assertThat(get("disk")).isEqualTo("new");
    }

    @Test
    void a_signature_of_version_2_is_refused_by_its_name() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var old = server.uri().resolve("/shop/a?AWSAccessKeyId=AKIAADMIN&Signature=x&Expires=1");
            assertThat(http.send(HttpRequest.newBuilder(old).build(), HttpResponse.BodyHandlers.ofString()).body())
                    .contains("<Code>InvalidRequest</Code>", "AWS4-HMAC-SHA256");
        }
    }

    @Test
    void documents_with_a_document_type_are_refused() throws Exception {
        for (var document : List.of(
                "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Delete><Key>&a;</Key></Delete>",
                "<Delete><Object><Key>&a;</Key></Object></Delete>",
                "<Delete>" + "<a>".repeat(100_000),
                "<Other/>",
                "")) {
            assertThatThrownBy(() -> XmlNode.parse(document.getBytes(StandardCharsets.UTF_8), "Delete"))
                    .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.type()).isEqualTo("MalformedXML"));
        }
    }

    @Test
    void a_body_that_ends_early_makes_no_object() throws Exception {
        try (var presigner = server.presigner(); var socket = new Socket("127.0.0.1", server.port())) {
            var put = presigner.presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                    .putObjectRequest(PutObjectRequest.builder().bucket("shop").key("cut").build()));
            assertThat(send(socket, put, 100, "only this")).startsWith("HTTP/1.1 400");
        }
        assertThatThrownBy(() -> get("cut")).isInstanceOf(NoSuchKeyException.class);
    }

    private static String send(Socket socket, PresignedPutObjectRequest put, int length,
            String body) throws IOException {
        var head = new StringBuilder("PUT " + put.url()
                .getFile() + " HTTP/1.1\r\nConnection: close\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        put.signedHeaders().forEach((name, values) ->
                values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n")));
        socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_bucket_may_stand_before_the_host_name() throws Exception {
        try (var presigner = S3Presigner.builder()
                        .endpointOverride(URI.create("http://localhost:" + server.port()))
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(S3Server.ADMIN, S3Server.SECRET)))
                        .build();
                var socket = new Socket("127.0.0.1", server.port())) {
            var put = presigner.presignPutObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                    .putObjectRequest(PutObjectRequest.builder().bucket("shop").key("virtual").build()));
            assertThat(put.url().getHost()).isEqualTo("shop.localhost");
            assertThat(send(socket, put, 4, "host")).startsWith("HTTP/1.1 200");
        }
        assertThat(get("virtual")).isEqualTo("host");
    }

    @Test
    void a_stream_of_unknown_length_can_be_put_and_a_large_one_read() throws Exception {
        var bytes = new byte[3 << 20];
        new Random(3).nextBytes(bytes);
        s3.putObject(
                b -> b.bucket("shop").key("stream"),
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes), "application/x"));
        try (InputStream got = s3.getObject(GetObjectRequest.builder().bucket("shop").key("stream").build())) {
            assertThat(got.readAllBytes()).isEqualTo(bytes);
        }
    }
}
