package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The parts of an upload that make the whole, in order, and what follows from them for the whole. */
record Assembly(Upload upload, List<Part> parts) {
    private static final long SMALLEST_PART = 5L << 20;

    /** A part that a completed upload shall have. */
    record Wanted(int number, String eTag, Optional<String> checksum) {}

    /**
     * Chooses parts by what the sender says of them.
     *
     * @param there all parts that the upload has
     * @throws Fault {@code MalformedXML} for no part at all, {@code InvalidPartOrder}, {@code InvalidPart} for one that
     *     is not there or another than was meant, {@code EntityTooSmall} for one of less than 5 MiB before the last
     */
    static Assembly of(Upload upload, List<Part> there, List<Wanted> wanted) {
        if (wanted.isEmpty()) {
            throw new Fault("MalformedXML", 400, "A multipart upload is completed with at least one part");
        }
        var byNumber = new HashMap<Integer, Part>();
        there.forEach(part -> byNumber.put(part.number(), part));
        var chosen = new ArrayList<Part>();
        int before = 0;
        for (var want : wanted) {
            if (want.number() <= before) {
                throw new Fault(
                        "InvalidPartOrder",
                        400,
                        "The list of parts was not in ascending order: " + want.number() + " comes after " + before);
            }
            before = want.number();
            var part = byNumber.get(want.number());
            if (part == null || !part.eTag().equals(want.eTag())) {
                throw new Fault(
                        "InvalidPart",
                        400,
                        "Part " + want.number() + " with the ETag '" + Names.shown(want.eTag()) + "' has not been "
                                + "uploaded");
            }
            if (want.checksum().isPresent()
                    && part.checksum().isPresent()
                    && !want.checksum().get().equals(part.checksum().get().value())) {
                throw new Fault(
                        "InvalidPart",
                        400,
                        "Part " + want.number() + " has another checksum than '"
                                + Names.shown(want.checksum().get()) + "'");
            }
            chosen.add(part);
        }
        for (var part : chosen.subList(0, chosen.size() - 1)) {
            if (part.segment().size() < SMALLEST_PART) {
                throw new Fault(
                        "EntityTooSmall",
                        400,
                        "Part " + part.number() + " has " + part.segment().size()
                                + " bytes: all but the last must have at least 5242880");
            }
        }
        return new Assembly(upload, List.copyOf(chosen));
    }

    List<Segment> segments() {
        return parts.stream().map(Part::segment).toList();
    }

    /** In bytes. */
    long size() {
        return parts.stream().mapToLong(part -> part.segment().size()).sum();
    }

    /** The digest of the parts' digests, and how many they are. */
    String eTag() {
        var md5 = ChecksumAlgorithm.messageDigest("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.eTag())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    /** The checksum of the whole; empty unless the upload has an algorithm and all parts have its checksum. */
    Optional<ObjectChecksum> checksum() {
        if (upload.algorithm().isEmpty()
                || parts.stream().anyMatch(part -> part.checksum()
                        .filter(sum -> sum.algorithm() == upload.algorithm().get())
                        .isEmpty())) {
            return Optional.empty();
        }
        var algorithm = upload.algorithm().get();
        var sums = parts.stream()
                .map(part -> Base64.getDecoder().decode(part.checksum().orElseThrow().value()))
                .toList();
        var value = switch (upload.type()) {
            case COMPOSITE -> {
                var sum = algorithm.start();
                sums.forEach(each -> sum.update(each, 0, each.length));
                yield Base64.getEncoder().encodeToString(sum.value()) + "-" + parts.size();
            }
            case FULL_OBJECT -> {
                var joined = sums.getFirst();
                for (int i = 1; i < sums.size(); i++) {
                    joined = algorithm.join(joined, sums.get(i), parts.get(i).segment().size());
                }
                yield Base64.getEncoder().encodeToString(joined);
            }
        };
        return Optional.of(new ObjectChecksum(algorithm, upload.type(), value));
    }
}
