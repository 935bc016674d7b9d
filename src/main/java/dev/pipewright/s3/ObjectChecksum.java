package dev.pipewright.s3;

/**
 * A checksum that an object or a part of one is kept with.
 *
 * @param value in base64; of a composite one, with a hyphen and the number of parts behind it
 */
public record ObjectChecksum(ChecksumAlgorithm algorithm, Type type, String value) {
    /** What the checksum is taken over: all bytes, or the checksums of the parts. */
    public enum Type {
        FULL_OBJECT,
        COMPOSITE
    }

    /** As the index keeps it. */
    String line() {
        return algorithm + " " + type + " " + value;
    }

    static ObjectChecksum ofLine(String line) {
        var words = line.split(" ");
        return new ObjectChecksum(ChecksumAlgorithm.valueOf(words[0]), Type.valueOf(words[1]), words[2]);
    }
}
