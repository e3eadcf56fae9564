package io.drawbridge.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.exchange.Target;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BindingTest {
    private static final Buckets BUCKETS =
            new Buckets("a key of 16 bytes".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    private static final Verdict DENY = new Verdict.Deny(
            new Reason(EventName.ACCESS_DENIED, "not-the-owner", "detail"),
            new Refusal(403, "not-yours", "Not yours", "Ask for your own.", List.of()),
            Advice.TELL);

    static Stream<Policy<Arrived>> broken() {
        return Stream.of(
                _ -> {
                    throw new IllegalStateException("the database password is hunter2");
                },
                _ -> {
                    throw new NullPointerException();
                },
                BindingTest::recurse,
                _ -> {
                    throw new NoClassDefFoundError("a library that is not there: hunter2");
                },
                BindingTest::nothing);
    }

    @SuppressWarnings("InfiniteRecursion") // A regular expression over client text can do this too.
    private static Verdict recurse(Arrived exchange) {
        return recurse(exchange);
    }

    private static Verdict nothing(Arrived exchange) {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(null);
        return verdicts.getFirst();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_policy_that_throws_never_proceeds_when_undecided_means_refuse(Policy<Arrived> policy) {
        Judgement judgement =
                binding(policy, Stance.of(Mode.ENFORCE), OnUndecided.REFUSE).judge(exchange("10.0.0.1"));

        assertThat(judgement.isRefusal()).isTrue();
        assertThat(judgement.effect()).isInstanceOfSatisfying(Effect.Refuse.class, refuse -> {
            assertThat(refuse.refusal().status()).isEqualTo(503);
            assertThat(refuse.refusal().toString()).doesNotContain("hunter2");
            assertThat(refuse.reason().event()).isEqualTo(EventName.POLICY_UNDECIDED);
        });
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_policy_that_throws_in_monitor_changes_nothing_and_is_recorded(Policy<Arrived> policy) {
        Judgement judgement =
                binding(policy, Stance.of(Mode.MONITOR), OnUndecided.REFUSE).judge(exchange("10.0.0.1"));

        assertThat(judgement.effect()).isInstanceOf(Effect.Observe.class);
        assertThat(judgement.isDenial()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_policy_that_throws_proceeds_where_its_loss_opens_no_door(Policy<Arrived> policy) {
        Judgement judgement =
                binding(policy, Stance.of(Mode.ENFORCE), OnUndecided.PROCEED).judge(exchange("10.0.0.1"));

        assertThat(judgement.effect()).isEqualTo(Effect.PROCEED);
        assertThat(judgement.verdict()).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    void a_policy_that_is_off_does_not_run() {
        List<Arrived> seen = new ArrayList<>();
        Policy<Arrived> policy = exchange -> {
            seen.add(exchange);
            return DENY;
        };

        Judgement judgement =
                binding(policy, Stance.of(Mode.OFF), OnUndecided.REFUSE).judge(exchange("10.0.0.1"));

        assertThat(judgement.effect()).isEqualTo(Effect.PROCEED);
        assertThat(seen).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Mode.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
    void a_policy_sees_the_same_exchange_and_says_the_same_in_every_mode_that_runs(Mode mode) {
        List<Arrived> seen = new ArrayList<>();
        Policy<Arrived> policy = exchange -> {
            seen.add(exchange);
            return exchange.address().text().endsWith("1") ? DENY : Verdict.ALLOW;
        };
        Arrived denied = exchange("10.0.0.1");
        Arrived allowed = exchange("10.0.0.2");
        Binding<Arrived> binding = binding(policy, Stance.of(mode), OnUndecided.REFUSE);

        assertThat(binding.judge(denied).verdict()).isEqualTo(DENY);
        assertThat(binding.judge(allowed).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(seen).containsExactly(denied, allowed);
    }

    @Test
    void a_share_divides_clients_between_the_two_modes_of_a_stance() {
        Stance stance = new Stance(Mode.MONITOR, Mode.ENFORCE, Share.parse("25%"));
        Binding<Arrived> binding = binding(_ -> DENY, stance, OnUndecided.REFUSE);

        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            Judgement judgement = binding.judge(exchange("10.0." + i / 250 + "." + i % 250));
            assertThat(judgement.mode()).isIn(Mode.MONITOR, Mode.ENFORCE);
            assertThat(judgement.isRefusal()).isEqualTo(judgement.mode() == Mode.ENFORCE);
            refused += judgement.isRefusal() ? 1 : 0;
        }
        // Four standard deviations of a binomial distribution with n = 2000 and p = 1/4.
        assertThat(refused).isBetween(500 - 78, 500 + 78);
    }

    private static Binding<Arrived> binding(Policy<Arrived> policy, Stance stance, OnUndecided onUndecided) {
        return new Binding<>(new PolicyName("ownership"), policy, stance, onUndecided, BUCKETS);
    }

    private static Arrived exchange(String address) {
        return new Arrived(
                new RequestHead("GET", new Target("/", ""), "localhost", Fields.NONE),
                new ClientAddress(address, address),
                new RouteName("/"),
                Map.of(),
                Instant.EPOCH);
    }
}
