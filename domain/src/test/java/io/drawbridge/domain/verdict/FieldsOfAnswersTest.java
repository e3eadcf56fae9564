package io.drawbridge.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsOfAnswersTest {
    @Test
    void a_block_is_written_line_by_line_in_order() {
        FieldBlock block =
                FieldBlock.of(new HeaderField("X-B", "2"), new HeaderField("X-A", ""), new HeaderField("X-B", "3"));
        assertThat(new String(block.encoded(), StandardCharsets.US_ASCII)).isEqualTo("X-B: 2\r\nX-A: \r\nX-B: 3\r\n");
        assertThat(FieldBlock.EMPTY.encoded()).isEmpty();
    }

    @Test
    void a_block_knows_its_names_in_lower_case() {
        FieldBlock block = FieldBlock.of(new HeaderField("X-Frame-Options", "DENY"));
        assertThat(block.names("x-frame-options")).isTrue();
        assertThat(block.names("X-Frame-Options")).isFalse();
        assertThat(block.names("x-frame")).isFalse();
        assertThat(FieldBlock.EMPTY.names("")).isFalse();
    }

    @Test
    void a_block_does_not_change_with_the_list_that_it_was_made_of() {
        List<HeaderField> fields = new ArrayList<>(List.of(new HeaderField("X-A", "1")));
        FieldBlock block = new FieldBlock(fields);
        fields.add(new HeaderField("X-B", "2"));
        assertThat(block.fields()).containsExactly(new HeaderField("X-A", "1"));
        assertThat(block)
                .isEqualTo(FieldBlock.of(new HeaderField("X-A", "1")))
                .hasSameHashCodeAs(FieldBlock.of(new HeaderField("X-A", "1")));
        assertThat(block).isNotEqualTo(FieldBlock.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "X A", "X:A", "X-A ", "X\r\nY", "X\nY", "X\0", "Ü", "X(", "X/Y", "X@Y", "X\"", "X\t", "X\u007f"
            })
    void a_name_that_is_no_token_is_refused(String name) {
        assertThatThrownBy(() -> new HeaderField(name, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nSet-Cookie: b",
                "a\n",
                "\r",
                "\0",
                "\u007f",
                "ü",
                "a\u0085b",
                "\u000b",
                "\u2028",
                "\ud83d\ude00"
            })
    void a_value_that_could_end_a_line_or_has_no_one_reading_is_refused(String value) {
        assertThatThrownBy(() -> new HeaderField("X-A", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-A")
                .hasMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a b\tc", "default-src 'self'; img-src *", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"})
    void visible_ascii_spaces_and_tabs_are_a_value(String value) {
        assertThat(new HeaderField("x!#$%&'*+-.^_`|~9", value).value()).isEqualTo(value);
    }
}
