package io.drawbridge.domain.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.route.PathTemplate.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {
    @Test
    void a_template_is_literals_variables_and_a_closing_rest() {
        assertThat(PathTemplate.parse("/api/v1/work-orders/{id}/**").segments())
                .containsExactly(
                        new Segment.Literal("api"),
                        new Segment.Literal("v1"),
                        new Segment.Literal("work-orders"),
                        new Segment.Variable("id"),
                        new Segment.Rest());
        assertThat(PathTemplate.parse("/").segments()).containsExactly(new Segment.Literal(""));
        assertThat(PathTemplate.parse("/a/").segments())
                .containsExactly(new Segment.Literal("a"), new Segment.Literal(""));
        assertThat(PathTemplate.parse("/**").segments()).containsExactly(new Segment.Rest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|begins with a slash",
                "api|begins with a slash",
                "//|empty segment",
                "/a//b|empty segment",
                "/**/a|only at the end",
                "/a/**/|only at the end",
                "/a**|plain text",
                "/*|plain text",
                "/{}|a variable has a name",
                "/{a b}|a variable has a name",
                "/{1}|a variable has a name",
                "/{a-b}|a variable has a name",
                "/{a}/{a}|once in a path",
                "/{a|plain text",
                "/a}|plain text",
                "/x{a}|plain text",
                "/{a}x|plain text",
                "/{a}{b}|a variable has a name",
                "/.|plain text",
                "/..|plain text",
                "/a/../b|plain text",
                "/a?b|plain text",
                "/a#b|plain text",
                "/a b|plain text",
                "/%41|plain text",
                "/ü|plain text",
                "/a\\b|plain text"
            })
    void what_is_no_template_is_refused_with_what_is_wrong(String text, String why) {
        assertThatThrownBy(() -> PathTemplate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void a_template_knows_its_variables() {
        PathTemplate template = PathTemplate.parse("/a/{id}/{_x2}");
        assertThat(template.hasVariable("id")).isTrue();
        assertThat(template.hasVariable("_x2")).isTrue();
        assertThat(template.hasVariable("a")).isFalse();
    }
}
