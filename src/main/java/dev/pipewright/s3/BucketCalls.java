package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The operations on buckets, and the lists of what is in them. */
final class BucketCalls {
    private static final int LONGEST_PAGE = 1000;
    private static final String FIRST_REGION = "us-east-1";

    private final Buckets buckets;

    BucketCalls(Buckets buckets) {
        this.buckets = buckets;
    }

    void listBuckets(Call call) throws IOException {
        var prefix = call.query("prefix").orElse("");
        var all = buckets.bucketsOf(call.caller().account());
        var answer = new XmlAnswer("ListAllMyBucketsResult");
        owner(answer, "Owner", call.caller().account());
        answer.element("Buckets", () -> all.stream()
                .filter(bucket -> bucket.name().startsWith(prefix))
                .forEach(bucket -> answer.element("Bucket", () -> answer.text("Name", bucket.name())
                        .time("CreationDate", bucket.created())
                        .text("BucketRegion", bucket.region()))));
        call.send(answer);
    }

    static void owner(XmlAnswer answer, String element, String account) {
        answer.element(element, () -> answer.text("ID", account).text("DisplayName", account));
    }

    void createBucket(Call call) throws IOException {
        var name = call.bucket();
        var document = call.document();
        var constraint = document.length == 0
                ? Optional.<String>empty()
                : XmlNode.parse(document, "CreateBucketConfiguration").get("LocationConstraint").map(String::strip);
        var region = constraint
                .filter(text -> !text.isEmpty())
                .map(text -> text.equals("EU") ? "eu-west-1" : text)
                .orElse(call.region());
        if (!region.matches("[a-z0-9-]{1,32}")) {
            throw new Fault(
                    "InvalidLocationConstraint",
                    400,
                    "The specified location-constraint is not valid: '" + Names.shown(region) + "' is not a region");
        }
        if (!region.equals(call.region()) && !call.region().equals(FIRST_REGION)) {
            throw new Fault(
                    "IllegalLocationConstraintException",
                    400,
                    "The " + region + " location constraint is incompatible for the region specific endpoint this "
                            + "request was sent to: it is signed for " + call.region());
        }
        try {
            buckets.create(name, call.caller().account(), region);
        } catch (Fault fault) {
            // The oldest region takes a repeated request for the first one.
            if (!fault.type().equals("BucketAlreadyOwnedByYou") || !call.region().equals(FIRST_REGION)) {
                throw fault;
            }
        }
        call.set("Location", "/" + name);
    }

    void headBucket(Call call) throws IOException {
        call.set("x-amz-bucket-region", buckets.require(call.bucket()).region());
        call.set("x-amz-access-point-alias", "false");
        call.response().setContentType("application/xml");
    }

    void deleteBucket(Call call) throws IOException {
        buckets.removeBucket(call.bucket());
        call.response().setStatus(204);
    }

    void location(Call call) throws IOException {
        var region = buckets.require(call.bucket()).region();
        call.send(new XmlAnswer("LocationConstraint").content(region.equals(FIRST_REGION) ? "" : region));
    }

    void versioning(Call call) throws IOException {
        call.send(new XmlAnswer("VersioningConfiguration").text("Status", "Enabled"));
    }

    void putVersioning(Call call) throws IOException {
        var wanted = XmlNode.parse(call.document(), "VersioningConfiguration");
        var status = wanted.get("Status").orElse("").strip();
        if (wanted.get("MfaDelete").filter(text -> text.strip().equals("Enabled")).isPresent()) {
            throw new Fault("NotImplemented", 501, "This S3 service does not implement MfaDelete");
        }
        switch (status) {
            case "Enabled" -> {}
            case "Suspended" -> throw new Fault(
                    "NotImplemented",
                    501,
                    "Versioning is always on in this S3 service: Status may be 'Enabled' and not 'Suspended'");
            default -> throw new Fault(
                    "IllegalVersioningConfigurationException",
                    400,
                    "The versioning Status is '" + Names.shown(status) + "': it must be 'Enabled'");
        }
    }

