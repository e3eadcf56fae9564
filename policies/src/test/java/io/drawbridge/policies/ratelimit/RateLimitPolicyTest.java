package io.drawbridge.policies.ratelimit;

import static io.drawbridge.policies.Exchanges.address;
import static io.drawbridge.policies.Exchanges.arrived;
import static io.drawbridge.policies.Exchanges.denial;
import static io.drawbridge.policies.Exchanges.field;
import static io.drawbridge.policies.Exchanges.legacy;
import static io.drawbridge.policies.Exchanges.obliged;
import static io.drawbridge.policies.Exchanges.rejected;
import static io.drawbridge.policies.Exchanges.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Verdict;
import io.drawbridge.policies.Exchanges;
import io.drawbridge.policies.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitPolicyTest {
    private final Ticker ticker = new Ticker(Exchanges.NOW);
    private final RateLimiter limiter = new RateLimiter(ticker);

    private RateLimitPolicy policy(String limitClass, String rate, LimitKey key) {
        return new RateLimitPolicy(limitClass, Rate.parse(rate), key, limiter);
    }

    private static Identified from(String address, Identity identity) {
        return new Identified(arrived("GET", "/", Map.of(), address(address)), identity);
    }

    @Test
    void who_is_within_the_limit_is_told_where_it_stands() {
        RateLimitPolicy policy = policy("api", "60/minute", LimitKey.CLIENT);
        assertThat(obliged(policy.judge(from("192.0.2.1", verified("user1")))).fields())
                .containsExactly(
                        new HeaderField("RateLimit-Policy", "\"api\";q=60;w=60"),
                        new HeaderField("RateLimit", "\"api\";r=59;t=60"));
        ticker.advance(Duration.ofMillis(1500));
        assertThat(field(obliged(policy.judge(from("192.0.2.1", verified("user1")))), "RateLimit"))
                .isEqualTo("\"api\";r=58;t=59");
    }

    @Test
    void who_is_over_it_gets_429_and_when_to_come_back() {
        RateLimitPolicy policy = policy("auth", "2/minute", LimitKey.CLIENT);
        policy.judge(from("192.0.2.1", verified("user1")));
        ticker.advance(Duration.ofMillis(10_400));
        policy.judge(from("192.0.2.1", verified("user1")));
        ticker.advance(Duration.ofMillis(200));
        Verdict.Deny deny = denial(policy.judge(from("192.0.2.1", verified("user1"))));
        assertThat(deny.reason().event()).isEqualTo(EventName.RATE_LIMITED);
        assertThat(deny.reason().code()).isEqualTo("rate-limited");
        assertThat(deny.refusal().status()).isEqualTo(429);
        assertThat(deny.refusal().remediation()).contains("50 seconds").contains("2/minute");
        assertThat(deny.refusal().fields())
                .containsExactly(
                        new HeaderField("Retry-After", "50"),
                        new HeaderField("RateLimit-Policy", "\"auth\";q=2;w=60"),
                        new HeaderField("RateLimit", "\"auth\";r=0;t=50"));
        assertThat(deny.advice())
                .isEqualTo(new Advice.Tell(FieldBlock.of(
                        new HeaderField("RateLimit-Policy", "\"auth\";q=2;w=60"),
                        new HeaderField("RateLimit", "\"auth\";r=0;t=50"))));
    }

    @Test
    void who_waits_as_long_as_told_is_admitted_and_a_second_less_is_too_early() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        RateLimitPolicy policy = policy("api", "5/minute", LimitKey.CLIENT);
        int denials = 0;
        for (int i = 0; i < 2000; i++) {
            ticker.advance(Duration.ofNanos(random.nextLong(8_000_000_000L)));
            Verdict verdict = policy.judge(from("192.0.2.1", verified("user1")));
            if (verdict instanceof Verdict.Deny deny) {
                denials++;
                long seconds = Long.parseLong(field(deny.refusal().fields(), "Retry-After"));
                assertThat(seconds).isBetween(1L, 60L);
                ticker.advance(Duration.ofSeconds(seconds - 1));
                assertThat(policy.judge(from("192.0.2.1", verified("user1")))).isInstanceOf(Verdict.Deny.class);
                ticker.advance(Duration.ofSeconds(1));
                assertThat(policy.judge(from("192.0.2.1", verified("user1")))).isInstanceOf(Verdict.Allow.class);
            }
        }
        assertThat(denials).isGreaterThan(100);
    }

    @Test
    void a_verified_subject_is_one_client_from_wherever_it_comes() {
        RateLimitPolicy policy = policy("api", "1/minute", LimitKey.CLIENT);
        assertThat(policy.judge(from("192.0.2.1", verified("user1")))).isInstanceOf(Verdict.Allow.class);
        assertThat(policy.judge(from("192.0.2.2", verified("user1")))).isInstanceOf(Verdict.Deny.class);
        assertThat(policy.judge(from("192.0.2.1", verified("user2")))).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void made_up_subjects_and_bad_tokens_count_for_their_address() {
        RateLimitPolicy policy = policy("api", "1/minute", LimitKey.CLIENT);
        assertThat(policy.judge(from("192.0.2.1", legacy("user1")))).isInstanceOf(Verdict.Allow.class);
        for (Identity identity : new Identity[] {legacy("user2"), rejected(), Identity.ANONYMOUS}) {
            assertThat(policy.judge(from("192.0.2.1", identity))).isInstanceOf(Verdict.Deny.class);
        }
    }

    @Test
    void a_limit_by_address_counts_all_subjects_of_it_together() {
        RateLimitPolicy policy = policy("auth", "1/minute", LimitKey.ADDRESS);
        assertThat(policy.judge(from("192.0.2.1", verified("user1")))).isInstanceOf(Verdict.Allow.class);
        assertThat(policy.judge(from("192.0.2.1", verified("user2")))).isInstanceOf(Verdict.Deny.class);
        assertThat(policy.judge(from("192.0.2.2", verified("user1")))).isInstanceOf(Verdict.Allow.class);
    }

    @Test
    void a_new_policy_with_another_rate_goes_on_counting() {
        for (int i = 0; i < 3; i++) {
            policy("api", "60/minute", LimitKey.CLIENT).judge(from("192.0.2.1", verified("user1")));
        }
        assertThat(field(
                        obliged(policy("api", "10/minute", LimitKey.CLIENT)
                                .judge(from("192.0.2.1", verified("user1")))),
                        "RateLimit"))
                .isEqualTo("\"api\";r=6;t=60");
    }

    @Test
    void the_same_standing_is_told_by_the_same_object() {
        RateLimitPolicy policy = policy("api", "60/minute", LimitKey.CLIENT);
        Verdict one = policy.judge(from("192.0.2.1", verified("user1")));
        assertThat(policy.judge(from("192.0.2.1", verified("user2")))).isSameAs(one);
        // On another route and in a later snapshot too, so that routes cost no memory.
        RateLimitPolicy again = policy("api", "60/minute", LimitKey.CLIENT);
        assertThat(again.judge(from("192.0.2.1", verified("user3")))).isSameAs(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3/second", "60/minute", "5000/minute", "100/hour", "1000000/day"})
    void what_is_kept_never_answers_for_another_standing(String rate) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        RateLimitPolicy policy = policy("api", rate, LimitKey.CLIENT);
        RateLimiter twin = new RateLimiter(ticker);
        for (int i = 0; i < 20_000; i++) {
            Identity.Verified identity = verified("user" + random.nextInt(3));
            ticker.advance(Duration.ofMillis(random.nextInt(40)));
            List<HeaderField> fields = switch (policy.judge(from("192.0.2.1", identity))) {
                case Verdict.Allow allow -> obliged(allow).fields();
                case Verdict.Deny deny -> deny.refusal().fields();
                case Verdict.Undecided undecided -> throw new AssertionError(undecided);
            };
            String expected = switch (twin.admit(
                    "x", new io.drawbridge.domain.identity.Client.Subject(identity.subject()), Rate.parse(rate))) {
                case Admission.Admitted a ->
                    "\"api\";r=" + a.remaining() + ";t=" + Math.ceilDiv(a.nanosToReset(), 1_000_000_000L);
                case Admission.Exhausted e -> "\"api\";r=0;t=" + Math.ceilDiv(e.nanosToWait(), 1_000_000_000L);
            };
            assertThat(field(fields, "RateLimit")).isEqualTo(expected);
        }
    }

    @Test
    void a_name_or_a_period_that_cannot_be_told_is_refused() {
        for (String name : List.of("", "a b", "a\"", "ä", "x".repeat(65))) {
            assertThatThrownBy(() -> policy(name, "5/minute", LimitKey.CLIENT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class of rate limit");
        }
        for (Duration period : List.of(Duration.ofMillis(500), Duration.ofMillis(1500), Duration.ofDays(2))) {
            Rate rate = new Rate(5, period);
            assertThatThrownBy(() -> new RateLimitPolicy("api", rate, LimitKey.CLIENT, limiter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("period");
        }
    }
}
