package io.drawbridge.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
    private static final Fields FIELDS =
            Fields.of("Accept", "a", "X-User_Id", "1", "ACCEPT", "b", "Authorization", "Bearer secret", "accept", "");

    @Test
    void repeated_fields_stay_apart_and_in_order_whatever_their_case() {
        assertThat(FIELDS.all("accept")).containsExactly("a", "b", "");
        assertThat(FIELDS.first("accept")).contains("a");
        assertThat(FIELDS.name(2)).isEqualTo("ACCEPT");
        assertThat(FIELDS.indexOf("accept", 1)).isEqualTo(2);
        assertThat(FIELDS.indexOf("accept", 5)).isEqualTo(-1);
    }

    @Test
    void a_field_that_is_not_there_has_no_value() {
        assertThat(FIELDS.all("host")).isEmpty();
        assertThat(FIELDS.first("host")).isEmpty();
        assertThat(FIELDS.has("host")).isFalse();
        assertThat(Fields.NONE.count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"x-user_id, true", "x-user-id, false", "x-user_i, false", "x-user_idd, false"})
    void a_name_matches_whole_and_in_its_own_spelling(String name, boolean has) {
        assertThat(FIELDS.has(name)).isEqualTo(has);
    }

    @Test
    void only_letters_are_folded() {
        // '@' and '`', '[' and '{' differ by the same bit as upper and lower case.
        assertThat(Fields.of("a^", "1").has("a~")).isFalse();
        assertThat(Fields.of("Z", "1").has("z")).isTrue();
    }

    @Test
    void bytes_that_are_no_ascii_are_kept_one_character_each() {
        assertThat(Fields.of("A", "\u00e9\u00ff").first("a")).contains("\u00e9\u00ff");
    }

    @Test
    void values_are_not_printed_because_they_may_be_credentials() {
        assertThat(FIELDS.toString()).contains("Authorization").doesNotContain("secret");
    }

    @Test
    void fields_without_enough_offsets_are_refused() {
        assertThatThrownBy(() -> new Fields(new byte[0], new int[3], 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fields(new byte[0], new int[0], -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fields.of("Accept")).isInstanceOf(IllegalArgumentException.class);
    }
}
