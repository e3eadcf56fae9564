package io.drawbridge.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.route.PathTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/**",
                "/api/v1/work-orders/{id}",
                "/.well-known/openid-configuration",
                "/~user",
                "/a:batch",
                "/users/@me",
                "/a,b;c=d",
                "/wait!",
                "/$metadata",
                "/a&b",
                "/it's",
                "/f(x)",
                "/a+b",
                "/_search"
            })
    void every_path_template_can_name_its_route(String path) {
        assertThat(new RouteName(PathTemplate.parse(path).text())).hasToString(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"work-order", "WorkOrder", "v1.work_orders", "1", "a/b", "files/**", "admin/v1/{id}.get"})
    void a_name_of_letters_and_digits_is_a_name(String name) {
        assertThat(new RouteName(name)).hasToString(name);
    }

    /// A name stands unquoted in log lines and metrics: nothing in it may end a field or a line.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "/a b",
                "-a",
                ".a",
                "a\n",
                "/a\n",
                "\n/a",
                "/a\tb",
                "a\"b",
                "/a\"",
                "/a\\b",
                "/ü",
                "a|b",
                "/<a>",
                "/%41",
                "/a?b",
                "/a#b",
                "a=b",
                "a,b",
                "/a\u0000",
                "/a\u2028"
            })
    void a_name_cannot_forge_a_log_line(String name) {
        assertThatThrownBy(() -> new RouteName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("route name");
    }

    @Test
    void a_name_has_128_characters_at_the_most() {
        assertThat(new RouteName("/" + "a".repeat(127)).text()).hasSize(128);
        assertThat(new RouteName("a".repeat(128)).text()).hasSize(128);
        assertThatThrownBy(() -> new RouteName("/" + "a".repeat(128))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RouteName("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }
}
