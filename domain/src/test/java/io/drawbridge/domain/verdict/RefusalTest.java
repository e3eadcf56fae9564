package io.drawbridge.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    /// Everything that can reach a client from a denial, with everything that it is made of.
    @Test
    void nothing_that_a_client_is_told_is_made_of_a_reason() {
        Set<Class<?>> told = new HashSet<>();
        reach(Refusal.class, told);
        reach(Advice.class, told);
        reach(Obligation.class, told);
        assertThat(told)
                .contains(Refusal.class, HeaderField.class, Advice.Tell.class, FieldBlock.class)
                .doesNotContain(Reason.class, EventName.class, Throwable.class);
    }

    @Test
    void no_refusal_and_no_field_can_be_made_from_a_reason() {
        for (Class<?> type : List.of(Refusal.class, HeaderField.class, FieldBlock.class, Advice.Tell.class)) {
            Stream<Executable> ways = Stream.concat(
                    Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()));
            assertThat(ways.flatMap(way -> Arrays.stream(way.getParameterTypes())))
                    .as("%s", type)
                    .doesNotContain(Reason.class);
        }
    }

    private static void reach(Type type, Set<Class<?>> reached) {
        if (type instanceof ParameterizedType parameterized) {
            reach(parameterized.getRawType(), reached);
            for (Type argument : parameterized.getActualTypeArguments()) {
                reach(argument, reached);
            }
        } else if (type instanceof Class<?> known && reached.add(known)) {
            if (known.isRecord()) {
                for (RecordComponent component : known.getRecordComponents()) {
                    reach(component.getGenericType(), reached);
                }
            } else if (known.isSealed()) {
                Arrays.stream(known.getPermittedSubclasses()).forEach(permitted -> reach(permitted, reached));
            } else if (known.getName().startsWith("io.drawbridge.")) {
                for (Constructor<?> constructor : known.getConstructors()) {
                    Arrays.stream(constructor.getGenericParameterTypes()).forEach(made -> reach(made, reached));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 302, 399, 600, -401})
    void a_refusal_is_an_error(int status) {
        assertThatThrownBy(() -> new Refusal(status, "no", "No", "Do not.", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 429, 503, 599})
    void every_error_status_can_refuse(int status) {
        assertThat(new Refusal(status, "no", "No", "Do not.", List.of()).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Not", "a_b", "a--b", "-a", "a-", "a b", "a\n"})
    void codes_are_kebab_case(String code) {
        assertThatThrownBy(() -> new Reason(EventName.ACCESS_DENIED, code, "detail"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kebab-case");
        assertThatThrownBy(() -> new Refusal(403, code, "No", "Do not.", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kebab-case");
    }
}
