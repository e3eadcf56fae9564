package io.drawbridge.domain.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "192.0.2.7/32, 192.0.2.7",
        "192.0.2.0/24, 192.0.2.0/24",
        "0.0.0.0/0, 0.0.0.0/0",
        "::/0, ::/0",
        "2001:DB8:0::/48, 2001:db8::/48",
        "2001:db8::1/128, 2001:db8::1",
        "::ffff:192.0.2.0/120, 192.0.2.0/24",
        "::ffff:0:0/96, 0.0.0.0/0",
    })
    void what_people_write_is_read(String text, String canonical) {
        assertThat(Network.parse(text)).hasToString(canonical);
        assertThat(Network.parse(canonical)).isEqualTo(Network.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1/24, write 192.0.2.0/24",
        "2001:db8::1/32, write 2001:db8::/32",
        "192.0.2.0/33, from 0 to 32",
        "::/129, from 0 to 128",
        "192.0.2.0/, how many bits",
        "192.0.2.0/+8, how many bits",
        "192.0.2.0/08, how many bits",
        "192.0.2.0/24/8, how many bits",
        "192.0.2.0/255.255.255.0, how many bits",
        "::ffff:0:0/90, more than all of IPv4",
        "example.org, is written as",
        "10.0.0.0-10.0.0.9, is written as",
    })
    void what_cannot_be_meant_is_refused_with_what_to_write(String text, String complaint) {
        assertThatThrownBy(() -> Network.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void the_network_that_counts_is_the_ipv4_address_or_the_ipv6_64() {
        assertThat(Network.counted(address("192.0.2.7").client())).hasToString("192.0.2.7");
        assertThat(Network.counted(address("2001:db8:1:2:3::4").client())).hasToString("2001:db8:1:2::/64");
        assertThat(Network.counted(address("::ffff:192.0.2.7").client())).hasToString("192.0.2.7");
    }

    @Test
    void the_two_families_have_nothing_in_common() {
        assertThat(Network.parse("::/0").contains(address("192.0.2.1"))).isFalse();
        assertThat(Network.parse("0.0.0.0/0").contains(address("::1"))).isFalse();
        assertThat(Network.parse("0.0.0.0/0").contains(address("::ffff:192.0.2.1")))
                .isTrue();
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
