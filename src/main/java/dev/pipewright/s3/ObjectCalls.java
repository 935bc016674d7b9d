package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on whole objects. */
final class ObjectCalls {
    private static final int MOST_DELETES = 1000;
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-content-language", "Content-Language",
            "response-expires", "Expires",
            "response-cache-control", "Cache-Control",
            "response-content-disposition", "Content-Disposition",
            "response-content-encoding", "Content-Encoding");

    private final Buckets buckets;

    ObjectCalls(Buckets buckets) {
        this.buckets = buckets;
    }

    void put(Call call) throws IOException {
        Names.key(call.key());
        var attributes = ObjectHeaders.ofPut(call);
        var condition = condition(call);
        var body = call.body(call.namedAlgorithm("x-amz-checksum-algorithm"));
        try (var staged = buckets.receive(body.bytes(), body.expectation())) {
            var version = buckets.put(call.bucket(), call.key(), staged, attributes, condition);
            call.set("ETag", BucketCalls.quoted(version));
            call.set("x-amz-version-id", version.versionId());
            ObjectHeaders.writeEncryption(call, attributes);
            ObjectHeaders.writeChecksum(call, version.checksum());
        }
    }

    static WriteCondition condition(Call call) {
        var absent = call.header("if-none-match");
        var match = call.header("if-match");
        if (absent.isPresent()) {
            if (!absent.get().strip().equals("*") || match.isPresent()) {
                throw new Fault("NotImplemented", 501, "A put may have If-None-Match with '*', or If-Match with one "
                        + "ETag");
            }
            return new WriteCondition.Absent();
        }
        return match.<WriteCondition>map(eTag -> new WriteCondition.Matches(Preconditions.unquoted(eTag)))
                .orElseGet(WriteCondition.Always::new);
    }

    void copy(Call call) throws IOException {
        Names.key(call.key());
        var from = CopySource.of(call);
        var source = from.find(call, buckets);
        if (from.bucket().equals(call.bucket())
                && from.key().equals(call.key())
                && from.versionId().isEmpty()
                && !ObjectHeaders.changes(call)) {
            throw new Fault("InvalidRequest", 400, "This copy request is illegal because it is trying to copy an "
                    + "object to itself without changing the object's metadata, storage class or encryption.");
        }
        var attributes = ObjectHeaders.ofCopy(call, source.attributes());
        var algorithm = call.namedAlgorithm("x-amz-checksum-algorithm")
                .or(() -> source.checksum().map(ObjectChecksum::algorithm));
        // The body of a copy is empty, and is read so that its signature is checked.
        call.document();
        try (var bytes = buckets.open(source);
                var staged = buckets.receive(bytes, Expectation.checksum(algorithm))) {
            var version = buckets.put(call.bucket(), call.key(), staged, attributes, condition(call));
            call.set("x-amz-version-id", version.versionId());
            call.set("x-amz-copy-source-version-id", source.versionId());
            ObjectHeaders.writeEncryption(call, attributes);
            var answer = new XmlAnswer("CopyObjectResult")
                    .text("ETag", BucketCalls.quoted(version))
                    .time("LastModified", version.lastModified());
            version.checksum().ifPresent(sum -> answer.text(sum.algorithm().element(), sum.value())
                    .text("ChecksumType", sum.type().name()));
            call.send(answer);
        }
    }

    void get(Call call) throws IOException {
        read(call, true);
    }

    void head(Call call) throws IOException {
        read(call, false);
    }

    private void read(Call call, boolean withBytes) throws IOException {
        var version = find(call);
        if (Preconditions.of(call::header, "").check(version) == Preconditions.Verdict.NOT_MODIFIED) {
            call.set("ETag", BucketCalls.quoted(version));
            call.set("Last-Modified", HttpDates.format(version.lastModified()));
            call.set("x-amz-version-id", version.versionId());
            call.response().setStatus(304);
            return;
        }
        var range = range(call, version);
        // Opening comes before the first header, since it is what may still fail.
        try (var bytes = withBytes
                ? range.isPresent()
                        ? buckets.open(version, range.get().offset(), range.get().length())
                        : buckets.open(version)
                : InputStream.nullInputStream()) {
            ObjectHeaders.write(call, version);
            // Objects share a port with the console; in a browser they must not act in its name.
            call.set("Content-Security-Policy", "sandbox");
            call.set("X-Content-Type-Options", "nosniff");
            call.given("response-content-type").map(ObjectCalls::oneLine).ifPresent(call::setContentType);
            OVERRIDES.forEach((parameter, header) -> call.set(header, call.given(parameter).map(ObjectCalls::oneLine)));
            if (range.isEmpty() && call.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED")) {
                ObjectHeaders.writeChecksum(call, version.checksum());
            }
            if (range.isPresent()) {
                call.response().setStatus(206);
                call.set("Content-Range", range.get().contentRange(version.size()));
            }
            call.response().setContentLengthLong(range.map(ByteRange::length).orElse(version.size()));
            bytes.transferTo(call.response().getOutputStream());
        }
    }

    private static String oneLine(String value) {
        if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw new Fault("InvalidArgument", 400, "A response- parameter is '" + Names.shown(value)
                    + "': it must be a single line");
        }
        return value;
    }

    private Optional<ByteRange> range(Call call, ObjectVersion version) throws IOException {
        var part = call.given("partNumber");
        if (part.isEmpty()) {
            var header = call.header("range");
            try {
                return header.flatMap(text -> ByteRange.of(text, version.size()));
            } catch (Fault fault) {
                call.set("Content-Range", "bytes */" + version.size());
                throw fault;
            }
        }
        if (call.header("range").isPresent()) {
            throw new Fault("InvalidRequest", 400, "Cannot specify both Range header and partNumber query parameter");
        }
        int number = Call.number("partNumber", part.get(), 1, 10_000);
        var segments = buckets.segments(version);
        if (number > Math.max(1, version.parts())) {
            throw new Fault("InvalidPartNumber", 416, "The requested partnumber is not satisfiable: " + number + " of "
                    + Math.max(1, version.parts()));
        }
        if (version.parts() > 0) {
            call.set("x-amz-mp-parts-count", Integer.toString(version.parts()));
        }
        long offset = segments.subList(0, number - 1).stream().mapToLong(Segment::size).sum();
        return version.size() == 0
                ? Optional.empty()
                : Optional.of(new ByteRange(offset, segments.get(number - 1).size()));
    }

    /** The version that the request reads. */
    private ObjectVersion find(Call call) throws IOException {
        var found = buckets.lookup(call.bucket(), call.key(), call.versionId());
        if (found.isEmpty()) {
            // Who may not list a bucket must not learn which keys it has.
            call.authorize("s3:ListBucket", "arn:aws:s3:::" + call.bucket());
            throw call.versionId().isPresent()
                    ? Buckets.noSuchVersion(call.key(), call.versionId().get())
                    : noSuchKey(call.key());
        }
        if (found.get().deleteMarker()) {
            call.set("x-amz-delete-marker", "true");
            call.set("x-amz-version-id", found.get().versionId());
            if (call.versionId().isPresent()) {
                call.set("Allow", "DELETE");
                throw new Fault("MethodNotAllowed", 405, "The specified method is not allowed against a delete marker");
            }
            call.authorize("s3:ListBucket", "arn:aws:s3:::" + call.bucket());
            throw noSuchKey(call.key());
        }
        return found.get();
    }

    static Fault noSuchKey(String key) {
        return new Fault("NoSuchKey", 404, "The specified key does not exist: '" + Names.shown(key) + "'");
    }

    void tagging(Call call) throws IOException {
        var version = find(call);
        call.set("x-amz-version-id", version.versionId());
        var answer = new XmlAnswer("Tagging");
        answer.element("TagSet", () -> ObjectHeaders.tags(version.attributes().get("x-amz-tagging"))
                .forEach((name, value) ->
                        answer.element("Tag", () -> answer.text("Key", name).text("Value", value))));
        call.send(answer);
    }

    void delete(Call call) throws IOException {
        Names.key(call.key());
        var removed = buckets.remove(call.bucket(), List.of(new Buckets.Removal(call.key(), call.versionId())))
                .getFirst();
        call.set("x-amz-version-id", removed.versionId());
        if (removed.deleteMarker()) {
            call.set("x-amz-delete-marker", "true");
        }
        call.response().setStatus(204);
    }

    void deleteAll(Call call) throws IOException {
        var wanted = XmlNode.parse(call.document(), "Delete");
        var objects = wanted.all("Object");
        if (objects.isEmpty() || objects.size() > MOST_DELETES) {
            throw XmlNode.malformed("there are " + objects.size() + " objects to delete, and must be 1 to 1000");
        }
        boolean quiet = wanted.get("Quiet").orElse("").strip().equals("true");
        var removals = new ArrayList<Buckets.Removal>();
        var answer = new XmlAnswer("DeleteResult");
        for (var object : objects) {
            var removal = new Buckets.Removal(
                    object.require("Key"), object.get("VersionId").map(String::strip).filter(id -> !id.isEmpty()));
            try {
                Names.key(removal.key());
                call.authorize(
                        S3Operation.DELETE_OBJECT.action(removal.versionId().isPresent()),
                        "arn:aws:s3:::" + call.bucket() + "/" + removal.key());
                removals.add(removal);
            } catch (Fault fault) {
                answer.element("Error", () -> answer.text("Key", removal.key())
                        .text("VersionId", removal.versionId())
                        .text("Code", fault.type())
                        .text("Message", fault.getMessage()));
            }
        }
        var removed = buckets.remove(call.bucket(), removals);
        for (int i = 0; i < removed.size() && !quiet; i++) {
            var done = removed.get(i);
            var named = removals.get(i).versionId();
            answer.element("Deleted", () -> {
                answer.text("Key", done.key()).text("VersionId", named);
                if (done.deleteMarker()) {
                    answer.text("DeleteMarker", true).text("DeleteMarkerVersionId", done.versionId());
                }
            });
        }
        call.send(answer);
    }
}