    void listV1(Call call) throws IOException {
        var query = query(call, call.query("marker").orElse(""), Optional.empty());
        var page = buckets.list(call.bucket(), query);
        var write = encoding(call);
        var answer = new XmlAnswer("ListBucketResult");
        head(answer, call, query, write);
        answer.text("Marker", write.apply(query.after())).text("IsTruncated", page.truncated());
        if (page.truncated() && !query.delimiter().isEmpty()) {
            answer.text("NextMarker", write.apply(page.last()));
        }
        page.entries().forEach(version -> contents(answer, version, write, Optional.of(call.caller().account())));
        prefixes(answer, page, write);
        call.send(answer);
    }

    void listV2(Call call) throws IOException {
        if (!call.query("list-type").orElse("").equals("2")) {
            throw new Fault("InvalidArgument", 400, "The argument list-type must be 2");
        }
        var token = call.query("continuation-token");
        var startAfter = call.query("start-after");
        var after = token.isPresent() ? after(token.get()) : startAfter.orElse("");
        var query = query(call, after, Optional.empty());
        var page = buckets.list(call.bucket(), query);
        var write = encoding(call);
        var answer = new XmlAnswer("ListBucketResult");
        head(answer, call, query, write);
        answer.text("KeyCount", page.entries().size() + page.commonPrefixes().size())
                .text("IsTruncated", page.truncated())
                .text("ContinuationToken", token)
                .text("StartAfter", startAfter.map(write));
        if (page.truncated()) {
            answer.text("NextContinuationToken", Base64.getUrlEncoder().encodeToString(Names.utf8(page.last())));
        }
        var owner = Optional.of(call.caller().account())
                .filter(account -> call.query("fetch-owner").orElse("").equals("true"));
        page.entries().forEach(version -> contents(answer, version, write, owner));
        prefixes(answer, page, write);
        call.send(answer);
    }

    private static String after(String token) {
        try {
            return Names.text(Base64.getUrlDecoder().decode(token));
        } catch (IllegalArgumentException e) {
            throw new Fault("InvalidArgument", 400, "The continuation token provided is incorrect");
        }
    }

    void listVersions(Call call) throws IOException {
        var query = query(call, call.query("key-marker").orElse(""), call.given("version-id-marker"));
        var page = buckets.listVersions(call.bucket(), query);
        var write = encoding(call);
        var answer = new XmlAnswer("ListVersionsResult");
        head(answer, call, query, write);
        answer.text("KeyMarker", write.apply(query.after()))
                .text("VersionIdMarker", query.afterId().orElse(""))
                .text("IsTruncated", page.truncated());
        if (page.truncated()) {
            answer.text("NextKeyMarker", write.apply(page.last()))
                    .text("NextVersionIdMarker", page.lastEntry().map(ObjectVersion::versionId));
        }
        for (var version : page.entries()) {
            answer.element(version.deleteMarker() ? "DeleteMarker" : "Version", () -> {
                answer.text("Key", write.apply(version.key()))
                        .text("VersionId", version.versionId())
                        .text("IsLatest", version.latest())
                        .time("LastModified", version.lastModified());
                if (!version.deleteMarker()) {
                    answer.text("ETag", quoted(version)).text("Size", version.size());
                    checksum(answer, version);
                    answer.text("StorageClass", storageClass(version));
                }
                owner(answer, "Owner", call.caller().account());
            });
        }
        prefixes(answer, page, write);
        call.send(answer);
    }

