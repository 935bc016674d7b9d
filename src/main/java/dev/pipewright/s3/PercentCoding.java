package dev.pipewright.s3;

import dev.pipewright.wire.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding of keys, in addresses and in lists. */
final class PercentCoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PercentCoding() {}

    /** The text behind a part of an address; one that is not percent-encoded UTF-8 is refused. */
    static String decode(String text, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    throw malformed(text);
                }
                bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                bytes.writeBytes(character(text, i));
                i += Character.isHighSurrogate(c) ? 1 : 0;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed(text);
        }
    }

    private static byte[] character(String text, int at) {
        int point = text.codePointAt(at);
        if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
            throw malformed(text);
        }
        return Character.toString(point).getBytes(StandardCharsets.UTF_8);
    }

    private static Fault malformed(String text) {
        return new Fault("InvalidURI", 400, "Couldn't parse the specified URI: '" + Names.shown(text)
                + "' is not UTF-8 with percent signs before two hexadecimal digits");
    }

    /** Writes everything but letters, digits, slashes and {@code - . _ ~} as {@code %XY}. */
    static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte each : Names.utf8(text)) {
            char c = (char) (each & 0xFF);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~/".indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                HEX.toHexDigits(encoded.append('%'), each);
            }
        }
        return encoded.toString();
    }
}
