package io.drawbridge.dataplane.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trusted are 10.0.0.0/8, 127.0.0.1 and 2001:db8:aaaa::/48. In a table, `|` parts the lines of a repeated
/// field.
class ClientAddressesTest {
    private static final NetworkSet TRUSTED = new NetworkSet(Stream.of("10.0.0.0/8", "127.0.0.1", "2001:db8:aaaa::/48")
            .map(Network::parse)
            .toList());

    @ParameterizedTest(name = "{0} says {1}: {2}")
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                // Nobody vouches for it.
                "192.0.2.1, 198.51.100.1, 192.0.2.1",
                "192.0.2.1, 10.0.0.1, 192.0.2.1",
                "::1, 198.51.100.1, ::1",
                "127.0.0.2, 198.51.100.1, 127.0.0.2",
                "2001:db8:aaab::1, 198.51.100.1, 2001:db8:aaab::1",
                // One proxy.
                "10.0.0.1, -, 10.0.0.1",
                "10.0.0.1, ``, 10.0.0.1",
                "10.0.0.1, 198.51.100.1, 198.51.100.1",
                "127.0.0.1, 198.51.100.1, 198.51.100.1",
                "::ffff:10.0.0.1, 198.51.100.1, 198.51.100.1",
                "2001:db8:aaaa::7, 198.51.100.1, 198.51.100.1",
                "10.0.0.1, 2001:DB8:0::5, 2001:db8::5",
                "10.0.0.1, ::ffff:198.51.100.1, 198.51.100.1",
                "10.0.0.1, ::ffff:c633:6401, 198.51.100.1",
                // What a client made up stands before what the proxy has seen.
                "10.0.0.1, `203.0.113.9, 198.51.100.1`, 198.51.100.1",
                "10.0.0.1, `10.0.0.9, 198.51.100.1`, 198.51.100.1",
                "10.0.0.1, `127.0.0.1, 198.51.100.1`, 198.51.100.1",
                "10.0.0.1, `198.51.100.1 | 198.51.100.2`, 198.51.100.2",
                "10.0.0.1, `203.0.113.9, 203.0.113.8 | 198.51.100.1`, 198.51.100.1",
                "10.0.0.1, `garbage, \"198.51.100.1`, 10.0.0.1",
                "10.0.0.1, `\", 198.51.100.1`, 198.51.100.1",
                // A chain of proxies.
                "10.0.0.1, `198.51.100.1, 10.0.0.2`, 198.51.100.1",
                "10.0.0.1, `198.51.100.1, 10.0.0.3, 10.0.0.2`, 198.51.100.1",
                "10.0.0.1, `203.0.113.9, 198.51.100.1, 2001:db8:aaaa::3, 10.0.0.2`, 198.51.100.1",
                "10.0.0.1, `198.51.100.1 | 10.0.0.2`, 198.51.100.1",
                "10.0.0.1, `198.51.100.1, ::ffff:10.0.0.2`, 198.51.100.1",
                // Everybody is trusted: the one furthest away.
                "10.0.0.1, `10.0.0.3, 10.0.0.2`, 10.0.0.3",
                "10.0.0.1, 10.0.0.1, 10.0.0.1",
                // Ports.
                "10.0.0.1, 198.51.100.1:4711, 198.51.100.1",
                "10.0.0.1, [2001:db8::5]:4711, 2001:db8::5",
                "10.0.0.1, [2001:db8::5], 2001:db8::5",
                "10.0.0.1, 198.51.100.1:, 10.0.0.1",
                "10.0.0.1, 198.51.100.1:65536, 10.0.0.1",
                "10.0.0.1, 198.51.100.1:http, 10.0.0.1",
                "10.0.0.1, [2001:db8::5]4711, 10.0.0.1",
                "10.0.0.1, [2001:db8::5, 10.0.0.1",
                "10.0.0.1, [198.51.100.1], 10.0.0.1",
                // Blanks and empty elements mean nothing (RFC 9110, section 5.6.1.2).
                "10.0.0.1, `  198.51.100.1\t`, 198.51.100.1",
                "10.0.0.1, `198.51.100.1,`, 198.51.100.1",
                "10.0.0.1, `198.51.100.1, ,, 10.0.0.2, `, 198.51.100.1",
                "10.0.0.1, `,`, 10.0.0.1",
                "10.0.0.1, `198.51.100.1 | `, 198.51.100.1",
                // Where an element names nobody, the proxy that would not say more is the client.
                "10.0.0.1, unknown, 10.0.0.1",
                "10.0.0.1, `198.51.100.1, unknown`, 10.0.0.1",
                "10.0.0.1, `198.51.100.1, unknown, 10.0.0.2`, 10.0.0.2",
                "10.0.0.1, `198.51.100.1, 010.0.0.2`, 10.0.0.1",
                "10.0.0.1, 198.51.100, 10.0.0.1",
                "10.0.0.1, 198.51.100.1.example.org, 10.0.0.1",
                "10.0.0.1, 198.51.100.1/32, 10.0.0.1",
                "10.0.0.1, 198.51.100.1 198.51.100.2, 10.0.0.1",
                "10.0.0.1, fe80::1%eth0, 10.0.0.1",
                "10.0.0.1, \"198.51.100.1\", 10.0.0.1",
                "10.0.0.1, for=198.51.100.1, 10.0.0.1",
                "10.0.0.1, localhost, 10.0.0.1",
                "10.0.0.1, 3325256705, 10.0.0.1",
            })
    void x_forwarded_for_is_believed_from_the_end_as_far_as_proxies_are_trusted(
            String peer, String field, String client) {
        assertThat(client(ForwardedHeader.X_FORWARDED_FOR, peer, "X-Forwarded-For", field))
                .isEqualTo(client);
    }

    @ParameterizedTest(name = "{0} says {1}: {2}")
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "192.0.2.1, for=198.51.100.1, 192.0.2.1",
                "10.0.0.1, -, 10.0.0.1",
                "10.0.0.1, for=198.51.100.1, 198.51.100.1",
                "10.0.0.1, FOR=198.51.100.1, 198.51.100.1",
                "10.0.0.1, for=198.51.100.1;proto=https;by=203.0.113.43, 198.51.100.1",
                "10.0.0.1, proto=https; For=198.51.100.1 ;host=example.org, 198.51.100.1",
                "10.0.0.1, `for=\"198.51.100.1:4711\"`, 198.51.100.1",
                "10.0.0.1, `for=\"[2001:db8::5]\"`, 2001:db8::5",
                "10.0.0.1, `for=\"[2001:db8:cafe::17]:4711\"`, 2001:db8:cafe::17",
                "10.0.0.1, `for=203.0.113.9, for=198.51.100.1`, 198.51.100.1",
                "10.0.0.1, `for=198.51.100.1, for=10.0.0.2`, 198.51.100.1",
                "10.0.0.1, `for=198.51.100.1 | for=10.0.0.2`, 198.51.100.1",
                "10.0.0.1, `for=198.51.100.1, for=\"10.0.0.2:80\";by=\"[2001:db8::1]\"`, 198.51.100.1",
                // A comma or a semicolon within quotes parts nothing.
                "10.0.0.1, `for=198.51.100.1;host=\"a, for=203.0.113.9\"`, 198.51.100.1",
                "10.0.0.1, `host=\"a;for=203.0.113.9\";for=198.51.100.1`, 198.51.100.1",
                // A quote that the client opens swallows nothing that the proxy adds.
                "10.0.0.1, `for=\", for=198.51.100.1`, 198.51.100.1",
                "10.0.0.1, `for=203.0.113.9;x=\", for=198.51.100.1`, 198.51.100.1",
                "10.0.0.1, `for=203.0.113.9;x=\", for=\"[2001:db8::5]\"`, 2001:db8::5",
                "10.0.0.1, `for=203.0.113.9;x=\"\\, for=198.51.100.1`, 198.51.100.1",
                // Elements that name nobody.
                "10.0.0.1, for=unknown, 10.0.0.1",
                "10.0.0.1, for=_hidden, 10.0.0.1",
                "10.0.0.1, `for=198.51.100.1, for=_gazonk`, 10.0.0.1",
                "10.0.0.1, `for=198.51.100.1, proto=https`, 10.0.0.1",
                "10.0.0.1, for=198.51.100.1;for=203.0.113.9, 10.0.0.1",
                "10.0.0.1, for=, 10.0.0.1",
                "10.0.0.1, for=2001:db8::5, 10.0.0.1",
                "10.0.0.1, for=[2001:db8::5], 10.0.0.1",
                "10.0.0.1, `for=\"2001:db8::5:4711\"`, 2001:db8::5:4711",
                "10.0.0.1, `for=\"198.51.100.1`, 10.0.0.1",
                "10.0.0.1, `for=\"198.51\\.100.1\"`, 10.0.0.1",
                "10.0.0.1, for = 198.51.100.1, 10.0.0.1",
                "10.0.0.1, 198.51.100.1, 10.0.0.1",
            })
    void forwarded_is_read_by_rfc_7239(String peer, String field, String client) {
        assertThat(client(ForwardedHeader.FORWARDED, peer, "Forwarded", field)).isEqualTo(client);
    }

    @Test
    void only_the_field_that_is_configured_is_read() {
        assertThat(client(ForwardedHeader.FORWARDED, "10.0.0.1", "X-Forwarded-For", "198.51.100.1"))
                .isEqualTo("10.0.0.1");
        assertThat(client(ForwardedHeader.X_FORWARDED_FOR, "10.0.0.1", "Forwarded", "for=198.51.100.1"))
                .isEqualTo("10.0.0.1");
        assertThat(client(ForwardedHeader.X_FORWARDED_FOR, "10.0.0.1", "X-Forwarded_For", "198.51.100.1"))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void whatever_stands_before_what_the_proxy_saw_changes_nothing() {
        Random random = new Random(2_014);
        String alphabet = "0123456789.:,;\"\\[]=for unknown\t_-%aF/";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder junk = new StringBuilder();
            int length = random.nextInt(40);
            for (int j = 0; j < length; j++) {
                junk.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (ForwardedHeader header : ForwardedHeader.values()) {
                String seen =
                        header == ForwardedHeader.FORWARDED ? "for=\"198.51.100.1:99\";proto=http" : "198.51.100.1";
                String name = header == ForwardedHeader.FORWARDED ? "Forwarded" : "X-Forwarded-For";
                assertThat(client(header, "10.0.0.1", name, junk + ", " + seen))
                        .as("%s: %s", name, junk)
                        .isEqualTo("198.51.100.1");
                assertThat(client(header, "192.0.2.1", name, seen + ", " + junk))
                        .isEqualTo("192.0.2.1");
            }
        }
    }

    private static String client(ForwardedHeader header, String peer, String name, String field) {
        ClientAddresses addresses = new ClientAddresses(TRUSTED, header, NetworkSet.NONE, Duration.ofSeconds(5));
        List<String> fields = new ArrayList<>(List.of("Host", "test"));
        if (field != null) {
            for (String line : field.split("\\|", -1)) {
                fields.addAll(List.of(name, line.strip()));
            }
        }
        ClientAddress found =
                addresses.client(Address.parse(peer).orElseThrow().client(), Fields.of(fields.toArray(String[]::new)));
        assertThat(found).isEqualTo(Address.of(found).client());
        return found.text();
    }
}
