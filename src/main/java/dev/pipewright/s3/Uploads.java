package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The multipart uploads into the buckets of a store, from the first word of them until their parts are a version or
 * gone. Methods that name an upload throw {@link Fault} {@code NoSuchUpload} where there is none.
 */
final class Uploads {
    private final Buckets buckets;
    private final Database index;
    private final Blobs blobs;
    private final Supplier<String> ids;

    Uploads(Buckets buckets, Database index, Blobs blobs, Supplier<String> ids) {
        this.buckets = buckets;
        this.index = index;
        this.blobs = blobs;
        this.ids = ids;
    }

    Listing.Page<Upload> list(String bucket, Listing.Query query) throws IOException {
        return index.read(c -> UploadIndex.all(c, bucket, query));
    }

    /** Begins a multipart upload. */
    Upload begin(
            String bucket,
            String key,
            String account,
            Attributes attributes,
            Optional<ChecksumAlgorithm> algorithm,
            ObjectChecksum.Type type)
            throws IOException {
        var upload = new Upload(0, key, ids.get(), account, buckets.now(), attributes, algorithm, type);
        index.write(c -> {
            UploadIndex.add(c, bucket, upload);
            return null;
        });
        return upload;
    }

    Upload find(String bucket, String key, String id) throws IOException {
        return index.read(c -> UploadIndex.find(c, bucket, key, id));
    }

    List<Part> parts(String bucket, String key, String id, int after, int most) throws IOException {
        return index.read(c -> UploadIndex.parts(c, UploadIndex.find(c, bucket, key, id), after, most));
    }

    /** Makes staged bytes a part of an upload, instead of the part with that number. */
    Part add(String bucket, String key, String id, int number, Staged staged) throws IOException {
        var part = new Part(number, staged.segment(), staged.eTag(), buckets.now(), staged.checksum());
        var replaced = index.write(c -> UploadIndex.addPart(c, UploadIndex.find(c, bucket, key, id), part));
        staged.taken();
        replaced.ifPresent(file -> blobs.delete(List.of(file)));
        return part;
    }

    void abort(String bucket, String key, String id) throws IOException {
        blobs.delete(index.write(c -> {
            var upload = UploadIndex.find(c, bucket, key, id);
            var parts = UploadIndex.parts(c, upload, 0, Integer.MAX_VALUE);
            UploadIndex.remove(c, upload);
            return parts.stream().map(part -> part.segment().file()).toList();
        }));
    }

    /**
     * Makes parts of an upload the newest version of its object, without copying them.
     *
     * @param checksum of the whole, as the sender has it
     */
    ObjectVersion complete(
            String bucket,
            String key,
            String id,
            List<Assembly.Wanted> wanted,
            Optional<String> checksum,
            WriteCondition condition)
            throws IOException {
        var unused = new ArrayList<String>();
        var version = index.write(c -> {
            var upload = UploadIndex.find(c, bucket, key, id);
            var there = UploadIndex.parts(c, upload, 0, Integer.MAX_VALUE);
            var whole = Assembly.of(upload, there, wanted);
            Buckets.checkCondition(c, bucket, key, condition);
            var sum = whole.checksum();
            if (sum.isPresent()) {
                Meter.check(checksum, sum.get());
            }
            var put = new ObjectVersion(
                    bucket,
                    key,
                    ids.get(),
                    true,
                    false,
                    whole.eTag(),
                    whole.size(),
                    buckets.now(),
                    upload.attributes(),
                    sum,
                    whole.parts().size());
            UploadIndex.remove(c, upload);
            VersionIndex.add(c, put, whole.segments());
            var used = new HashSet<>(whole.parts());
            there.stream().filter(part -> !used.contains(part)).forEach(part -> unused.add(part.segment().file()));
            return put;
        });
        blobs.delete(unused);
        buckets.announce(version);
        return version;
    }
}
