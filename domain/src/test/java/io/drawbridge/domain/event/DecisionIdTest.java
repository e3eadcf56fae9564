package io.drawbridge.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionIdTest {
    @Test
    void ids_sort_by_time() {
        List<DecisionId> ids = new ArrayList<>();
        for (String at : List.of(
                "1970-01-01T00:00:00Z",
                "2001-09-09T01:46:40Z",
                "2026-03-01T12:00:00Z",
                "2026-03-01T12:00:00.001Z",
                "2554-07-21T23:34:33Z",
                "9999-12-31T23:59:59Z")) {
            ids.add(DecisionId.random(Instant.parse(at)));
        }
        assertThat(ids).isSorted();
        assertThat(ids.stream().map(DecisionId::text).toList()).isSorted();
    }

    @Test
    void ids_of_one_moment_differ() {
        Set<DecisionId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(DecisionId.random(Instant.EPOCH));
        }
        assertThat(ids).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789a",
                "0123456789abcdef0123456789abc",
                "0123456789ABCDEF0123456789ab",
                "0123456789abcdef0123456789ag",
                "0123456789abcdef0123456789a\n",
                "0123456789abcdef0123456789ab\n",
                " 123456789abcdef0123456789ab",
                "../../../../../../../../../a"
            })
    void what_is_no_id_is_refused(String text) {
        assertThat(DecisionId.isDecisionId(text)).isFalse();
        assertThatThrownBy(() -> new DecisionId(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("28 hexadecimal digits");
    }

    @Test
    void an_id_is_its_text() {
        assertThat(new DecisionId("0123456789abcdef0123456789ab")).hasToString("0123456789abcdef0123456789ab");
    }

    @ParameterizedTest
    @EnumSource(Ending.class)
    void an_ending_has_a_name_in_kebab_case(Ending ending) {
        assertThat(ending.word()).matches("[a-z]+(-[a-z]+)*");
    }
}