    void listUploads(Call call) throws IOException {
        var most = call.number("max-uploads", 0, Integer.MAX_VALUE, LONGEST_PAGE);
        var query = new Listing.Query(
                call.query("prefix").orElse(""),
                call.query("delimiter").orElse(""),
                call.query("key-marker").orElse(""),
                call.given("upload-id-marker"),
                Math.min(most, LONGEST_PAGE));
        var page = buckets.uploads().list(call.bucket(), query);
        var write = encoding(call);
        var answer = new XmlAnswer("ListMultipartUploadsResult");
        answer.text("Bucket", call.bucket())
                .text("KeyMarker", write.apply(query.after()))
                .text("UploadIdMarker", query.afterId().orElse(""))
                .text("Prefix", write.apply(query.prefix()))
                .text("Delimiter", call.given("delimiter").map(write))
                .text("EncodingType", call.given("encoding-type"))
                .text("MaxUploads", most)
                .text("IsTruncated", page.truncated());
        if (page.truncated()) {
            answer.text("NextKeyMarker", write.apply(page.last()))
                    .text("NextUploadIdMarker", page.lastEntry().map(Upload::id));
        }
        for (var upload : page.entries()) {
            answer.element("Upload", () -> {
                answer.text("Key", write.apply(upload.key())).text("UploadId", upload.id());
                owner(answer, "Initiator", upload.account());
                owner(answer, "Owner", call.caller().account());
                answer.text("StorageClass", upload.attributes().get("x-amz-storage-class").orElse("STANDARD"))
                        .time("Initiated", upload.initiated())
                        .text("ChecksumAlgorithm", upload.algorithm().map(Enum::name))
                        .text("ChecksumType", upload.algorithm().map(algorithm -> upload.type().name()));
            });
        }
        prefixes(answer, page, write);
        call.send(answer);
    }

    private static Listing.Query query(Call call, String after, Optional<String> afterId) {
        return new Listing.Query(
                call.query("prefix").orElse(""),
                call.query("delimiter").orElse(""),
                after,
                afterId,
                Math.min(LONGEST_PAGE, call.number("max-keys", 0, Integer.MAX_VALUE, LONGEST_PAGE)));
    }

    private static UnaryOperator<String> encoding(Call call) {
        var type = call.given("encoding-type");
        if (type.isEmpty()) {
            return UnaryOperator.identity();
        }
        if (!type.get().equals("url")) {
            throw new Fault("InvalidArgument", 400, "The argument encoding-type is '" + Names.shown(type.get())
                    + "': it must be 'url'");
        }
        return PercentCoding::encode;
    }

    private static void head(XmlAnswer answer, Call call, Listing.Query query, UnaryOperator<String> write) {
        answer.text("Name", call.bucket())
                .text("Prefix", write.apply(query.prefix()))
                .text("Delimiter", call.given("delimiter").map(write))
                .text("EncodingType", call.given("encoding-type"))
                .text("MaxKeys", query.most());
    }

    private static void contents(
            XmlAnswer answer, ObjectVersion version, UnaryOperator<String> write, Optional<String> owner) {
        answer.element("Contents", () -> {
            answer.text("Key", write.apply(version.key()))
                    .time("LastModified", version.lastModified())
                    .text("ETag", quoted(version))
                    .text("Size", version.size());
            checksum(answer, version);
            owner.ifPresent(account -> owner(answer, "Owner", account));
            answer.text("StorageClass", storageClass(version));
        });
    }

    private static void checksum(XmlAnswer answer, ObjectVersion version) {
        version.checksum().ifPresent(checksum -> answer.text("ChecksumAlgorithm", checksum.algorithm().name())
                .text("ChecksumType", checksum.type().name()));
    }

    private static void prefixes(XmlAnswer answer, Listing.Page<?> page, UnaryOperator<String> write) {
        for (var prefix : page.commonPrefixes()) {
            answer.element("CommonPrefixes", () -> answer.text("Prefix", write.apply(prefix)));
        }
    }

    static String quoted(ObjectVersion version) {
        return '"' + version.eTag() + '"';
    }

    private static String storageClass(ObjectVersion version) {
        return version.attributes().get("x-amz-storage-class").orElse("STANDARD");
    }
}
