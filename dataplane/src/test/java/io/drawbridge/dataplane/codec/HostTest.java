package io.drawbridge.dataplane.codec;

import static io.drawbridge.dataplane.codec.Heads.accepted;
import static io.drawbridge.dataplane.codec.Heads.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a b",
                "a,b",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "user@a",
                "http://a",
                "a:",
                "a:b",
                "a:80a",
                "a:-1",
                "a:+80",
                "a:1234567",
                "a:65536",
                "a:99999",
                "a:80:80",
                "a\"",
                "<a>",
                "a|b",
                "a%00b",
                "a%41",
                "ü",
                "a\u0080",
                "a;b",
                "a&b",
                "a(b)",
                "[",
                "[]",
                "[::1",
                "::1",
                "[::1]a",
                "[::1]:",
                "[::1]:x",
                "[g::1]",
                "[::1%25eth0]",
                "[v1.a]",
                "]",
                "[:]",
                "a[::1]",
                "a\tb",
                "[::1]:80:80",
                "[1.2.3.4]"
            })
    void a_host_that_is_no_name_or_address_with_an_optional_port_is_refused(String host) {
        assertRefused("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 400);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "A.Example, a.example",
        "a.example., a.example.",
        "a:80, a:80",
        "a:0, a:0",
        "a:65535, a:65535",
        "a:00080, a:00080",
        "127.0.0.1:8080, 127.0.0.1:8080",
        "[::1], [::1]",
        "[::FFFF:127.0.0.1]:80, [::ffff:127.0.0.1]:80",
        "[2001:db8::7]:443, [2001:db8::7]:443",
        "my_service, my_service",
        "0.0.0.0=5000, 0.0.0.0=5000",
        "xn--bcher-kva.example, xn--bcher-kva.example"
    })
    void a_host_is_read_in_lower_case(String host, String authority) {
        assertThat(accepted("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .head()
                        .authority())
                .isEqualTo(authority);
    }

    @Test
    void a_request_of_http_1_1_has_one_host() {
        assertRefused("GET / HTTP/1.1\r\n\r\n", 400);
        assertRefused("GET / HTTP/1.1\r\nX: 1\r\n\r\n", 400);
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400);
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400);
        assertRefused("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nHOST:\r\n\r\n", 400);
        assertRefused("GET http://a/ HTTP/1.1\r\n\r\n", 400);
    }

    @Test
    void a_request_of_http_1_0_may_be_without_host_but_not_with_two() {
        assertThat(accepted("GET / HTTP/1.0\r\n\r\n").head().authority()).isEmpty();
        assertThat(accepted("GET http://B:8080/ HTTP/1.0\r\n\r\n").head().authority())
                .isEqualTo("b:8080");
        assertThat(accepted("GET / HTTP/1.0\r\nHost: a\r\n\r\n").head().authority())
                .isEqualTo("a");
        assertRefused("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400);
        assertRefused("GET / HTTP/1.0\r\nHost:\r\n\r\n", 400);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/b, a, /b",
        "HTTP://A/b, a, /b",
        "http://a, a, /",
        "http://a?q, a, /?q",
        "http://a/?q, a, /?q",
        "http://a:80/b, a, /b",
        "http://a/b, a:80, /b",
        "http://a:8080/b, a:8080, /b",
        "https://a/b, a, /b",
        "https://a:443/b, a, /b",
        "https://a/b, a:443, /b",
        "http://[::1]:80/b, [::1], /b",
        "http://a/%41, a, /A"
    })
    void an_absolute_target_that_agrees_with_host_is_its_path(String target, String host, String text) {
        ParsedRequest request = accepted("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(request.head().target().text()).isEqualTo(text);
        assertThat(request.head().authority()).isEqualTo(host);
    }

    @ParameterizedTest
    @CsvSource({
        "http://b/, a",
        "http://a.b/, a",
        "http://a:81/, a",
        "http://a:443/, a",
        "https://a:80/, a",
        "https://a/, a:80",
        "http://a/, a:443",
        "http://a./, a",
        "http://user@a/, a",
        "http://a@b/, a",
        "http://b@a/, a",
        "http://a:@b/, a",
        "http://a#@b/, a",
        "http://a%2eb/, a.b",
        "http://, a",
        "http:///b, a",
        "http://:80/, a",
        "http:/a/b, a",
        "http:a, a",
        "http:\\\\a/, a",
        "http://a\\b/, a",
        "ftp://a/, a",
        "file:///etc/passwd, a",
        "ws://a/, a",
        "javascript:alert(1), a",
        "a:443, a:443",
        "a/b, a",
        "//a/b, a",
        "///a/b, a"
    })
    void a_target_that_contradicts_host_or_is_of_another_form_is_refused(String target, String host) {
        assertRefused("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n", 400);
    }
}
