package io.drawbridge.dataplane.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseParserTest {
    private static final ResponseParser PARSER = new ResponseParser(new HeadLimits(1024, 5));

    private static String head(String statusLine, String... lines) {
        StringBuilder head = new StringBuilder(statusLine).append("\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static String ok(String... lines) {
        return head("HTTP/1.1 200 OK", lines);
    }

    private static ParsedResponse accepted(String head, String method) {
        try {
            return PARSER.parse(Heads.bytes(head), method);
        } catch (MalformedMessage malformed) {
            throw new AssertionError("refused: " + malformed.why() + "\n" + head, malformed);
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Heads.row("both lengths", ok("Content-Length: 5", "Transfer-Encoding: chunked")),
                Heads.row("conflicting lengths", ok("Content-Length: 5", "Content-Length: 6")),
                Heads.row("repeated lengths", ok("Content-Length: 5", "Content-Length: 5")),
                Heads.row("a list of lengths", ok("Content-Length: 5, 5")),
                Heads.row("a negative length", ok("Content-Length: -5")),
                Heads.row("an empty length", ok("Content-Length:")),
                Heads.row("gzip before chunked", ok("Transfer-Encoding: gzip, chunked")),
                Heads.row("identity", ok("Transfer-Encoding: identity")),
                Heads.row("chunked twice", ok("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")),
                Heads.row("chunked in HTTP/1.0", head("HTTP/1.0 200 OK", "Transfer-Encoding: chunked")),
                Heads.row("folded line", ok("X: 1", " 2")),
                Heads.row("space before the colon", ok("Content-Length : 5")),
                Heads.row("bare LF in the head", ok("X: 1\nContent-Length: 5")),
                Heads.row("bare LF after the status line", "HTTP/1.1 200 OK\nX: 1\r\n\r\n"),
                Heads.row("bare LFs only", "HTTP/1.1 200 OK\nX: 1\n\n"),
                Heads.row("bare CR in a value", ok("X: 1\r2")),
                Heads.row("NUL in a value", ok("X: a\0b")),
                Heads.row("NUL in the reason", head("HTTP/1.1 200 O\0K")),
                Heads.row("CR in the reason", head("HTTP/1.1 200 O\rK")),
                Heads.row("no colon", ok("X")),
                Heads.row("no name", ok(": 1")),
                Heads.row("bytes after the empty line", ok() + "x"),
                Heads.row("Connection names Content-Length", ok("Connection: content-length", "Content-Length: 5")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String head) {
        assertThat(catchThrowableOfType(MalformedMessage.class, () -> PARSER.parse(Heads.bytes(head), "GET")))
                .isNotNull();
        assertThat(catchThrowableOfType(MalformedMessage.class, () -> PARSER.parse(Heads.bytes(head), "HEAD")))
                .as("an answer to HEAD is read as strictly")
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1.1 2",
                "HTTP/1.1 20",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 200OK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.1 099 X",
                "HTTP/1.1 600 X",
                "HTTP/1.1 999 X",
                "HTTP/1.1 000 X",
                "HTTP/1.1 -20 X",
                "HTTP/1.1 +20 X",
                "HTTP/1.1 2x0 X",
                "HTTP/1.1 0x2 X",
                "HTTP/2 200 OK",
                "HTTP/2.0 200 OK",
                "HTTP/1.2 200 OK",
                "HTTP/0.9 200 OK",
                "http/1.1 200 OK",
                "HTTP/1.1 200\tOK",
                "HTTP/1.1 200 OK\u007f",
                " HTTP/1.1 200 OK",
                "ICY 200 OK",
                "<html><body>hello</body>",
                "200 OK",
                "HTTP/11 200 OK",
                "HTTP 1.1 200 OK",
                "HTTP/1.1, 200 OK",
                "HTTP/1.1 ٢٠٠ OK"
            })
    void what_is_no_status_line_is_refused(String line) {
        assertThat(catchThrowableOfType(MalformedMessage.class, () -> PARSER.parse(Heads.bytes(head(line)), "GET")))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, 200, OK",
        "HTTP/1.1 404 Not Found, 404, Not Found",
        "HTTP/1.1 200, 200, ''",
        "'HTTP/1.1 200 ', 200, ''",
        "HTTP/1.1 299 Própria, 299, Própria",
        "HTTP/1.0 599 x, 599, x",
        "HTTP/1.1 103 Early Hints, 103, Early Hints",
        "'HTTP/1.1 200  two  spaces ', 200, ' two  spaces '"
    })
    void a_status_line_is_a_version_a_status_and_perhaps_a_reason(String line, int status, String reason) {
        ParsedResponse response = accepted(head(line), "GET");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.reason()).isEqualTo(reason);
        assertThat(response.isInterim()).isEqualTo(status < 200);
    }

    @ParameterizedTest
    @CsvSource({
        // method, status, field, framing
        "GET, 200, Content-Length: 5, Length",
        "GET, 200, Content-Length: 0, None",
        "GET, 200, Transfer-Encoding: chunked, Chunked",
        "GET, 200, X: y, UntilClose",
        "POST, 500, X: y, UntilClose",
        "HEAD, 200, Content-Length: 5, None",
        "HEAD, 200, Transfer-Encoding: chunked, None",
        "HEAD, 200, X: y, None",
        "GET, 204, X: y, None",
        "GET, 204, Content-Length: 5, None",
        "GET, 304, Content-Length: 5, None",
        "GET, 304, Transfer-Encoding: chunked, None",
        "GET, 100, X: y, None",
        "GET, 103, Content-Length: 5, None",
        "GET, 205, Content-Length: 5, Length",
        "head, 200, Content-Length: 5, Length"
    })
    void the_body_of_an_answer_ends_where_rfc_9112_says(String method, int status, String field, String framing) {
        assertThat(accepted(head("HTTP/1.1 " + status + " X", field), method)
                        .framing()
                        .getClass()
                        .getSimpleName())
                .isEqualTo(framing);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, Content-Length: 5, true",
        "HTTP/1.1 200 OK, Transfer-Encoding: chunked, true",
        "HTTP/1.1 200 OK, X: y, false",
        "HTTP/1.1 204 OK, X: y, true",
        "HTTP/1.1 204 OK, Connection: close, false",
        "HTTP/1.1 204 OK, Connection: Close, false",
        "HTTP/1.1 204 OK, 'Connection: x, close', false",
        "HTTP/1.0 200 OK, Content-Length: 5, false",
        "HTTP/1.0 204 OK, Connection: keep-alive, true",
        "HTTP/1.0 200 OK, Connection: keep-alive, false"
    })
    void a_connection_is_used_again_only_if_the_answer_says_where_it_ends(
            String line, String field, boolean keepAlive) {
        assertThat(accepted(head(line, field), "GET").keepAlive()).isEqualTo(keepAlive);
    }

    @Test
    void an_answer_has_as_many_fields_as_the_limit_and_no_more() {
        assertThat(accepted(ok("a:1", "b:1", "c:1", "d:1", "e:1"), "GET")
                        .fields()
                        .count())
                .isEqualTo(5);
        assertThat(catchThrowableOfType(
                        MalformedMessage.class,
                        () -> PARSER.parse(Heads.bytes(ok("a:1", "b:1", "c:1", "d:1", "e:1", "f:1")), "GET")))
                .isNotNull();
    }

    @Test
    void an_answer_that_breaks_off_anywhere_in_its_head_is_refused() {
        String head = ok("Content-Length: 5", "X: y");
        for (int length = 0; length < head.length(); length++) {
            byte[] cut = Heads.bytes(head.substring(0, length));
            assertThat(catchThrowableOfType(MalformedMessage.class, () -> PARSER.parse(cut, "GET")))
                    .isNotNull();
        }
    }
}
