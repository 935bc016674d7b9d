package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.util.Optional;

/** The object that a copy is made of, as the header x-amz-copy-source names it. */
record CopySource(String bucket, String key, Optional<String> versionId) {
    private static final String VERSION = "?versionId=";

    static CopySource of(Call call) {
        var header = call.header("x-amz-copy-source").orElseThrow();
        int question = header.lastIndexOf(VERSION);
        var path = PercentCoding.decode(question < 0 ? header : header.substring(0, question), false);
        path = path.startsWith("/") ? path.substring(1) : path;
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1 || path.startsWith("arn:")) {
            throw new Fault("InvalidArgument", 400, "Copy Source must mention the source bucket and key: "
                    + "'sourcebucket/sourcekey' and not '" + Names.shown(header) + "'");
        }
        var version = question < 0
                ? Optional.<String>empty()
                : Optional.of(PercentCoding.decode(header.substring(question + VERSION.length()), false));
        return new CopySource(path.substring(0, slash), path.substring(slash + 1), version);
    }

    /** The source, which the caller must be allowed to read, and whose conditions must hold. */
    ObjectVersion find(Call call, Buckets buckets) throws IOException {
        call.authorize(
                S3Operation.GET_OBJECT.action(versionId.isPresent()), "arn:aws:s3:::" + bucket + "/" + key);
        var owner = buckets.require(bucket);
        S3Endpoint.requireOwner(call, owner, call.header("x-amz-source-expected-bucket-owner"));
        var found = buckets.lookup(bucket, key, versionId);
        if (found.isPresent() && found.get().deleteMarker() && versionId.isPresent()) {
            throw new Fault("InvalidRequest", 400, "The source of a copy request may not specifically refer to a delete"
                    + " marker by version id.");
        }
        var source = found.filter(version -> !version.deleteMarker())
                .orElseThrow(() -> versionId.isPresent()
                        ? Buckets.noSuchVersion(key, versionId.get())
                        : ObjectCalls.noSuchKey(key));
        if (Preconditions.of(call::header, "x-amz-copy-source-").check(source) == Preconditions.Verdict.NOT_MODIFIED) {
            throw Preconditions.failed("x-amz-copy-source-if-none-match or -if-modified-since");
        }
        return source;
    }
}
