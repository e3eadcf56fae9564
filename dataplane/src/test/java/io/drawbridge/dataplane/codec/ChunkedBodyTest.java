package io.drawbridge.dataplane.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {
    /// What came of a body: its data, and how many bytes were left behind its end, or why it was refused.
    private record Outcome(String data, boolean complete, int left, String refusal) {}

    /// Reads as a connection does, with data in bulk, from input that arrives in pieces.
    private static Outcome read(String wire, int... ends) {
        BodyReader reader = new BodyReader(Framing.CHUNKED);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        byte[] bytes = wire.getBytes(StandardCharsets.ISO_8859_1);
        int at = 0;
        try {
            for (int end : ends) {
                while (at < end && !reader.isComplete()) {
                    long next = reader.next();
                    if (next == 0) {
                        reader.accept(bytes[at++]);
                    } else {
                        int length = (int) Math.min(next, end - at);
                        reader.passed(length);
                        data.write(bytes, at, length);
                        at += length;
                    }
                }
            }
        } catch (MalformedMessage malformed) {
            return new Outcome(data.toString(StandardCharsets.ISO_8859_1), false, 0, malformed.why());
        }
        return new Outcome(data.toString(StandardCharsets.ISO_8859_1), reader.isComplete(), bytes.length - at, "");
    }

    private static Outcome whole(String wire) {
        return read(wire, wire.length());
    }

    private static int[] byteByByte(String wire) {
        int[] ends = new int[wire.length()];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = i + 1;
        }
        return ends;
    }

    private static void assertSameInAllPieces(String wire) {
        Outcome whole = whole(wire);
        assertThat(read(wire, byteByByte(wire))).as("byte by byte").isEqualTo(whole);
        for (int split = 0; split <= wire.length(); split++) {
            assertThat(read(wire, split, wire.length()))
                    .as("split at %d", split)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "0##|",
                "00##|",
                "000000000000000##|",
                "5#hello#0##|hello",
                "05#hello#0##|hello",
                "1#a#2#bc#3#def#0##|abcdef",
                "a#0123456789#0##|0123456789",
                "A#0123456789#0##|0123456789",
                "5;x#hello#0##|hello",
                "5;x=y#hello#0;z##|hello",
                "5;x=y;z=\"a b\"#hello#0##|hello",
                "5#hello#0#X: y##|hello",
                "5#hello#0#X:#Y: z\t##|hello",
                "2###0##|#",
                "9#0##5#a#0##|0##5#a"
            })
    void a_chunked_body_is_its_data(String pattern, String data) {
        String wire = pattern.replace("#", "\r\n");
        String expected = data == null ? "" : data.replace("#", "\r\n");
        assertThat(whole(wire)).isEqualTo(new Outcome(expected, true, 0, ""));
        assertSameInAllPieces(wire);
        assertThat(whole(wire + "GET /"))
                .as("what follows is not touched")
                .isEqualTo(new Outcome(expected, true, 5, ""));
        assertSameInAllPieces(wire + "GET /");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x",
                "g\r\n",
                "-1\r\n",
                "+5\r\nhello",
                " 5\r\nhello",
                "5 \r\nhello",
                "5\t\r\nhello",
                "0x5\r\nhello",
                "5,\r\n",
                "5\n",
                "5\r5",
                "5\rhello",
                "\n5\r\n",
                "5;\r\nhello",
                "5;;x\r\nhello",
                "5; x\r\n",
                "5;=y\r\n",
                "5 ;x\r\n",
                "5;x\n",
                "5;x\0y\r\n",
                "5;x\ry\r\n",
                "5;x\u007f\r\n",
                "5#hello",
                "5\r\nhelloX",
                "5\r\nhello\n",
                "5\r\nhello\rX",
                "5\r\nhello\r\r\n",
                "5\r\nhello\r\nX",
                "5\r\nhello5\r\n",
                "5\r\nhello\r\n\r\n",
                "5\r\nhell\r\n0\r\n\r\n",
                "0\n\n",
                "0\r\n\n",
                "0\r\n\rX",
                "0\r\n: x\r\n",
                "0\r\n x\r\n",
                "0\r\nX y: z\r\n",
                "0\r\nX : y\r\n",
                "0\r\nX\r\n",
                "0\r\nX: a\0\r\n",
                "0\r\nX: a\n",
                "0\r\nX: a\rb",
                "0\r\nX: a\r\n b: c\r\n",
                "0\r\nGET / HTTP/1.1\r\n",
                "1234567890123456\r\n",
                "ffffffffffffffff\r\n",
                "0000000000000000\r\n",
                "5\u00a0\r\n",
                "\u0665\r\n"
            })
    void a_body_whose_chunks_cannot_be_read_in_one_way_is_refused(String wire) {
        Outcome outcome = whole(wire);
        assertThat(outcome.refusal()).isNotEmpty();
        assertThat(outcome.complete()).isFalse();
        assertSameInAllPieces(wire);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5\r",
                "5\r\n",
                "5\r\nhel",
                "5\r\nhello",
                "5\r\nhello\r",
                "5\r\nhello\r\n",
                "0",
                "0\r\n",
                "0\r\n\r",
                "0\r\nX",
                "0\r\nX: y\r\n"
            })
    void a_body_that_breaks_off_is_not_complete(String wire) {
        assertThat(whole(wire).complete()).isFalse();
        assertThat(whole(wire).refusal()).isEmpty();
        assertSameInAllPieces(wire);
    }

    @Test
    void a_size_has_15_digits_at_the_most() {
        BodyReader reader = new BodyReader(Framing.CHUNKED);
        for (byte octet : "fffffffffffffff\r\n".getBytes(StandardCharsets.US_ASCII)) {
            assertThat(reader.next()).isZero();
            assertThat(catchMalformed(reader, octet)).isFalse();
        }
        assertThat(reader.next()).isEqualTo((1L << 60) - 1);
    }

    private static boolean catchMalformed(BodyReader reader, byte octet) {
        try {
            reader.accept(octet);
            return false;
        } catch (MalformedMessage malformed) {
            return true;
        }
    }

    @Test
    void an_extension_has_256_bytes_at_the_most_in_each_chunk() {
        String longest = ";" + "x".repeat(256);
        assertThat(whole("1" + longest + "\r\na\r\n1" + longest + "\r\nb\r\n0" + longest + "\r\n\r\n")
                        .data())
                .isEqualTo("ab");
        assertThat(whole("1" + longest + "x\r\na\r\n0\r\n\r\n").refusal()).contains("extension");
    }

    @Test
    void trailers_have_8_kib_at_the_most() {
        // Every byte but the line feeds is counted.
        String trailer = "x:" + "a".repeat(1021) + "\r\n";
        assertThat(whole("0\r\n" + trailer.repeat(8) + "\r\n").complete()).isTrue();
        assertThat(whole("0\r\n" + trailer.repeat(8) + "x:\r\n\r\n").refusal()).contains("trailers");
        assertThat(whole("0\r\n" + "a:\r\n".repeat(100_000)).refusal()).contains("trailers");
    }

    @Test
    void a_reader_is_told_no_more_data_than_there_is() {
        BodyReader reader = new BodyReader(Framing.CHUNKED);
        assertThat(catchMalformed(reader, (byte) '1')).isFalse();
        assertThatThrownBy(() -> reader.passed(1)).isInstanceOf(IllegalArgumentException.class);
        BodyReader none = new BodyReader(Framing.NONE);
        assertThat(none.isComplete()).isTrue();
        assertThatThrownBy(() -> none.passed(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_body_of_a_given_length_is_complete_with_its_last_byte() {
        BodyReader reader = new BodyReader(new Framing.Length(5));
        assertThat(reader.next()).isEqualTo(5);
        reader.passed(4);
        assertThat(reader.isComplete()).isFalse();
        reader.passed(1);
        assertThat(reader.isComplete()).isTrue();
    }

    @Test
    void a_body_that_ends_with_the_connection_is_never_complete_by_itself() {
        BodyReader reader = new BodyReader(Framing.UNTIL_CLOSE);
        reader.passed(1_000);
        assertThat(reader.isComplete()).isFalse();
        assertThat(reader.next()).isPositive();
    }

    /// However a body is damaged, it is refused, incomplete or complete, and the same in whatever pieces it arrives.
    @Test
    void a_damaged_body_is_read_alike_in_all_pieces() {
        Random random = new Random(20250728);
        String[] seeds = {
            "5\r\nhello\r\n0\r\n\r\n",
            "1;a=b\r\nx\r\na\r\n0123456789\r\n0\r\nX: y\r\n\r\nGET / HTTP/1.1\r\n",
            "0\r\n\r\n",
            "00a;q\r\n0123456789\r\n00\r\n\r\n"
        };
        String alphabet = "\r\n 0159afx;:=\t\"\0\u00ff-";
        int complete = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder wire = new StringBuilder(seeds[i % seeds.length]);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                int at = random.nextInt(wire.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(3)) {
                    case 0 -> wire.setCharAt(at, c);
                    case 1 -> wire.insert(at, c);
                    default -> wire.deleteCharAt(at);
                }
            }
            String text = wire.toString();
            Outcome whole = whole(text);
            assertThat(read(text, byteByByte(text))).as("%s", text).isEqualTo(whole);
            int split = random.nextInt(text.length() + 1);
            assertThat(read(text, split, text.length())).as("%s", text).isEqualTo(whole);
            complete += whole.complete() ? 1 : 0;
        }
        assertThat(complete).as("some survive, most do not").isBetween(6_000, 50_000);
    }
}
