package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
    private static final Form<Duration> ANY_DURATION = Forms.duration(Duration.ZERO, Duration.ofDays(1_000_000_000));

    @ParameterizedTest
    @CsvSource({
        "0s, 0",
        "250ms, 250",
        "30s, 30000",
        "30 s, 30000",
        "5m, 300000",
        "2h, 7200000",
        "1d, 86400000",
        "999999999d, 86399999913600000"
    })
    void durations_are_a_number_and_a_unit(String text, long millis) {
        assertThat(ANY_DURATION.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 minutes", "m5", "1h30m", "-1s", "1.5s", "5M", "9999999999s", "5  m"})
    void anything_else_is_no_duration(String text) {
        assertThatThrownBy(() -> ANY_DURATION.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("such as 30s or 5m");
    }

    @Test
    void a_duration_may_be_at_either_end_of_its_range_and_not_beyond() {
        Form<Duration> form = Forms.duration(Duration.ofSeconds(1), Duration.ofMinutes(1));

        assertThat(form.parse("1s")).isEqualTo(Duration.ofSeconds(1));
        assertThat(form.parse("60s")).isEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> form.parse("999ms")).hasMessage("this is from 1s to 1m, not 999ms");
        assertThatThrownBy(() -> form.parse("61s")).hasMessage("this is from 1s to 1m, not 61s");
    }

    @ParameterizedTest
    @CsvSource({"1024B, 1024", "1KiB, 1024", "16 KiB, 16384", "1MiB, 1048576"})
    void sizes_are_a_number_and_a_binary_unit(String text, int bytes) {
        assertThat(Forms.size(1 << 10, 1 << 20).parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"16384", "16KB", "16k", "16kib", "1GiB", "1.5MiB", "1023B", "2MiB", "999999999MiB"})
    void anything_else_is_no_size(String text) {
        assertThatThrownBy(() -> Forms.size(1 << 10, 1 << 20).parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "1500, 1500ms",
        "1000, 1s",
        "90000, 90s",
        "300000, 5m",
        "5400000, 90m",
        "7200000, 2h",
        "86400000, 1d"
    })
    void a_duration_is_written_in_the_largest_whole_unit_and_is_read_back(long millis, String text) {
        assertThat(Amounts.text(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(ANY_DURATION.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000B", "1024, 1KiB", "1536, 1536B", "16384, 16KiB", "1048576, 1MiB"})
    void a_size_is_written_in_the_largest_whole_unit(int bytes, String text) {
        assertThat(Amounts.size(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080, 127.0.0.1, 8080, true",
        "127.8.8.8:0, 127.8.8.8, 0, true",
        "0.0.0.0:65535, 0.0.0.0, 65535, false",
        "[::1]:8080, ::1, 8080, true",
        "[0:0:0:0:0:0:0:1]:8080, ::1, 8080, true",
        "[::]:8080, ::, 8080, false",
        "[::ffff:127.0.0.1]:8080, 127.0.0.1, 8080, true",
        "[2001:DB8::5]:8080, 2001:db8::5, 8080, false"
    })
    void addresses_to_listen_on_are_ip_addresses_with_a_port(String text, String host, int port, boolean loopback) {
        ListenSpec listen = ListenSpec.parse(text);

        assertThat(listen).isEqualTo(new ListenSpec(host, port));
        assertThat(listen.isLoopback()).isEqualTo(loopback);
        assertThat(listen.address().getPort()).isEqualTo(port);
        assertThat(ListenSpec.parse(listen.toString())).isEqualTo(listen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8080",
                ":8080",
                "127.0.0.1",
                "[::1]",
                "::1:8080",
                "localhost:8080",
                "*:8080",
                "127.1:8080",
                "127.0.0.256:8080",
                "010.0.0.1:80",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.1:",
                "[::1%lo]:8080",
                "[1::2::3]:80",
                "http://127.0.0.1:8080",
                "127.0.0.1:8080/",
                "1.2.3.4.5:80"
            })
    void anything_else_is_no_address_to_listen_on(String text) {
        assertThatThrownBy(() -> ListenSpec.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8001, 127.0.0.1:8001",
        "http://workorders:8001/, workorders:8001",
        "http://a.b-c.example:80, a.b-c.example:80",
        "http://work_orders, work_orders",
        "http://[::1]:8001, [::1]:8001"
    })
    void upstreams_are_host_and_port(String url, String authority) {
        assertThat(Forms.UPSTREAM_URL.parse(url)).hasToString(authority);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a",
                "ftp://a",
                "a:80",
                "http://",
                "http://a/b",
                "http://a?b",
                "http://a#b",
                "http://u@a",
                "http://u:p@a:80",
                "http://a:0",
                "http://a:99999",
                "http://a b",
                "http://a:80:80",
                "http://a..b",
                "http:/a",
                "HTTP://a",
                "http://\u00e4",
                "http://a\\b"
            })
    void anything_else_is_no_upstream(String url) {
        assertThatThrownBy(() -> Forms.UPSTREAM_URL.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a, HTTP, 80",
        "http://a:8001, HTTP, 8001",
        "https://a, HTTPS, 443",
        "https://[::1]:8443, HTTPS, 8443"
    })
    void an_upstreams_scheme_says_its_port_where_nothing_else_does(String url, UpstreamUrl.Scheme scheme, int port) {
        assertThat(Forms.UPSTREAM.parse(url).scheme()).isEqualTo(scheme);
        assertThat(Forms.UPSTREAM.parse(url).port()).isEqualTo(port);
    }

    @Test
    void a_password_in_an_upstreams_url_is_not_repeated() {
        assertThatThrownBy(() -> Forms.UPSTREAM_URL.parse("ftp://me:hunter2@a"))
                .hasMessageNotContaining("hunter2")
                .hasMessageContaining("no user or password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example.com", "http://localhost:5173", "https://a:8443", "http://[::1]:3000"})
    void origins_are_taken_as_browsers_write_them(String origin) {
        assertThat(Forms.ORIGIN.parse(origin)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*", "null", "https://*.example.com", "https://a.example.com/", "https://a/b", "https://A",
                        "a.example.com",
                "https://a:443", "http://a:80", "https://u@a", "https://", "file:///a", "http://[0:0::1]:80",
                        "https://a?b"
            })
    void anything_else_is_no_origin(String origin) {
        assertThatThrownBy(() -> Forms.ORIGIN.parse(origin)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs",
                "docs",
                "javascript:alert(1)",
                "https:///x",
                "https://u:p@a/x",
                "https://a/b c",
                "https://a/<b>",
                "https://a/\u00e4",
                "mailto:a@b"
            })
    void a_page_is_an_absolute_http_url(String url) {
        assertThatThrownBy(() -> Forms.PAGE.parse(url)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Forms.PAGE.parse("https://a.example.com/b?c#d")).hasToString("https://a.example.com/b?c#d");
    }
}
