package io.drawbridge.dataplane.codec;

import static io.drawbridge.dataplane.codec.Heads.accepted;
import static io.drawbridge.dataplane.codec.Heads.assertRefused;
import static io.drawbridge.dataplane.codec.Heads.get;
import static io.drawbridge.dataplane.codec.Heads.head;
import static io.drawbridge.dataplane.codec.Heads.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
    static Stream<Arguments> refused() {
        return Stream.of(
                row("both lengths", get("Content-Length: 5", "Transfer-Encoding: chunked")),
                row("both lengths, the other way round", get("Transfer-Encoding: chunked", "Content-Length: 5")),
                row("both lengths, none of it", get("Content-Length: 0", "Transfer-Encoding: chunked")),
                row("conflicting lengths", get("Content-Length: 5", "Content-Length: 6")),
                row("repeated lengths", get("Content-Length: 5", "content-length: 5")),
                row("a list of lengths", get("Content-Length: 5, 5")),
                row("a list of conflicting lengths", get("Content-Length: 5,6")),
                row("repeated chunked", get("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")),
                row("chunked and identity", get("Transfer-Encoding: chunked", "Transfer-Encoding: identity")),
                row("chunked in HTTP/1.0", head("POST / HTTP/1.0", "Transfer-Encoding: chunked")),
                row("chunked twice in one field", get("Transfer-Encoding: chunked, chunked")),
                row("chunked not last", get("Transfer-Encoding: chunked, gzip")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String head) {
        assertRefused(head, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+5",
                "5 5",
                "5a",
                "a5",
                "0x5",
                "5.0",
                "5;",
                ";5",
                "5,",
                ",5",
                "\"5\"",
                "5e1",
                "1234567890123456789",
                "99999999999999999999999999",
                "18446744073709551621",
                "\u0661",
                "５",
                "5\t5",
                "5\u00a0",
                "Infinity",
                "_5",
                "5_0"
            })
    void a_length_that_is_not_digits_only_is_refused(String length) {
        assertRefused(get("Content-Length: " + length), 400);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5", "005, 5", "' 5 ', 5", "999999999999999999, 999999999999999999"})
    void a_length_of_digits_is_the_length_of_the_body(String length, long bytes) {
        assertThat(accepted(get("Content-Length: " + length)).framing()).isEqualTo(new Framing.Length(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00", "000000000000000000"})
    void a_length_of_nothing_is_no_body(String length) {
        assertThat(accepted(get("Content-Length: " + length)).framing()).isEqualTo(Framing.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "identity", "gzip", "gzip, chunked", "chunked, identity", "xchunked", "chunkedx", "x chunked",
                        "chunked;q=1",
                "chunked;", ";chunked", ",chunked", "chunked,", "\"chunked\"", "'chunked'", "chunk", "chunked chunked",
                        "\u000bchunked",
                "chunked\u000b", "chun\tked", "chunked\0", "cow", "deflate", "compress, chunked", "chunked\u00a0",
                        "chun%6bed", "CHUN\u212aED"
            })
    void a_transfer_encoding_other_than_chunked_alone_is_refused(String encoding) {
        assertRefused(get("Transfer-Encoding: " + encoding), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked", "Chunked", "CHUNKED", " \tchunked\t ", "cHuNkEd"})
    void chunked_is_chunked_in_any_case(String encoding) {
        assertThat(accepted(get("Transfer-Encoding:" + encoding)).framing()).isEqualTo(Framing.CHUNKED);
    }

    @Test
    void a_request_without_a_length_has_no_body() {
        assertThat(accepted(head("POST / HTTP/1.1")).framing()).isEqualTo(Framing.NONE);
        assertThat(accepted(head("POST / HTTP/1.0")).framing()).isEqualTo(Framing.NONE);
    }

    @Test
    void a_length_may_stand_in_a_request_of_http_1_0() {
        assertThat(accepted(head("POST / HTTP/1.0", "Content-Length: 5")).framing())
                .isEqualTo(new Framing.Length(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1|''|true",
                "GET / HTTP/1.1|close|false",
                "GET / HTTP/1.1|Close|false",
                "GET / HTTP/1.1|keep-alive|true",
                "GET / HTTP/1.1|keep-alive, close|false",
                "GET / HTTP/1.1|close , keep-alive|false",
                "GET / HTTP/1.1|x,,close|false",
                "GET / HTTP/1.1|closed|true",
                "GET / HTTP/1.0|''|false",
                "GET / HTTP/1.0|Keep-Alive|true",
                "GET / HTTP/1.0|keep-alive, close|false",
                "GET / HTTP/1.0|x, KEEP-ALIVE|true",
                "GET / HTTP/1.0|close|false"
            })
    void connection_says_whether_another_request_may_follow(String line, String connection, boolean keepAlive) {
        assertThat(accepted(head(line, "Connection: " + connection)).keepAlive())
                .isEqualTo(keepAlive);
    }

    @Test
    void several_connection_fields_are_one_list() {
        ParsedRequest request = accepted(get("Connection: x-a", "connection: X-B , close"));
        assertThat(request.keepAlive()).isFalse();
        assertThat(request.connection().named()).containsExactlyInAnyOrder("x-a", "x-b", "close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Content-Length",
                "content-type",
                "AUTHORIZATION",
                "Cookie",
                "Origin",
                "Forwarded",
                "X-Forwarded-For",
                "x-forwarded-host",
                "X-Forwarded-Proto",
                "Drawbridge-Identity",
                "close, Host",
                "keep-alive,\tX-Forwarded-For ",
                "x,,cookie"
            })
    void naming_a_field_of_the_whole_way_as_one_of_the_connection_is_refused(String connection) {
        assertRefused(get("Connection: " + connection), 400);
        assertRefused(get("Connection: close", "Connection: " + connection), 400);
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1, 100-continue, true", "HTTP/1.1, 100-Continue, true", "HTTP/1.0, 100-continue, false"})
    void an_expectation_counts_from_http_1_1_on(String version, String expect, boolean expects) {
        assertThat(accepted(head("POST / " + version, "Content-Length: 5", "Expect: " + expect))
                        .expectsContinue())
                .isEqualTo(expects);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "200-ok", "100-continue, x", "x", "100 continue", "100-continue;a=b"})
    void another_expectation_fails(String expect) {
        assertRefused(get("Expect: " + expect), 417);
    }
}
