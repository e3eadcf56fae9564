package io.drawbridge.dataplane.codec;

import static io.drawbridge.dataplane.codec.Heads.accepted;
import static io.drawbridge.dataplane.codec.Heads.assertRefused;
import static io.drawbridge.dataplane.codec.Heads.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths are normalised once; a path that two servers could read as two paths is refused.
class PathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a/, /a/",
        "/a/b/c, /a/b/c",
        "/A, /A",
        "/%41, /A",
        "/%61%62c, /abc",
        "/%7euser, /~user",
        "/%2D%2d%5F%5f, /--__",
        "/a%2eb, /a.b",
        "/a%2e, /a.",
        "/%2ehidden, /.hidden",
        "/.well-known/x, /.well-known/x",
        "/..., /...",
        "/..a, /..a",
        "/a.., /a..",
        "/a..b/c, /a..b/c",
        "/.a/..b, /.a/..b",
        "/%2e%2e%2e, /...",
        "/a%20b, /a%20b",
        "/%3a%3A, /%3A%3A",
        "/%c3%bc, /%C3%BC",
        "/%C3%bc, /%C3%BC",
        "/%e2%82%ac/%F0%9F%98%80, /%E2%82%AC/%F0%9F%98%80",
        "/%2b+, /%2B+",
        "/%3f%23, /%3F%23",
        "/100%25, /100%25",
        "/%25, /%25",
        "/%25/25, /%25/25",
        "/%25zz, /%25zz",
        "/%25%C3%BC, /%25%C3%BC",
        "/a:b@c, /a:b@c",
        "/-._~!$&'()*+=:@, /-._~!$&'()*+=:@"
    })
    void a_path_is_brought_into_one_form(String path, String normalised) {
        assertThat(accepted(target(path)).head().target()).isEqualTo(new Target(normalised, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a/b/", "/%41%2d%7e", "/%c3%bc%20x", "/100%25", "/%25zz", "/%25%C3%BC", "/%3f", "/a%2Eb"})
    void a_normalised_path_stays_as_it_is_when_it_is_read_again(String path) {
        Target once = accepted(target(path)).head().target();
        assertThat(accepted(target(once.text())).head().target()).isEqualTo(once);
    }

    static List<String> dotSegments() {
        List<String> dots = List.of(".", "%2e", "%2E");
        List<String> segments = new ArrayList<>(dots);
        for (String first : dots) {
            for (String second : dots) {
                segments.add(first + second);
            }
        }
        List<String> paths = new ArrayList<>();
        for (String segment : segments) {
            for (String place : List.of(
                    "/X",
                    "/X/",
                    "/a/X",
                    "/a/X/",
                    "/a/X/b",
                    "/X/a",
                    "/a/b/c/X",
                    "/X/X",
                    "/a/X;v=1/b",
                    "/a/X;",
                    "/X;x",
                    "/a/X%3bx",
                    "/a/X%3B/b",
                    "/X?q",
                    "http://a/X",
                    "http://a/b/X/c")) {
                paths.add(place.replace("X", segment));
            }
        }
        return paths;
    }

    @ParameterizedTest
    @MethodSource("dotSegments")
    void a_dot_segment_is_refused_in_every_spelling_and_place(String path) {
        assertRefused(target(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//", "//a", "/a//b", "/a//", "///", "/a/b//c", "//a/b", "http://a//", "http://a//b", "//a@b/c"})
    void an_empty_segment_is_refused(String path) {
        assertRefused(target(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2fb",
                "/a%2Fb",
                "/%2f",
                "/%2F%2e%2e",
                "/a%5cb",
                "/a%5Cb",
                "/%5c",
                "/a\\b",
                "/\\",
                "\\",
                "/..\\a",
                "/a/..%5cb",
                "/a%2f",
                "/%2fa"
            })
    void a_slash_or_backslash_in_disguise_is_refused(String path) {
        assertRefused(target(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%00",
                "/a%00.html",
                "/%0a",
                "/%0d%0aX:y",
                "/%01",
                "/%1f",
                "/%7f",
                "/%7F",
                "/%09",
                "/%0D",
                "/a\u0001b",
                "/a\u007fb",
                "/a\tb"
            })
    void a_control_character_is_refused(String path) {
        assertRefused(target(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%252e%252e",
                "/%252f",
                "/%2541",
                "/%25%32%65",
                "/%252%65",
                "/%25%32e",
                "/%25%34%31",
                "/%25%34" + "1",
                "/%25%35C",
                "/%25%30%30",
                "/a%25%32f",
                "/%25252f",
                "/%25ff",
                "/%25%66%66",
                "/%25a%62"
            })
    void an_encoding_within_an_encoding_is_refused_however_it_is_hidden(String path) {
        assertRefused(target(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%c0%ae",
                "/%c0%af",
                "/%C0%AE%C0%AE/",
                "/%e0%80%af",
                "/%e0%80%ae",
                "/%f0%80%80%af",
                "/%c1%9c",
                "/%80",
                "/%bf",
                "/%c3",
                "/%c3/",
                "/%c3x",
                "/%e2%82",
                "/%ed%a0%80",
                "/%ed%b0%80",
                "/%f4%90%80%80",
                "/%f8%88%80%80%80",
                "/%fe",
                "/%ff",
                "/%c3%28"
            })
    void bytes_that_are_no_shortest_form_utf_8_are_refused(String path) {
        assertRefused(target(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%2",
                "/%2g",
                "/%g2",
                "/%u002e",
                "/%u2215",
                "/%U002f",
                "/%%",
                "/%%32e",
                "/a%",
                "/%x2e",
                "/%-1",
                "/% 1",
                "/%+1",
                "/%2\u00e9"
            })
    void a_percent_sign_that_begins_no_encoded_byte_is_refused(String path) {
        assertRefused(target(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a#b",
                "/#",
                "/a?b#c",
                "#",
                "/ü",
                "/\u00ff",
                "/a\"b",
                "/<a>",
                "/{a}",
                "/a|b",
                "/a^b",
                "/a`b",
                "/[a]",
                "a",
                "a/b",
                "?a",
                "*a",
                "./a",
                "../a",
                "%2fa",
                "/\u0080",
                "/a\u2028"
            })
    void what_must_be_encoded_or_does_not_begin_with_a_slash_is_refused(String target) {
        assertRefused(target(target), 400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a?b /a b",
                "/a?b=c&d=%zz /a b=c&d=%zz",
                "/a?b?c /a b?c",
                "/a?../.. /a ../..",
                "/a?%2e%2e%2f /a %2e%2e%2f",
                "/a?b//c /a b//c",
                "/a?x[]=1&y={2}|3 /a x[]=1&y={2}|3",
                "/?a / a"
            })
    void a_query_is_passed_on_as_it_came(String target, String path, String query) {
        assertThat(accepted(target(target)).head().target()).isEqualTo(new Target(path, query));
    }

    @Test
    void an_empty_query_is_none() {
        assertThat(accepted(target("/a?")).head().target()).isEqualTo(new Target("/a", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a?\u0080", "/a?ü", "/a?b\tc", "/a?b\u0000", "/a?\u007f", "/a?b\rc"})
    void a_query_holds_nothing_but_visible_ascii(String target) {
        assertRefused(target(target), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a;v=1/b", "/api/admin;a/x", "/api/admin;/x", "/api/admin%3B/x", "/api/admin%3bx", "/;"})
    void a_parameter_in_the_path_which_some_servers_leave_out_is_refused(String path) {
        assertRefused(target(path), 400);
    }
}
