package io.drawbridge.dataplane.codec;

import static io.drawbridge.dataplane.codec.Heads.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

class HeadLimitsTest {
    private static final RequestParser PARSER = new RequestParser(new HeadLimits(1024, 70));

    @Test
    void as_many_fields_as_the_limit_are_accepted_and_one_more_is_not() throws MalformedMessage {
        String line = "GET / HTTP/1.1\r\nHost: a\r\n";
        assertThat(PARSER.parse(bytes(line + "x: 1\r\n".repeat(69) + "\r\n"))
                        .head()
                        .fields()
                        .count())
                .isEqualTo(70);
        assertThat(status(line + "x: 1\r\n".repeat(70) + "\r\n")).isEqualTo(431);
    }

    @Test
    void a_target_of_half_the_head_is_accepted_and_a_byte_more_is_not() throws MalformedMessage {
        String end = " HTTP/1.1\r\nHost: a\r\n\r\n";
        String longest = "/" + "a".repeat(511);
        assertThat(PARSER.parse(bytes("GET " + longest + end)).head().target().path())
                .isEqualTo(longest);
        assertThat(status("GET " + longest + "a" + end)).isEqualTo(414);
        assertThat(status("GET /?" + "a".repeat(511) + end)).isEqualTo(414);
    }

    @Test
    void fields_are_kept_apart_however_many_they_are() throws MalformedMessage {
        StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
        for (int i = 0; i < 60; i++) {
            head.append("x").append(i).append(": ").append(i).append("\r\n");
        }
        var fields = PARSER.parse(bytes(head + "\r\n")).head().fields();
        for (int i = 0; i < 60; i++) {
            assertThat(fields.all("x" + i)).containsExactly(String.valueOf(i));
        }
    }

    @Test
    void limits_that_no_request_could_keep_are_refused() {
        assertThatThrownBy(() -> new HeadLimits(511, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HeadLimits(512, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new HeadLimits(512, 1).bytes()).isEqualTo(512);
    }

    private static int status(String head) {
        return catchThrowableOfType(MalformedMessage.class, () -> PARSER.parse(bytes(head)))
                .status();
    }
}
