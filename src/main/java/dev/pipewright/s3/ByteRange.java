package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.util.Optional;
import java.util.regex.Pattern;

/** A stretch of an object. */
record ByteRange(long offset, long length) {
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * The stretch that a Range header asks for; empty for the whole object, which S3 also sends when it is asked for
     * several stretches at once or cannot read the header.
     *
     * @throws Fault {@code InvalidRange} when the stretch begins behind the end
     */
    static Optional<ByteRange> of(String header, long size) {
        var match = FORM.matcher(header.replace(" ", ""));
        if (!match.matches() || header.strip().equals("bytes=-")) {
            return Optional.empty();
        }
        var first = match.group(1);
        var last = match.group(2);
        long offset;
        long end;
        if (first.isEmpty()) {
            offset = Math.max(0, size - Long.parseLong(last));
            end = size;
        } else {
            offset = Long.parseLong(first);
            end = last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
            if (!last.isEmpty() && Long.parseLong(last) < offset) {
                return Optional.empty();
            }
        }
        if (offset >= size) {
            throw new Fault(
                    "InvalidRange",
                    416,
                    "The requested range is not satisfiable: '" + Names.shown(header) + "' of " + size + " bytes");
        }
        return Optional.of(new ByteRange(offset, end - offset));
    }

    /** As the header Content-Range has it. */
    String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
