package dev.pipewright.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding as SigV4 defines it: all but letters, digits and {@code - . _ ~} is written as {@code %XY}. */
final class UriText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UriText() {}

    static String encode(byte[] text, boolean keepSlashes) {
        var encoded = new StringBuilder(text.length + 16);
        for (byte each : text) {
            var character = (char) (each & 0xff);
            if (isUnreserved(character) || character == '/' && keepSlashes) {
                encoded.append(character);
            } else {
                HEX.toHexDigits(encoded.append('%'), each);
            }
        }
        return encoded.toString();
    }

    static String encode(String text, boolean keepSlashes) {
        return encode(text.getBytes(StandardCharsets.UTF_8), keepSlashes);
    }

    /**
     * The bytes behind the text.
     *
     * @throws IllegalArgumentException when a percent sign is not followed by two hexadecimal digits
     */
    static byte[] decode(String text, boolean plusIsSpace) {
        var source = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '%') {
                if (i + 2 >= source.length || !HexFormat.isHexDigit(source[i + 1])
                        || !HexFormat.isHexDigit(source[i + 2])) {
                    throw new IllegalArgumentException("a percent sign must be followed by two hexadecimal digits");
                }
                decoded.write(HexFormat.fromHexDigit(source[++i]) << 4 | HexFormat.fromHexDigit(source[++i]));
            } else {
                decoded.write(source[i] == '+' && plusIsSpace ? ' ' : source[i]);
            }
        }
        return decoded.toByteArray();
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                || c == '-' || c == '.' || c == '_' || c == '~';
    }
}
