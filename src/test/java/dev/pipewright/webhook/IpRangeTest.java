package dev.pipewright.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,    192.0.2.0",
        "192.0.2.0/24,    192.0.2.255",
        "192.0.2.77/24,   192.0.2.1",
        "192.0.2.128/25,  192.0.2.129",
        "10.1.2.3/32,     10.1.2.3",
        "0.0.0.0/0,       203.0.113.9",
        "192.0.2.0/24,    ::ffff:192.0.2.9",
        "2001:db8::/32,   2001:db8:ffff::1",
        "2001:db8::/33,   2001:db8:7fff::1",
        "::1/128,         [::1]",
        "::1/128,         0:0:0:0:0:0:0:1",
        "fe80::/10,       fe80::1%eth0",
        "::/0,            2001:db8::1"
    })
    void an_address_of_the_range_is_in_it(String range, String address) {
        assertThat(IpRange.parse(range).orElseThrow().contains(address)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,    192.0.3.0",
        "192.0.2.128/25,  192.0.2.127",
        "10.1.2.3/32,     10.1.2.2",
        "0.0.0.0/0,       ::1",
        "::/0,            192.0.2.1",
        "2001:db8::/33,   2001:db8:8000::1",
        "::1/128,         ::2",
        "0.0.0.0/0,       example.com",
        "0.0.0.0/0,       127.1",
        "0.0.0.0/0,       ''"
    })
    void any_other_is_not(String range, String address) {
        assertThat(IpRange.parse(range).orElseThrow().contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "192.0.2.1", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2/24", "1/8", "300.0.0.1/8", "::/129",
        "::1", "example.com/24", "192.0.2.0/24/8", "192.0.2.0/24 ", "0x7f.0.0.1/8", "2001:db8:::/32", "1.2.3.4.5/8",
        "192.0.2.0/999999999999"
    })
    void what_is_not_cidr_notation_is_no_range(String text) {
        assertThat(IpRange.parse(text)).isEmpty();
    }
}
