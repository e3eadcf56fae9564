package io.drawbridge.dataplane.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.network.Address;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = "c6336401" + "7f000001" + "1267" + "0050";
    private static final String IPV6 =
            "20010db8000000000000000000000005" + "20010db8000000000000000000000001" + "1267" + "0050";

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 198.51.100.1 127.0.0.1 4711 80, 198.51.100.1",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255",
        "PROXY TCP4 198.51.100.1 127.0.0.1 0 0, 198.51.100.1",
        "PROXY TCP6 2001:db8::5 ::1 4711 80, 2001:db8::5",
        "PROXY TCP6 ::ffff:198.51.100.1 ::ffff:127.0.0.1 4711 80, 198.51.100.1",
        "PROXY UNKNOWN, own",
        "PROXY UNKNOWN ffff::1 ffff::2 65535 65535, own",
        "PROXY UNKNOWN whatever  it is, own",
    })
    void a_line_of_version_1_is_read(String line, String source) {
        assertThat(read(line + "\r\nGET / HTTP/1.1\r\n")).isEqualTo(source + " after " + (line.length() + 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "proxy TCP4 198.51.100.1 127.0.0.1 4711 80\r\n",
                "PROXY  TCP4 198.51.100.1 127.0.0.1 4711 80\r\n",
                "PROXY\tTCP4 198.51.100.1 127.0.0.1 4711 80\r\n",
                "PROXY TCP4 198.51.100.1 127.0.0.1 4711\r\n",
                "PROXY TCP4 198.51.100.1 127.0.0.1 4711 80 \r\n",
                "PROXY TCP4 198.51.100.1 127.0.0.1 4711 80 1\r\n",
                "PROXY TCP4 198.51.100.1 127.0.0.1 4711 65536\r\n",
                "PROXY TCP4 198.51.100.1 127.0.0.1 04711 80\r\n",
                "PROXY TCP4 198.51.100.1 127.0.0.1 -1 80\r\n",
                "PROXY TCP4 198.51.100.01 127.0.0.1 4711 80\r\n",
                "PROXY TCP4 198.51.100.256 127.0.0.1 4711 80\r\n",
                "PROXY TCP4 2001:db8::5 ::1 4711 80\r\n",
                "PROXY TCP6 198.51.100.1 127.0.0.1 4711 80\r\n",
                "PROXY TCP6 2001:db8::5 127.0.0.1 4711 80\r\n",
                "PROXY TCP6 [2001:db8::5] ::1 4711 80\r\n",
                "PROXY TCP5 198.51.100.1 127.0.0.1 4711 80\r\n",
                "PROXY \r\n",
                "PROXY TCP4 198.51.100.1 127.0.0.1 4711 80\nGET / HTTP/1.1\r\n",
                "\r\n\r\n\0\r\nQUIX\n",
                "\0",
            })
    void what_is_no_header_is_refused(String bytes) {
        assertThat(read(bytes)).startsWith("malformed");
    }

    @Test
    void a_line_of_version_1_has_107_bytes_at_the_most() {
        String longest = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 2) + "\r\n";
        assertThat(read(longest)).isEqualTo("own after 107");
        assertThat(read("PROXY UNKNOWN " + "x".repeat(107 - 14 - 1) + "\r\n")).startsWith("malformed");
        assertThat(read("PROXY UNKNOWN " + "x".repeat(50))).isEqualTo("incomplete");
    }

    @ParameterizedTest
    @CsvSource({
        // Version and command, family and transport, what follows; then what comes of it.
        "21, 11, " + IPV4 + ", 198.51.100.1",
        "21, 21, " + IPV6 + ", 2001:db8::5",
        "21, 21, 00000000000000000000ffffc633640100000000000000000000ffff7f00000112670050, 198.51.100.1",
        "21, 11, " + IPV4 + "040001ff" + "0100026832, 198.51.100.1",
        "20, 00, '', own",
        "20, 11, " + IPV4 + ", own",
        "20, 00, ffffff, own",
        "21, 00, '', own",
        "21, 00, 0102030405, own",
        "21, 11, c63364017f00000112, malformed",
        "21, 11, '', malformed",
        "21, 21, " + IPV4 + ", malformed",
        "21, 12, " + IPV4 + ", malformed",
        "21, 22, " + IPV6 + ", malformed",
        "21, 01, '', malformed",
        "21, 10, " + IPV4 + ", malformed",
        "21, 41, " + IPV4 + ", malformed",
        "22, 11, " + IPV4 + ", malformed",
        "11, 11, " + IPV4 + ", malformed",
        "31, 11, " + IPV4 + ", malformed",
        "21, 11, " + IPV4 + "04, malformed",
        "21, 11, " + IPV4 + "0400, malformed",
        "21, 11, " + IPV4 + "040002ff, malformed",
        "21, 11, " + IPV4 + "030004deadbeef, malformed",
        "21, 11, " + IPV4 + "030003deadbe, malformed",
    })
    void a_header_of_version_2_is_read(String command, String family, String rest, String expected) {
        byte[] header = binary(command, family, rest);
        String outcome = expected.equals("malformed") ? expected : expected + " after " + header.length;
        assertThat(read(header)).startsWith(outcome);
        assertThat(read(Arrays.copyOf(header, header.length + 7))).startsWith(outcome);
    }

    @Test
    void a_client_on_a_local_socket_is_whoever_has_the_connection() {
        assertThat(read(binary("21", "31", "00".repeat(216)))).isEqualTo("own after 232");
        assertThat(read(binary("21", "31", "00".repeat(215)))).startsWith("malformed");
    }

    @Test
    void additions_make_a_header_long_and_not_endless() {
        int room = ProxyHeader.LONGEST - 16 - 12 - 3;
        String fits = IPV4 + "04" + "%04x".formatted(room) + "00".repeat(room);
        assertThat(read(binary("21", "11", fits))).isEqualTo("198.51.100.1 after " + ProxyHeader.LONGEST);

        byte[] tooLong = Arrays.copyOf(binary("21", "11", fits + "00"), 16);
        assertThat(read(tooLong)).startsWith("malformed");
    }

    @Test
    void a_checksum_that_is_right_is_accepted() {
        byte[] header = binary("21", "11", IPV4 + "030004" + "00000000");
        CRC32C sum = new CRC32C();
        sum.update(header);
        byte[] sealed = binary("21", "11", IPV4 + "030004" + "%08x".formatted(sum.getValue()));

        assertThat(read(sealed)).startsWith("198.51.100.1 after");
        sealed[17] ^= 1;
        assertThat(read(sealed)).startsWith("malformed");
    }

    @Test
    void every_beginning_of_a_header_waits_for_more() {
        for (byte[] header : new byte[][] {
            binary("21", "11", IPV4 + "040001ff"),
            binary("21", "21", IPV6),
            "PROXY TCP6 2001:db8::5 ::1 4711 80\r\n".getBytes(StandardCharsets.ISO_8859_1)
        }) {
            for (int length = 0; length < header.length; length++) {
                assertThat(read(Arrays.copyOf(header, length))).isEqualTo("incomplete");
            }
        }
    }

    @Test
    void random_bytes_never_break_it() {
        Random random = new Random(11);
        byte[] start = binary("21", "11", IPV4);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            int copied = random.nextInt(Math.min(start.length, bytes.length) + 1);
            System.arraycopy(start, 0, bytes, 0, copied);
            assertThat(read(bytes)).isNotEmpty();
        }
    }

    private static byte[] binary(String command, String family, String rest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] tail = HexFormat.of().parseHex(rest);
        bytes.writeBytes(HexFormat.of().parseHex(SIGNATURE + command + family));
        bytes.write(tail.length >> 8);
        bytes.write(tail.length);
        bytes.writeBytes(tail);
        return bytes.toByteArray();
    }

    private static String read(String bytes) {
        return read(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(byte[] bytes) {
        return switch (ProxyHeader.read(bytes)) {
            case ProxyHeader.Reading.Incomplete _ -> "incomplete";
            case ProxyHeader.Reading.Malformed malformed -> "malformed: " + malformed.why();
            case ProxyHeader.Reading.Whole whole ->
                whole.source().map(Address::text).orElse("own") + " after " + whole.length();
        };
    }
}
