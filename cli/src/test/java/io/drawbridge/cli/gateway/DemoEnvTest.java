package io.drawbridge.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoEnvTest {
    private static DemoEnv.Lookup parse(String... lines) {
        return DemoEnv.parse(List.of(lines));
    }

    @Test
    void quoted_values_are_taken_as_a_shell_takes_them() {
        assertThat(parse(
                        "# made by the demo",
                        "",
                        "ADMIN_URL='http://127.0.0.1:9090'",
                        "export KEY='it'\\''s $HOME `x` \"y\"'",
                        "PLAIN=a/b:c=1.2",
                        "EMPTY=''"))
                .isEqualTo(new DemoEnv.Lookup.Present(new DemoEnv(Map.of(
                        "ADMIN_URL", "http://127.0.0.1:9090",
                        "KEY", "it's $HOME `x` \"y\"",
                        "PLAIN", "a/b:c=1.2",
                        "EMPTY", ""))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KEY=$HOME",
                "KEY=$(id)",
                "KEY=`id`",
                "KEY=\"double\"",
                "KEY='open",
                "KEY='a' 'b'",
                "KEY=a;b",
                "KEY=a&b",
                "KEY =a",
                "1KEY='a'",
                "echo hello",
                "KEY='a'\\"
            })
    void what_a_shell_would_expand_or_run_is_not_read(String line) {
        assertThat(parse("FIRST='1'", line)).isEqualTo(new DemoEnv.Lookup.Unreadable("line 2 is not NAME='value'"));
    }

    @Test
    void an_empty_value_is_as_good_as_none() {
        assertThat(new DemoEnv(Map.of("KEY", "")).value("KEY")).isEmpty();
    }

    @Test
    void values_are_not_in_its_text() {
        assertThat(new DemoEnv(Map.of("ADMIN_API_KEY", "secret")).toString())
                .contains("ADMIN_API_KEY")
                .doesNotContain("secret");
    }

    @Test
    void a_key_in_the_clear_is_for_this_machine_alone() {
        assertThat(Gateway.isLoopback("127.0.0.1")).isTrue();
        assertThat(Gateway.isLoopback("LOCALHOST")).isTrue();
        assertThat(Gateway.isLoopback("[::1]")).isTrue();
        assertThat(Gateway.isLoopback("127.0.0.1.example.com")).isFalse();
        assertThat(Gateway.isLoopback("10.0.0.1")).isFalse();
    }
}
