package dev.pipewright.iam.policy;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, or a single one. */
record Cidr(byte[] address, int bits) {
    // Java also reads "10.1" and numbers in other bases, which other readers take for something else.
    private static final Pattern LITERAL =
            Pattern.compile("(?:0|[1-9]\\d{0,2})(?:\\.(?:0|[1-9]\\d{0,2})){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** Reads {@code 203.0.113.0/24}, {@code 2001:db8::/32} or an address; empty for anything else. */
    static Optional<Cidr> parse(String text) {
        var slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) return Optional.empty();
        var most = 8 * address.get().length;
        if (slash < 0) return Optional.of(new Cidr(address.get(), most));
        var bits = text.substring(slash + 1);
        return bits.matches("0|[1-9]\\d{0,2}") && Integer.parseInt(bits) <= most
                ? Optional.of(new Cidr(address.get(), Integer.parseInt(bits)))
                : Optional.empty();
    }

    private static Optional<byte[]> address(String text) {
        if (!LITERAL.matcher(text).matches()) return Optional.empty();
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether a text is an address of the range. */
    boolean contains(String text) {
        return address(text).filter(this::contains).isPresent();
    }

    private boolean contains(byte[] other) {
        if (other.length != address.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            var mask = 0x80 >> bit % 8;
            if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) return false;
        }
        return true;
    }
}
