package io.drawbridge.policies.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Verdict;
import io.drawbridge.policies.Exchanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdPoliciesTest {
    private static final Instant NOW = Exchanges.NOW;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Threshold FLOOD = new Threshold(100, Duration.ofMinutes(1), HOUR, Duration.ofHours(24));
    private static final Threshold FORCE = new Threshold(5, Duration.ofMinutes(5), HOUR, Duration.ofHours(24));
    private static final String ATTACKER = "192.0.2.66";

    private final Suspects suspects = new Suspects();
    private final RequestFloodPolicy flood = new RequestFloodPolicy(suspects, FLOOD, NetworkSet.NONE);
    private final BruteForcePolicy force = new BruteForcePolicy(suspects, FORCE, NetworkSet.NONE);
    private final FailedAuthentication failed = new FailedAuthentication(suspects);

    @Test
    void a_hundred_requests_a_minute_pass_and_one_more_does_not() {
        for (int i = 0; i < 100; i++) {
            assertThat(flood.judge(request(ATTACKER, NOW.plusMillis(i * 599L)))).isEqualTo(Verdict.ALLOW);
        }
        Verdict verdict = flood.judge(request(ATTACKER, NOW.plusMillis(59_999)));

        assertThat(((Verdict.Deny) verdict).reason().event()).isEqualTo(EventName.SUSPICIOUS);
        assertThat(((Verdict.Deny) verdict).reason().code()).isEqualTo("request-flood");
        assertThat(suspects.sentence(client(ATTACKER), NOW.plusMillis(59_999)))
                .contains(new Sentence(
                        NOW.plusMillis(59_999), NOW.plusMillis(59_999).plus(HOUR), 1));
    }

    @Test
    void a_hundred_and_one_in_a_little_more_than_a_minute_pass() {
        for (int i = 0; i <= 100; i++) {
            assertThat(flood.judge(request(ATTACKER, NOW.plusMillis(i * 600L)))).isEqualTo(Verdict.ALLOW);
        }
    }

    @Test
    void a_sentence_is_news_when_it_is_passed_and_none_while_it_is_served() {
        Verdict verdict = Verdict.ALLOW;
        int passed = -1;
        while (verdict.equals(Verdict.ALLOW)) {
            passed++;
            verdict = flood.judge(request(ATTACKER, NOW.plusMillis(passed)));
        }
        assertThat(passed).isEqualTo(FLOOD.limit());
        assertThat(((Verdict.Deny) verdict).reason().news()).isEqualTo(Reason.News.NEW);

        for (int i = 1; i < 50; i++) {
            Verdict next = flood.judge(request(ATTACKER, NOW.plusMillis(passed + i)));
            assertThat(((Verdict.Deny) next).reason().news()).isEqualTo(Reason.News.GOES_ON);
        }
    }

    @Test
    void it_counts_what_a_plain_list_would_count() {
        Random random = new Random(101);
        Deque<Instant> model = new ArrayDeque<>();
        Instant at = NOW;
        int denials = 0;
        for (int i = 0; i < 20_000; i++) {
            at = at.plusMillis(random.nextInt(random.nextInt(40) == 0 ? 20_000 : 1_150));
            model.add(at);
            Instant start = at.minus(FLOOD.within());
            model.removeIf(instant -> !instant.isAfter(start));
            boolean over = model.size() > FLOOD.limit();
            assertThat(flood.judge(request(ATTACKER, at)))
                    .as("at " + at)
                    .isInstanceOf(over ? Verdict.Deny.class : Verdict.Allow.class);
            if (over) {
                denials++;
                model.clear();
                suspects.forgive(Network.parse(ATTACKER));
            }
        }
        assertThat(denials).isGreaterThan(3);
    }

    @Test
    void a_large_limit_never_counts_more_than_there_was() {
        Threshold large = new Threshold(1_000, Duration.ofMinutes(1), HOUR, HOUR);
        RequestFloodPolicy policy = new RequestFloodPolicy(suspects, large, NetworkSet.NONE);
        for (int i = 0; i < 5_000; i++) {
            assertThat(policy.judge(request(ATTACKER, NOW.plusMillis(i * 60L)))).isEqualTo(Verdict.ALLOW);
        }
        Instant later = NOW.plus(HOUR);
        int passed = 0;
        while (passed < 3_000
                && policy.judge(request(ATTACKER, later.plusMillis(passed))).equals(Verdict.ALLOW)) {
            passed++;
        }
        assertThat(passed).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        // Identity, status, ending; whether it counts.
        "anonymous, 401, ANSWERED, true",
        "anonymous, 401, FORWARDED, true",
        "rejected, 401, REFUSED, true",
        "rejected, 200, FORWARDED, true",
        "anonymous, 401, REFUSED, false",
        "anonymous, 403, FORWARDED, false",
        "anonymous, 200, ANSWERED, false",
        "verified, 401, FORWARDED, true",
        "legacy, 200, FORWARDED, false",
    })
    void what_counts_as_failed_authentication(String identity, int status, Ending ending, boolean counts) {
        Identity who = switch (identity) {
            case "rejected" -> Exchanges.rejected();
            case "verified" -> Exchanges.verified("u1");
            case "legacy" -> Exchanges.legacy("u1");
            default -> Identity.ANONYMOUS;
        };
        for (int i = 0; i < 6; i++) {
            assertThat(force.judge(request(ATTACKER, NOW))).isEqualTo(Verdict.ALLOW);
            failed.record(exchanged(ATTACKER, NOW.plusSeconds(i), who, status, ending));
        }
        assertThat(force.judge(request(ATTACKER, NOW.plusSeconds(6))))
                .isInstanceOf(counts ? Verdict.Deny.class : Verdict.Allow.class);
        assertThat(force.judge(request("192.0.2.67", NOW.plusSeconds(6)))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void five_failures_in_five_minutes_pass_and_old_ones_are_forgotten() {
        fail(ATTACKER, NOW, 5);
        assertThat(force.judge(request(ATTACKER, NOW.plusSeconds(299)))).isEqualTo(Verdict.ALLOW);
        fail(ATTACKER, NOW.plusSeconds(300), 5);
        assertThat(force.judge(request(ATTACKER, NOW.plusSeconds(300)))).isEqualTo(Verdict.ALLOW);
        fail(ATTACKER, NOW.plusSeconds(301), 1);
        assertThat(force.judge(request(ATTACKER, NOW.plusSeconds(301)))).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void each_time_again_lasts_twice_as_long_up_to_the_longest() {
        Instant at = NOW;
        for (int hours : new int[] {1, 2, 4, 8, 16, 24, 24}) {
            fail(ATTACKER, at, 6);
            assertThat(force.judge(request(ATTACKER, at))).isInstanceOf(Verdict.Deny.class);
            Instant end = at.plus(Duration.ofHours(hours));
            assertThat(force.judge(request(ATTACKER, end.minusMillis(1)))).isInstanceOf(Verdict.Deny.class);
            assertThat(force.judge(request(ATTACKER, end))).isEqualTo(Verdict.ALLOW);
            at = end.plusSeconds(60);
        }
        at = at.plus(Duration.ofHours(25));
        fail(ATTACKER, at, 6);
        force.judge(request(ATTACKER, at));
        assertThat(suspects.sentence(client(ATTACKER), at).map(Sentence::offence))
                .contains(1);
    }

    @Test
    void nothing_counts_while_a_sentence_is_served() {
        fail(ATTACKER, NOW, 6);
        force.judge(request(ATTACKER, NOW));
        fail(ATTACKER, NOW.plus(HOUR).minusSeconds(10), 50);

        assertThat(force.judge(request(ATTACKER, NOW.plus(HOUR)))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void addresses_of_one_ipv6_network_count_as_one() {
        for (int i = 0; i < 6; i++) {
            fail("2001:db8:1:2::" + i, NOW, 1);
        }
        assertThat(force.judge(request("2001:db8:1:2:ffff::99", NOW))).isInstanceOf(Verdict.Deny.class);
        assertThat(force.judge(request("2001:db8:1:3::1", NOW))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void who_is_exempt_is_never_denied() {
        NetworkSet exempt = new NetworkSet(List.of(Network.parse("192.0.2.0/24")));
        fail(ATTACKER, NOW, 50);

        assertThat(new BruteForcePolicy(suspects, FORCE, exempt).judge(request(ATTACKER, NOW)))
                .isEqualTo(Verdict.ALLOW);
        RequestFloodPolicy policy = new RequestFloodPolicy(new Suspects(), FLOOD, exempt);
        for (int i = 0; i < 500; i++) {
            assertThat(policy.judge(request(ATTACKER, NOW))).isEqualTo(Verdict.ALLOW);
        }
    }

    @Test
    void who_is_forgiven_begins_anew() {
        fail(ATTACKER, NOW, 6);
        fail("2001:db8:1:2::7", NOW, 6);
        force.judge(request(ATTACKER, NOW));

        suspects.forgive(Network.parse("192.0.2.0/24"));
        suspects.forgive(Network.parse("2001:db8:1:2::7"));

        assertThat(force.judge(request(ATTACKER, NOW))).isEqualTo(Verdict.ALLOW);
        assertThat(force.judge(request("2001:db8:1:2::7", NOW))).isEqualTo(Verdict.ALLOW);
        assertThat(suspects.remembered()).isZero();
    }

    @Test
    void what_was_known_before_a_restart_is_known_after_it() {
        suspects.remember(
                Network.parse("2001:db8:1:2::/64"), new Sentence(NOW.minusSeconds(60), NOW.plusSeconds(60), 2));

        assertThat(force.judge(request("2001:db8:1:2::9", NOW))).isInstanceOf(Verdict.Deny.class);
        assertThat(force.judge(request("2001:db8:1:2::9", NOW.plusSeconds(60)))).isEqualTo(Verdict.ALLOW);
        fail("2001:db8:1:2::9", NOW.plusSeconds(61), 6);
        force.judge(request("2001:db8:1:2::9", NOW.plusSeconds(61)));
        assertThat(suspects.sentence(client("2001:db8:1:2::9"), NOW.plusSeconds(61))
                        .map(Sentence::offence))
                .contains(3);
    }

    @Test
    void a_flood_of_addresses_is_remembered_up_to_the_bound_and_counted_beyond_it() {
        Suspects few = new Suspects(128);
        RequestFloodPolicy policy = new RequestFloodPolicy(few, FLOOD, NetworkSet.NONE);
        for (int i = 0; i < 10_000; i++) {
            policy.judge(request("10.0." + i / 256 + "." + i % 256, NOW));
        }
        assertThat(few.remembered()).isLessThanOrEqualTo(128);
        assertThat(few.evictions()).isEqualTo(10_000 - few.remembered());
    }

    private void fail(String address, Instant at, int times) {
        for (int i = 0; i < times; i++) {
            failed.record(exchanged(address, at, Identity.ANONYMOUS, 401, Ending.ANSWERED));
        }
    }

    private static Arrived request(String address, Instant at) {
        Arrived now = Exchanges.arrived("GET", "/", Map.of(), client(address));
        return new Arrived(now.head(), now.address(), now.route(), Map.of(), at);
    }

    private static ClientAddress client(String address) {
        return Address.parse(address).orElseThrow().client();
    }

    private static Exchanged exchanged(String address, Instant at, Identity identity, int status, Ending ending) {
        Arrived request = request(address, at);
        return new Exchanged(
                Optional.empty(),
                at,
                request.address(),
                Optional.of(request.route()),
                true,
                identity,
                request.client(),
                "POST",
                "/",
                "",
                "HTTP/1.1",
                "",
                "",
                status,
                0,
                0,
                1,
                ending,
                "",
                List.of(),
                1);
    }
}
