package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The rules for names of buckets and keys, and keys as the bytes that S3 orders them by. */
final class Names {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final int LONGEST_KEY = 1024;

    private Names() {}

    static String bucket(String name) {
        if (!BUCKET.matcher(name).matches()
                || ADDRESS.matcher(name).matches()
                || name.contains("..")
                || name.startsWith("xn--")
                || name.endsWith("-s3alias")) {
            throw new Fault(
                    "InvalidBucketName",
                    400,
                    "The bucket name '" + shown(name) + "' is not valid: it must have 3 to 63 lower-case letters, "
                            + "digits, dots and hyphens, begin and end with a letter or digit, and not look like "
                            + "an IP address");
        }
        return name;
    }

    /** The key's UTF-8 bytes. */
    static byte[] key(String key) {
        var bytes = utf8(key);
        if (bytes.length == 0) {
            throw new Fault("InvalidArgument", 400, "The object key is empty: it must have 1 to 1024 bytes");
        }
        if (bytes.length > LONGEST_KEY) {
            throw new Fault(
                    "KeyTooLongError",
                    400,
                    "The object key '" + shown(key) + "' has " + bytes.length + " bytes: it may have at most 1024");
        }
        return bytes;
    }

    /** The UTF-8 bytes of a key, or of a part of one. */
    static byte[] utf8(String text) {
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new Fault("InvalidArgument", 400, "The object key '" + shown(text) + "' has half a surrogate pair "
                    + "in it");
        }
    }

    /** The key again; {@code bytes} came from {@link #utf8}. */
    static String text(byte[] bytes) {
        return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes)).toString();
    }

    /** The smallest byte string that is greater. */
    static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /** The smallest byte string that is greater than all that begin with the prefix; null when there is none. */
    static byte[] afterAll(byte[] prefix) {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xFF) {
                var bound = Arrays.copyOf(prefix, last + 1);
                bound[last]++;
                return bound;
            }
        }
        return null;
    }

    /** A name from outside, fit for a message or a log line: printable, and not too long. */
    static String shown(String name) {
        var shown = new StringBuilder();
        name.codePoints().limit(200).forEach(point -> {
            if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT || isHalf(point)) {
                shown.append("\\u").append(String.format("%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return name.codePointCount(0, name.length()) > 200 ? shown.append("...").toString() : shown.toString();
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
