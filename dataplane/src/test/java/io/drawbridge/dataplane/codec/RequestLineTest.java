package io.drawbridge.dataplane.codec;

import static io.drawbridge.dataplane.codec.Heads.accepted;
import static io.drawbridge.dataplane.codec.Heads.assertRefused;
import static io.drawbridge.dataplane.codec.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GET",
                "GET ",
                "GET /",
                "GET / ",
                "GET  / HTTP/1.1",
                "GET /  HTTP/1.1",
                " GET / HTTP/1.1",
                "\tGET / HTTP/1.1",
                "GET\t/ HTTP/1.1",
                "GET /\tHTTP/1.1",
                "GET\u000b/ HTTP/1.1",
                "GET /\fHTTP/1.1",
                "GET / HTTP/1.1 ",
                "GET / HTTP/1.1\t",
                "GET / HTTP/1.1\r",
                "GET / HTTP/1.1\0",
                "GET /\r HTTP/1.1",
                "GET / a HTTP/1.1",
                "GET / HTTP/1.1 HTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET\0/ HTTP/1.1",
                "GET\u00a0/ HTTP/1.1"
            })
    void a_line_that_is_not_three_words_with_one_space_between_is_refused(String line) {
        assertRefused(head(line), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G(T",
                "G\"T",
                "G/T",
                "G:T",
                "G,T",
                "G;T",
                "G@T",
                "G[T",
                "G\\T",
                "G{T",
                "GÉT",
                "G\u007fT",
                "\ufeffGET"
            })
    void a_method_that_is_no_token_is_refused(String method) {
        assertRefused(head(method + " / HTTP/1.1"), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "purge", "Report", "PATCH", "PROPFIND", "M-SEARCH", "X!#$%&'*+-.^_`|~9", "GE", "putt"})
    void a_method_is_any_token_and_keeps_its_case(String method) {
        assertThat(accepted(head(method + " / HTTP/1.1")).head().method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "Get", "HEAd", "trace", "Connect", "oPTIONS", "post"})
    void a_known_method_in_other_letters_is_refused_because_some_servers_fold_them(String method) {
        assertRefused(head(method + " / HTTP/1.1"), 400);
    }

    @Test
    void a_method_has_32_characters_at_the_most() {
        assertThat(accepted(head("M".repeat(32) + " / HTTP/1.1")).head().method())
                .hasSize(32);
        assertRefused(head("M".repeat(33) + " / HTTP/1.1"), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT a:443 HTTP/1.1",
                "CONNECT / HTTP/1.1",
                "CONNECT http://a/ HTTP/1.1",
                "CONNECT * HTTP/1.1"
            })
    void nobody_tunnels_through_the_gateway(String line) {
        assertRefused(head(line), 400);
    }

    @ParameterizedTest
    @CsvSource({"GET / HTTP/1.1, 1, true", "GET / HTTP/1.0, 0, false"})
    void a_version_says_whether_the_connection_stays_open(String line, int minor, boolean keepAlive) {
        ParsedRequest request = accepted(head(line));
        assertThat(request.version()).isEqualTo(minor > 0 ? Version.HTTP_1_1 : Version.HTTP_1_0);
        assertThat(request.keepAlive()).isEqualTo(keepAlive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/0.9", "HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/0.1", "HTTP/9.9", "HTTP/3.0"})
    void another_version_is_not_supported(String version) {
        assertRefused(head("GET / " + version), 505);
    }

    @Test
    void the_preface_of_http_2_is_another_version() {
        assertRefused("PRI * HTTP/2.0\r\n\r\n", 505);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1", "HTTP/1.", "HTTP/.1", "HTTP/1.1.1", "HTTP/11.1", "HTTP/1.11", "HTTP/1,1", "HTTP/1.x",
                        "HTTP/x.1",
                "http/1.1", "Http/1.1", "HTTPS/1.1", "HTP/1.1", "HTTP 1.1", "HTTP\\1.1", "HTTP//1.1", "HTTP/-1.1",
                        "HTTP/+1.1",
                "HTTP/1.1a", "1.1", "X", "HTTP/1.\u0661", "ICY/1.0", "RTSP/1.0"
            })
    void what_is_no_version_is_refused(String version) {
        assertRefused(head("GET / " + version), 400);
    }

    @Test
    void a_request_of_http_0_9_is_refused() {
        assertRefused("GET /\r\n\r\n", 400);
        assertRefused("GET /\r\n", 400);
    }

    @Test
    void the_target_asterisk_asks_about_the_server_and_only_with_options() {
        ParsedRequest request = accepted(head("OPTIONS * HTTP/1.1"));
        assertThat(request.asterisk()).isTrue();
        assertThat(request.head().target().path()).isEqualTo("/");
        assertThat(accepted(head("OPTIONS / HTTP/1.1")).asterisk()).isFalse();
        assertRefused(head("GET * HTTP/1.1"), 400);
        assertRefused(head("options * HTTP/1.1"), 400);
        assertRefused(head("OPTIONS ** HTTP/1.1"), 400);
        assertRefused(head("OPTIONS *?a HTTP/1.1"), 400);
    }

    /// Wherever the head is cut off, it is refused and nothing else.
    @Test
    void a_head_that_ends_anywhere_too_early_is_refused() {
        String head = head("POST http://a:80/b%20c?d=e HTTP/1.1", "Content-Length: 5", "Expect: 100-continue", "X:");
        assertThat(accepted(head).head().target().text()).isEqualTo("/b%20c?d=e");
        for (int length = 0; length < head.length(); length++) {
            assertRefused(head.substring(0, length), 400);
        }
    }

    @Test
    void bytes_after_the_empty_line_are_no_part_of_a_head() {
        assertRefused(head("GET / HTTP/1.1") + "G", 400);
        assertRefused(head("GET / HTTP/1.1") + "\r\n", 400);
    }

    /// Any one byte put in the place of any separator of a request line is refused, or is part of what it
    /// stands in.
    @Test
    void no_other_byte_is_a_space_or_a_line_end() {
        String line = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
        for (int at : new int[] {3, 6, 15, 16, 24, 25, 26, 27}) {
            for (int octet = 0; octet < 256; octet++) {
                if (octet != line.charAt(at)) {
                    assertRefused(line.substring(0, at) + (char) octet + line.substring(at + 1), 400);
                }
            }
        }
    }
}
