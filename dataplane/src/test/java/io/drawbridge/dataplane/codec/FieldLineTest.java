package io.drawbridge.dataplane.codec;

import static io.drawbridge.dataplane.codec.Heads.accepted;
import static io.drawbridge.dataplane.codec.Heads.assertRefused;
import static io.drawbridge.dataplane.codec.Heads.get;
import static io.drawbridge.dataplane.codec.Heads.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Fields;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldLineTest {
    private static final String LINE = "GET / HTTP/1.1\r\n";

    static Stream<Arguments> refused() {
        return Stream.of(
                row("space before the colon", get("X : 1")),
                row("tab before the colon", get("X\t: 1")),
                row("space before the colon of Content-Length", get("Content-Length : 5")),
                row("space before the colon of Transfer-Encoding", get("Transfer-Encoding : chunked")),
                row("folded with a space", get("X: 1", " 2")),
                row("folded with a tab", get("X: 1", "\t2")),
                row("folded into a Host of another", LINE + "Host:\r\n a\r\n\r\n"),
                row("folded Content-Length", get("Content-Length: 1", " 0")),
                row("folded Transfer-Encoding", get("Transfer-Encoding:", " chunked")),
                row("folded with nothing", get("X: 1", " ")),
                row("first line begins with a space", LINE + " Host: a\r\n\r\n"),
                row("first line begins with a tab", LINE + "\tHost: a\r\n\r\n"),
                row("no colon", get("X")),
                row("no colon, a value", get("X 1")),
                row("no name", get(": 1")),
                row("colon alone", get(":")),
                row("name of two words", get("X Y: 1")),
                row("vertical tab in a name", get("X\u000b: 1")),
                row("NUL in a name", get("X\0: 1")),
                row("NUL before a name", get("\0X: 1")),
                row("DEL in a name", get("X\u007f: 1")),
                row("non-ASCII in a name", get("Xé: 1")),
                row("byte order mark before a name", get("\u00ef\u00bb\u00bfX: 1")),
                row("parenthesis in a name", get("X(: 1")),
                row("slash in a name", get("X/Y: 1")),
                row("brackets in a name", get("X[0]: 1")),
                row("quotes around a name", get("\"X\": 1")),
                row("comma in a name", get("X,Y: 1")),
                row("semicolon in a name", get("X;Y: 1")),
                row("equals sign in a name", get("X=Y: 1")),
                row("at sign in a name", get("X@Y: 1")),
                row("backslash in a name", get("X\\Y: 1")),
                row("NUL in a value", get("X: a\0b")),
                row("NUL as a value", get("X: \0")),
                row("control character in a value", get("X: a\u0001b")),
                row("escape in a value", get("X: \u001b[31m")),
                row("vertical tab in a value", get("X: a\u000bb")),
                row("form feed in a value", get("X: a\fb")),
                row("backspace in a value", get("X: a\bb")),
                row("DEL in a value", get("X: a\u007fb")),
                row("bare CR in a value", get("X: a\rb")),
                row("bare CR at a value's end", get("X: a\r")),
                row("bare CR as a value", get("X: \r")),
                row("two CRs", LINE + "Host: a\r\r\n\r\n"),
                row("bare LF in a value", get("X: a\nY: b")),
                row("bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
                row("bare LF after a field", LINE + "Host: a\n\r\n"),
                row("bare LF as the empty line", LINE + "Host: a\r\n\n"),
                row("bare LFs only", "GET / HTTP/1.1\nHost: a\n\n"),
                row("bare CRs only", "GET / HTTP/1.1\rHost: a\r\r"),
                row("LF before CR", "GET / HTTP/1.1\n\rHost: a\n\r\n\r"),
                row("CR LF LF", LINE + "Host: a\r\n\n\r\n"),
                row("no empty line", LINE + "Host: a\r\n"),
                row("half an empty line", LINE + "Host: a\r\n\r"),
                row("no end of the last line", LINE + "Host: a"),
                row("empty line twice", get() + "\r\n"),
                row("fields after the empty line", get() + "X: 1\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String head) {
        assertRefused(head, 400);
    }

    @Test
    void spaces_and_tabs_around_a_value_are_no_part_of_it() {
        Fields fields = accepted(get("A:1", "B: 2", "C: \t 3 4 \t ", "D:", "E: ", "F:\t", "G: a\tb"))
                .head()
                .fields();
        assertThat(fields.all("a")).containsExactly("1");
        assertThat(fields.all("b")).containsExactly("2");
        assertThat(fields.all("c")).containsExactly("3 4");
        assertThat(fields.all("d")).containsExactly("");
        assertThat(fields.all("e")).containsExactly("");
        assertThat(fields.all("f")).containsExactly("");
        assertThat(fields.all("g")).containsExactly("a\tb");
    }

    @Test
    void fields_keep_their_order_their_case_and_their_repetitions() {
        Fields fields = accepted(get("b: 1", "A: 2", "B: 3", "Cookie: c=1", "cookie: d=2"))
                .head()
                .fields();
        assertThat(fields.count()).isEqualTo(6);
        assertThat(fields.name(2)).isEqualTo("A");
        assertThat(fields.all("b")).containsExactly("1", "3");
        assertThat(fields.all("cookie")).containsExactly("c=1", "d=2");
    }

    @Test
    void bytes_beyond_ascii_may_stand_in_a_value() {
        assertThat(accepted(get("X: \u0080é\u00ff")).head().fields().all("x")).containsExactly("\u0080é\u00ff");
    }

    @Test
    void every_character_of_a_token_may_stand_in_a_name() {
        assertThat(accepted(get("!#$%&'*+-.^_`|~09azAZ: 1")).head().fields().name(1))
                .isEqualTo("!#$%&'*+-.^_`|~09azAZ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Content-Type",
                "X-API-Key",
                "X-Admin-Key",
                "Proxy-Authorization",
                "Expect"
            })
    void a_field_that_is_read_as_one_must_not_be_two(String name) {
        String value = name.equals("Expect") ? ": 100-continue" : ": Bearer a";
        assertThat(accepted(get(name + value)).head().fields().count()).isEqualTo(2);
        assertRefused(get(name + value, name + value), 400);
        assertRefused(get(name + value, "X: 1", name.toUpperCase(java.util.Locale.ROOT) + value), 400);
        assertRefused(get(name + value, name + ":"), 400);
    }

    /// Every one of the 256 bytes, in a name and in a value, is part of it or refused; none ends a line or a name.
    @Test
    void every_byte_is_part_of_a_field_or_refused() {
        String token = "!#$%&'*+-.^_`|~";
        for (int octet = 0; octet < 256; octet++) {
            char c = (char) octet;
            boolean alphanumeric = c < 0x80 && Character.isLetterOrDigit(c);
            String inName = get("x" + c + "y: 1");
            if (alphanumeric || token.indexOf(c) >= 0) {
                assertThat(accepted(inName).head().fields().name(1)).isEqualTo("x" + c + "y");
            } else if (c == ':') {
                assertThat(accepted(inName).head().fields().all("x")).containsExactly("y: 1");
            } else {
                assertRefused(inName, 400);
            }
            String inValue = get("x: a" + c + "b");
            if (c == '\t' || (c >= ' ' && c != 0x7f)) {
                assertThat(accepted(inValue).head().fields().all("x")).containsExactly("a" + c + "b");
            } else {
                assertRefused(inValue, 400);
            }
        }
    }
}
