package io.drawbridge.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TargetTest {
    static Stream<Arguments> queries() {
        return Stream.of(
                row("", "user_id"),
                row("user_id", "user_id", ""),
                row("user_id=", "user_id", ""),
                row("user_id=1", "user_id", "1"),
                row("a=0&user_id=1&b=2", "user_id", "1"),
                row("user_id=1&user_id=2", "user_id", "1", "2"),
                row("user_id=1&user%5Fid=2&%75ser_id=3", "user_id", "1", "2", "3"),
                row("user_id=1&user_id=1", "user_id", "1", "1"),
                row("user_id=2&user_id=", "user_id", "2", ""),
                row("user_id&user_id=2", "user_id", "", "2"),
                row("USER_ID=1&User_Id=2", "user_id"),
                row("user_id2=1&xuser_id=2&user_i=3", "user_id"),
                row("user_id==1", "user_id", "=1"),
                row("user_id=1=2", "user_id", "1=2"),
                row("user_id%3D1", "user_id"),
                row("user_id%3D=1", "user_id"),
                row("a=user_id=1", "user_id"),
                row("=1", "", "1"),
                row("&&user_id=1&", "user_id", "1"),
                row("&user_id=1", "user_id", "1"),
                row("user_id=1&", "user_id", "1"),
                // Only & separates: what a service makes of ; is one value for everybody here.
                row("a=1;user_id=2", "user_id"),
                row("user_id=1;user_id=2", "user_id", "1;user_id=2"),
                row("user_id=a+b", "user_id", "a b"),
                row("user_id=a%2Bb", "user_id", "a+b"),
                row("user_id=a%20b", "user_id", "a b"),
                row("user_id=%31%32", "user_id", "12"),
                row("user_id=%c3%bc", "user_id", "ü"),
                row("user_id=%C3%BC", "user_id", "ü"),
                row("%C3%BC=1", "ü", "1"),
                row("user_id=%26%3d%25", "user_id", "&=%"),
                row("user_id=%00", "user_id", "\0"),
                row("user_id=%0d%0a", "user_id", "\r\n"),
                row("user_id=%zz", "user_id", "%zz"),
                row("user_id=%", "user_id", "%"),
                row("user_id=%4", "user_id", "%4"),
                row("user_id=%&b=1", "user_id", "%"),
                row("user_id=%4&1=", "user_id", "%4"),
                row("user_id=%%31", "user_id", "%1"),
                row("user_id=%2531", "user_id", "%31"),
                row("user_id=%u0031", "user_id", "%u0031"),
                row("user_id=%ff", "user_id", "\ufffd"),
                row("user_id=%c0%ae", "user_id", "\ufffd\ufffd"),
                row("user%zzid=1", "user_id"),
                row("user%5fid=1", "user_id", "1"),
                row("user%255fid=1", "user_id"),
                row("user+id=1", "user id", "1"),
                row("user%20id=1", "user id", "1"),
                row("a+b=1", "a+b"),
                row("a%2Bb=1", "a+b", "1"),
                row("a+b=1", "a b", "1"),
                row("user_id[]=1", "user_id"),
                row("user_id[]=1&user_id%5B%5D=2", "user_id[]", "1", "2"));
    }

    private static Arguments row(String query, String name, String... values) {
        return Arguments.of(query, name, List.of(values));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void a_query_parameter_has_every_value_that_a_service_could_read(String query, String name, List<String> values) {
        assertThat(new Target("/", query).queryValues(name)).isEqualTo(values);
    }

    @Test
    void a_path_begins_with_a_slash() {
        assertThatThrownBy(() -> new Target("", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Target("api", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_target_is_written_as_it_stands_in_a_request_line() {
        assertThat(new Target("/a", "").text()).isEqualTo("/a");
        assertThat(new Target("/a", "b=%31&c").text()).isEqualTo("/a?b=%31&c");
    }

    @Test
    void a_name_that_some_server_takes_for_the_parameter_counts_for_rules_that_must_see_it() {
        Target target = new Target(
                "/",
                "USER_ID=1&user.id=2&user_id[]=3&user%5Fid[0]=4&user-id=5&+user_id=8&user_id%00=9&user[id=10&a=b;user_id=11&users_id=6&xuser_id=7");

        assertThat(target.queryValuesLike("user_id")).containsExactly("1", "2", "3", "4", "5", "8", "9", "10", "11");
        assertThat(target.queryValues("user_id")).isEmpty();
    }
}
