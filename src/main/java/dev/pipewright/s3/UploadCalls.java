package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/** The operations on multipart uploads. */
final class UploadCalls {
    private static final int MOST_PARTS = 10_000;
    private static final int LONGEST_PAGE = 1000;

    private final Buckets buckets;
    private final Uploads uploads;

    UploadCalls(Buckets buckets) {
        this.buckets = buckets;
        this.uploads = buckets.uploads();
    }

    void create(Call call) throws IOException {
        Names.key(call.key());
        var attributes = ObjectHeaders.ofPut(call);
        call.document();
        var algorithm = call.namedAlgorithm("x-amz-checksum-algorithm");
        var type = type(call, algorithm);
        var upload = uploads.begin(
                call.bucket(), call.key(), call.caller().account(), attributes, algorithm, type);
        ObjectHeaders.writeEncryption(call, attributes);
        algorithm.ifPresent(named -> {
            call.set("x-amz-checksum-algorithm", named.name());
            call.set("x-amz-checksum-type", type.name());
        });
        call.send(new XmlAnswer("InitiateMultipartUploadResult")
                .text("Bucket", call.bucket())
                .text("Key", call.key())
                .text("UploadId", upload.id()));
    }

    private static ObjectChecksum.Type type(Call call, Optional<ChecksumAlgorithm> algorithm) {
        boolean whole = algorithm.filter(a -> a == ChecksumAlgorithm.CRC64NVME).isPresent();
        var usual = whole ? ObjectChecksum.Type.FULL_OBJECT : ObjectChecksum.Type.COMPOSITE;
        var header = call.header("x-amz-checksum-type");
        if (header.isEmpty()) {
            return usual;
        }
        var type = Arrays.stream(ObjectChecksum.Type.values())
                .filter(each -> each.name().equals(header.get()))
                .findFirst()
                .orElseThrow(() -> unfit(header.get(), "COMPOSITE or FULL_OBJECT"));
        if (algorithm.isEmpty()) {
            throw unfit(type.name(), "absent without x-amz-checksum-algorithm");
        }
        if (whole && type == ObjectChecksum.Type.COMPOSITE) {
            throw unfit(type.name(), "FULL_OBJECT with CRC64NVME");
        }
        if (!algorithm.get().joins() && type == ObjectChecksum.Type.FULL_OBJECT) {
            throw unfit(type.name(), "COMPOSITE with " + algorithm.get());
        }
        return type;
    }

    private static Fault unfit(String type, String rule) {
        return new Fault(
                "InvalidRequest", 400, "The header x-amz-checksum-type is '" + Names.shown(type) + "': it must be "
                        + rule);
    }

    void uploadPart(Call call) throws IOException {
        int number = partNumber(call);
        var upload = uploads.find(call.bucket(), call.key(), uploadId(call));
        var body = call.body(upload.algorithm());
        try (var staged = buckets.receive(body.bytes(), body.expectation())) {
            var part = uploads.add(call.bucket(), call.key(), upload.id(), number, staged);
            call.set("ETag", '"' + part.eTag() + '"');
            part.checksum().ifPresent(sum -> call.set(sum.algorithm().header(), sum.value()));
            ObjectHeaders.writeEncryption(call, upload.attributes());
        }
    }

    void uploadPartCopy(Call call) throws IOException {
        int number = partNumber(call);
        var upload = uploads.find(call.bucket(), call.key(), uploadId(call));
        var source = CopySource.of(call).find(call, buckets);
        var header = call.header("x-amz-copy-source-range");
        var range = header.isEmpty() ? new ByteRange(0, source.size()) : range(header.get(), source.size());
        call.document();
        try (var bytes = buckets.open(source, range.offset(), range.length());
                var staged = buckets.receive(bytes, Expectation.checksum(upload.algorithm()))) {
            var part = uploads.add(call.bucket(), call.key(), upload.id(), number, staged);
            call.set("x-amz-copy-source-version-id", source.versionId());
            ObjectHeaders.writeEncryption(call, upload.attributes());
            var answer = new XmlAnswer("CopyPartResult")
                    .text("ETag", '"' + part.eTag() + '"')
                    .time("LastModified", part.modified());
            part.checksum().ifPresent(sum -> answer.text(sum.algorithm().element(), sum.value()));
            call.send(answer);
        }
    }

