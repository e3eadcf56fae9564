package io.drawbridge.policies;

import static io.drawbridge.policies.Exchanges.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Exchange;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Effect;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.OnUndecided;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.verdict.Verdict;
import io.drawbridge.policies.authentication.AuthenticationPolicy;
import io.drawbridge.policies.headers.ContentSecurityPolicy;
import io.drawbridge.policies.headers.Environment;
import io.drawbridge.policies.headers.PublicSide;
import io.drawbridge.policies.headers.SecurityHeaders;
import io.drawbridge.policies.headers.SecurityHeadersPolicy;
import io.drawbridge.policies.legacyauth.LegacyAuthPolicy;
import io.drawbridge.policies.origin.CorsRules;
import io.drawbridge.policies.origin.CorsSettings;
import io.drawbridge.policies.origin.Origin;
import io.drawbridge.policies.origin.OriginPolicy;
import io.drawbridge.policies.ownership.OwnershipField;
import io.drawbridge.policies.ownership.OwnershipPolicy;
import io.drawbridge.policies.ratelimit.LimitKey;
import io.drawbridge.policies.ratelimit.RateLimitPolicy;
import io.drawbridge.policies.ratelimit.RateLimiter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a policy says does not depend on its mode: the same exchanges, judged by two copies with state of their own,
/// get the same verdicts in every mode.
class MonitorEqualsEnforceTest {
    private static final int EXCHANGES = 2000;
    private static final PolicyName HEADERS = new PolicyName("security-headers");

    /// @param make a fresh policy, with fresh state that lives by this clock
    record Subject(PolicyName name, Function<Ticker, Policy<? super Identified>> make) {
        @Override
        public String toString() {
            return name.text();
        }
    }

    /// A policy of an earlier stage, as the later stage sees it.
    private static Policy<Identified> early(Policy<Arrived> policy) {
        return exchange -> policy.judge(exchange.arrived());
    }

    static Stream<Subject> policies() {
        CorsRules rules = new CorsRules(new CorsSettings(
                List.of(Origin.parse("https://app.example.com")),
                List.of("GET", "POST"),
                List.of(),
                List.of(),
                true,
                Duration.ofMinutes(10)));
        return Stream.of(
                new Subject(new PolicyName("authentication"), _ -> new AuthenticationPolicy(Set.of())),
                new Subject(
                        new PolicyName("authentication-with-roles"), _ -> new AuthenticationPolicy(Set.of("admin"))),
                new Subject(
                        new PolicyName("ownership"),
                        _ -> new OwnershipPolicy(
                                List.of(OwnershipField.parse("query:user_id"), OwnershipField.parse("header:X-User")),
                                Set.of("admin"))),
                new Subject(
                        new PolicyName("legacy-auth"),
                        _ -> new LegacyAuthPolicy(NOW, Optional.of(NOW.plusSeconds(1)), URI.create("/guide"))),
                new Subject(
                        new PolicyName("rate-limit"),
                        ticker -> new RateLimitPolicy(
                                "api", Rate.parse("5/minute"), LimitKey.CLIENT, new RateLimiter(ticker))),
                new Subject(
                        new PolicyName("rate-limit-by-address"),
                        ticker -> new RateLimitPolicy(
                                "api", Rate.parse("5/minute"), LimitKey.ADDRESS, new RateLimiter(ticker, 3))),
                new Subject(new PolicyName("origin"), _ -> early(new OriginPolicy(rules))),
                new Subject(
                        HEADERS,
                        _ -> early(new SecurityHeadersPolicy(SecurityHeaders.preset(
                                Environment.PRODUCTION,
                                PublicSide.TLS,
                                ContentSecurityPolicy.GENERIC.text(Environment.PRODUCTION))))));
    }

    private static final List<Identity> IDENTITIES = List.of(
            Identity.ANONYMOUS,
            Exchanges.rejected(),
            Exchanges.unknown(),
            Exchanges.legacy("user1"),
            Exchanges.legacy("user2"),
            Exchanges.verified("user1"),
            Exchanges.verified("user2"),
            Exchanges.verified("boss", "admin"));

    private static Identified exchange(RandomGenerator random) {
        List<String> fields = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            fields.addAll(List.of("Origin", pick(random, "https://app.example.com", "https://evil.example", "null")));
        }
        if (random.nextInt(5) == 0) {
            fields.addAll(List.of("X-User", pick(random, "user1", "user2")));
        }
        String target = "/?a=b" + pick(random, "", "&user_id=user1", "&user_id=user2", "&user_id=user1&user_id=user2");
        Arrived arrived = Exchanges.arrived(
                pick(random, "GET", "POST", "OPTIONS"),
                target,
                Map.of(),
                Exchanges.address("192.0.2." + random.nextInt(4)),
                fields.toArray(String[]::new));
        return new Identified(arrived, IDENTITIES.get(random.nextInt(IDENTITIES.size())));
    }

    private static String pick(RandomGenerator random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static <E extends Exchange> List<Judgement> judgements(
            Policy<? super E> policy, PolicyName name, Mode mode, List<E> exchanges, Ticker ticker, long seed) {
        Binding<E> binding =
                new Binding<>(name, policy, Stance.of(mode), OnUndecided.REFUSE, new Buckets(new byte[16]));
        RandomGenerator pauses = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Judgement> judgements = new ArrayList<>();
        for (E exchange : exchanges) {
            ticker.advance(Duration.ofMillis(pauses.nextInt(2000)));
            judgements.add(binding.judge(exchange));
        }
        return judgements;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void verdicts_on_the_same_exchanges_are_equal_in_monitor_warn_and_enforce(Subject subject) {
        for (long seed = 0; seed < 5; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<Identified> exchanges = new ArrayList<>();
            for (int i = 0; i < EXCHANGES; i++) {
                exchanges.add(exchange(random));
            }
            List<List<Verdict>> verdicts = new ArrayList<>();
            for (Mode mode : List.of(Mode.ENFORCE, Mode.MONITOR, Mode.WARN)) {
                Ticker ticker = new Ticker(NOW);
                List<Judgement> judgements =
                        judgements(subject.make().apply(ticker), subject.name(), mode, exchanges, ticker, seed);
                verdicts.add(judgements.stream().map(Judgement::verdict).toList());
                boolean refuses = judgements.stream().anyMatch(one -> one.effect() instanceof Effect.Refuse);
                boolean denies = judgements.stream().anyMatch(one -> one.verdict() instanceof Verdict.Deny);
                // The traffic is such that every policy but the last finds something to deny.
                assertThat(denies).isEqualTo(!subject.name().equals(HEADERS));
                assertThat(refuses).isEqualTo(denies && mode == Mode.ENFORCE);
            }
            assertThat(verdicts.get(1)).isEqualTo(verdicts.get(0));
            assertThat(verdicts.get(2)).isEqualTo(verdicts.get(0));
        }
    }
}
