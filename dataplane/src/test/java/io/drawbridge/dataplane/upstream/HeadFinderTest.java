package io.drawbridge.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadFinderTest {
    @ParameterizedTest
    @CsvSource({
        // input with # for CR LF, $ for LF and ! for CR; the length of the head
        "A#B##, 8",
        "A##, 5",
        "A##rest, 5",
        "A##B##, 5",
        "#A##, 2",
        "A#B#, -1",
        "A, -1",
        "'', -1",
        "A#!, -1",
        // A line that ends without CR ends the head at once, so that the parser refuses it.
        "A$, 2",
        "A#B$C##, 5",
        "A#$, 4",
        "$, 1",
        "A!!$, -1",
        "A#B!$C, -1",
        "A!, -1"
    })
    void a_head_ends_with_its_empty_line_or_with_its_first_fault(String pattern, int length) {
        String text = pattern.replace("#", "\r\n").replace("$", "\n").replace("!", "\r");
        assertThat(find(text, text.length())).isEqualTo(length);
        for (int split = 0; split <= text.length(); split++) {
            assertThat(find(text, split)).as("split at %d", split).isEqualTo(length);
        }
    }

    /// Looks at what came first, and if the head is not found, at the whole.
    private static int find(String text, int split) {
        HeadFinder finder = new HeadFinder();
        ByteBuf in = Unpooled.buffer();
        in.writeCharSequence("junk", StandardCharsets.US_ASCII);
        in.skipBytes(4);
        in.writeCharSequence(text.substring(0, split), StandardCharsets.US_ASCII);
        int length = finder.find(in);
        if (length >= 0) {
            return length;
        }
        in.writeCharSequence(text.substring(split), StandardCharsets.US_ASCII);
        return finder.find(in);
    }

    @Test
    void a_finder_finds_one_head_after_the_other() {
        HeadFinder finder = new HeadFinder();
        ByteBuf in = Unpooled.copiedBuffer("A\r\n\r\nBC\r\n\r\nD", StandardCharsets.US_ASCII);
        assertThat(finder.find(in)).isEqualTo(5);
        in.skipBytes(5);
        assertThat(finder.find(in)).isEqualTo(6);
        in.skipBytes(6);
        assertThat(finder.find(in)).isEqualTo(-1);
    }

    @Test
    void a_head_that_arrives_byte_by_byte_is_looked_at_once() {
        HeadFinder finder = new HeadFinder();
        ByteBuf in = Unpooled.buffer();
        String head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        for (int i = 0; i < head.length(); i++) {
            in.writeByte(head.charAt(i));
            assertThat(finder.find(in)).isEqualTo(i == head.length() - 1 ? head.length() : -1);
        }
    }
}
