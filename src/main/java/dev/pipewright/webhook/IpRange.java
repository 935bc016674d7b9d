package dev.pipewright.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IPv4 or IPv6 addresses, written in CIDR notation. No name is ever looked up. */
final class IpRange {
    private static final Pattern CIDR = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final byte[] network;
    private final int prefix;

    private IpRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** The range that the text means, such as {@code 192.0.2.0/24}; empty when it means none. */
    static Optional<IpRange> parse(String text) {
        var match = CIDR.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var prefix = Integer.parseInt(match.group(2));
        return address(match.group(1))
                .filter(network -> prefix <= network.length * Byte.SIZE)
                .map(network -> new IpRange(network, prefix));
    }

    /** Whether an address lies in the range; one that cannot be read does not. */
    boolean contains(String address) {
        return address(bare(address)).filter(this::contains).isPresent();
    }

    private boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        var whole = prefix / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        var rest = prefix % Byte.SIZE;
        return rest == 0 || (address[whole] ^ network[whole]) >> (Byte.SIZE - rest) == 0;
    }

    /** Without the brackets and the zone that servers put around the addresses of their peers. */
    private static String bare(String address) {
        return address.replaceFirst("^\\[(.*)]$", "$1").replaceFirst("%.*$", "");
    }

    private static Optional<byte[]> address(String text) {
        // Without a colon it must be IPv4 in full: the JDK would also take the short forms of old C libraries.
        if (!text.contains(":") && !IPV4.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text).getAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
