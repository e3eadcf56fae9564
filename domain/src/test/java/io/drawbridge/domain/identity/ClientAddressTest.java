package io.drawbridge.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        // The examples and rules of RFC 5952, sections 1 to 4.
        "20010db8000000000001000000000001, 2001:db8::1:0:0:1",
        "20010db8000000000000000000020001, 2001:db8::2:1",
        "20010db8000000010001000100010001, 2001:db8:0:1:1:1:1:1",
        "20010000000000010000000000000001, 2001:0:0:1::1",
        "20010db8000000000000000000000000, 2001:db8::",
        "00000000000000000000000000000000, ::",
        "00000000000000000000000000000001, ::1",
        "00010000000000000000000000000000, 1::",
        "00010000000000000000000000000001, 1::1",
        "00000001000000000000000000000000, 0:1::",
        "00000000000000000000000000010000, ::1:0",
        "00010002000300040005000600070008, 1:2:3:4:5:6:7:8",
        "00000002000300040005000600070008, 0:2:3:4:5:6:7:8",
        "00010002000300040005000600070000, 1:2:3:4:5:6:7:0",
        "00010000000000040000000000070008, 1::4:0:0:7:8",
        "00000000000300040000000000070008, ::3:4:0:0:7:8",
        "00010002000000040000000000000008, 1:2:0:4::8",
        "2001db80aaaaabcdbcdef0120000000a, 2001:db80:aaaa:abcd:bcde:f012:0:a",
        "ABCDEF01234567890ABCDEF012345678, abcd:ef01:2345:6789:abc:def0:1234:5678",
        "ffffffffffffffffffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
    })
    void an_ipv6_address_is_written_in_its_canonical_form(String bytes, String text) throws UnknownHostException {
        assertThat(of(bytes).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "20010db8000000010002000300040005, 2001:db8:0:1::/64",
        "20010db800000001ffffffffffffffff, 2001:db8:0:1::/64",
        "20010db8000000020000000000000001, 2001:db8:0:2::/64",
        "00000000000000000000000000000001, ::/64",
        "fe80000000000000aaaabbbbccccdddd, fe80::/64",
        "00010002000300040005000600070008, 1:2:3:4::/64"
    })
    void an_ipv6_address_counts_by_its_64(String bytes, String network) throws UnknownHostException {
        assertThat(of(bytes).network()).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({"7f000001, 127.0.0.1", "00000000, 0.0.0.0", "ffffffff, 255.255.255.255", "0a010203, 10.1.2.3"})
    void an_ipv4_address_counts_for_itself(String bytes, String text) throws UnknownHostException {
        assertThat(of(bytes)).isEqualTo(new ClientAddress(text, text));
    }

    @Test
    void an_ipv4_mapped_address_is_the_ipv4_address_however_it_was_made() throws UnknownHostException {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffff0a010203");
        ClientAddress plain = new ClientAddress("10.1.2.3", "10.1.2.3");
        assertThat(ClientAddress.of(InetAddress.getByAddress(mapped))).isEqualTo(plain);
        // Native transports make addresses in this way, which keeps the mapped form.
        assertThat(ClientAddress.of(Inet6Address.getByAddress(null, mapped, 0))).isEqualTo(plain);
    }

    @Test
    void a_scope_is_no_part_of_an_address() throws UnknownHostException {
        byte[] linkLocal = HexFormat.of().parseHex("fe800000000000000000000000000007");
        ClientAddress scoped = ClientAddress.of(Inet6Address.getByAddress(null, linkLocal, 3));
        assertThat(scoped).isEqualTo(ClientAddress.of(InetAddress.getByAddress(linkLocal)));
        assertThat(scoped.text()).isEqualTo("fe80::7");
    }

    @Test
    void a_host_name_is_no_part_of_an_address() throws UnknownHostException {
        assertThat(ClientAddress.of(InetAddress.getByAddress("evil.example", new byte[] {10, 0, 0, 1})))
                .isEqualTo(new ClientAddress("10.0.0.1", "10.0.0.1"));
    }

    private static ClientAddress of(String bytes) throws UnknownHostException {
        return ClientAddress.of(
                InetAddress.getByAddress(HexFormat.of().parseHex(bytes.toLowerCase(java.util.Locale.ROOT))));
    }
}