    private static ByteRange range(String header, long size) {
        var range = header.matches("bytes=\\d+-\\d+") ? ByteRange.of(header, size) : Optional.<ByteRange>empty();
        long last = range.isEmpty() ? -1 : Long.parseLong(header.substring(header.indexOf('-') + 1));
        if (range.isEmpty() || last >= size) {
            throw new Fault(
                    "InvalidArgument",
                    400,
                    "The x-amz-copy-source-range value is '" + Names.shown(header)
                            + "': it must be of the form bytes=first-last, within the " + size + " bytes of the "
                            + "source");
        }
        return range.get();
    }

    private static int partNumber(Call call) {
        return Call.number("partNumber", call.query("partNumber").orElse(""), 1, MOST_PARTS);
    }

    private static String uploadId(Call call) {
        return call.query("uploadId").orElseThrow();
    }

    void complete(Call call) throws IOException {
        var wanted = new ArrayList<Assembly.Wanted>();
        for (var part : XmlNode.parse(call.document(), "CompleteMultipartUpload").all("Part")) {
            var checksum = Arrays.stream(ChecksumAlgorithm.values())
                    .flatMap(algorithm -> part.get(algorithm.element()).stream())
                    .findFirst();
            wanted.add(new Assembly.Wanted(
                    Call.number("PartNumber", part.require("PartNumber").strip(), 1, MOST_PARTS),
                    Preconditions.unquoted(part.require("ETag")),
                    checksum.map(String::strip)));
        }
        var id = uploadId(call);
        var upload = uploads.find(call.bucket(), call.key(), id);
        var checksum = upload.algorithm().flatMap(algorithm -> call.header(algorithm.header()));
        var version = uploads.complete(call.bucket(), call.key(), id, wanted, checksum, ObjectCalls.condition(call));
        call.set("x-amz-version-id", version.versionId());
        ObjectHeaders.writeEncryption(call, upload.attributes());
        var answer = new XmlAnswer("CompleteMultipartUploadResult")
                .text("Location", "/" + version.bucket() + "/" + PercentCoding.encode(version.key()))
                .text("Bucket", version.bucket())
                .text("Key", version.key())
                .text("ETag", BucketCalls.quoted(version));
        version.checksum().ifPresent(sum -> answer.text(sum.algorithm().element(), sum.value())
                .text("ChecksumType", sum.type().name()));
        call.send(answer);
    }

    void abort(Call call) throws IOException {
        uploads.abort(call.bucket(), call.key(), uploadId(call));
        call.response().setStatus(204);
    }

    void listParts(Call call) throws IOException {
        var id = uploadId(call);
        var upload = uploads.find(call.bucket(), call.key(), id);
        int after = call.number("part-number-marker", 0, Integer.MAX_VALUE, 0);
        int most = Math.min(LONGEST_PAGE, call.number("max-parts", 0, Integer.MAX_VALUE, LONGEST_PAGE));
        var parts = uploads.parts(call.bucket(), call.key(), id, after, most + 1);
        boolean truncated = parts.size() > most && most > 0;
        var page = parts.subList(0, Math.min(most, parts.size()));
        var answer = new XmlAnswer("ListPartsResult")
                .text("Bucket", call.bucket())
                .text("Key", call.key())
                .text("UploadId", id);
        BucketCalls.owner(answer, "Initiator", upload.account());
        BucketCalls.owner(answer, "Owner", call.caller().account());
        answer.text("StorageClass", upload.attributes().get("x-amz-storage-class").orElse("STANDARD"))
                .text("ChecksumAlgorithm", upload.algorithm().map(Enum::name))
                .text("ChecksumType", upload.algorithm().map(algorithm -> upload.type().name()))
                .text("PartNumberMarker", after)
                .text("NextPartNumberMarker", page.isEmpty() ? after : page.getLast().number())
                .text("MaxParts", most)
                .text("IsTruncated", truncated);
        for (var part : page) {
            answer.element("Part", () -> {
                answer.text("PartNumber", part.number())
                        .time("LastModified", part.modified())
                        .text("ETag", '"' + part.eTag() + '"')
                        .text("Size", part.segment().size());
                part.checksum().ifPresent(sum -> answer.text(sum.algorithm().element(), sum.value()));
            });
        }
        call.send(answer);
    }
}
