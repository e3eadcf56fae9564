package io.drawbridge.controlplane.affected;

import static io.drawbridge.controlplane.fixture.Blueprints.DECRYPT;
import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDER;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.FakeReadiness;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.controlplane.snapshots.StanceRequest;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.OnUndecided;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AffectedTest {
    private static final Instant RECENTLY = TestClock.START.minusSeconds(60);
    private static final Client ANN = new Client.Claimed("ann", "127.0.0.9");
    private static final Client BOB = new Client.Claimed("bob", "127.0.0.9");

    @TempDir
    Path folder;

    private Bridge bridge;
    private FakeReadiness readiness;

    @BeforeEach
    void start() {
        bridge = new Bridge(folder, Blueprints.usual());
        readiness = new FakeReadiness(LEGACY);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void enforcing_names_every_client_that_was_denied_and_what_share_of_traffic_that_is() {
        readiness.allowed(70).denied(ANN, "curl/8", ORDERS, 20, RECENTLY).denied(BOB, "app/1", ORDER, 10, RECENTLY);

        Affected affected = by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE)));

        assertThat(affected.clients())
                .extracting(AffectedClient::client)
                .containsExactly("claimed:ann@127.0.0.9", "claimed:bob@127.0.0.9");
        assertThat(affected.clients()).extracting(AffectedClient::change).containsOnly(AffectedClient.Change.REFUSED);
        assertThat(affected.denials()).isEqualTo(30);
        assertThat(affected.shareOfRequests()).isEqualTo(0.3);
        assertThat(affected.warnings())
                .containsExactly(
                        "2 of the 2 clients that were denied in the last 7 days (30 % of all requests) would be refused:"
                                + " claimed:ann@127.0.0.9, claimed:bob@127.0.0.9.",
                        "The outlook is NOT READY: legacy-auth still denies requests that clients send.");
    }

    @Test
    void with_a_share_only_the_clients_in_it_are_named() {
        List<Client> clients = java.util.stream.IntStream.range(0, 400)
                .<Client>mapToObj(i -> new Client.Claimed("user" + i, "127.0.0.9"))
                .toList();
        clients.forEach(client -> readiness.denied(client, "app", ORDERS, 1, RECENTLY));
        Share quarter = Share.parse("25%");

        Affected affected = by(bridge.plan(LEGACY, share(quarter)));

        Set<String> inShare = clients.stream()
                .filter(client -> quarter.includes(bridge.steering().buckets().bucket(LEGACY, client)))
                .map(Client::label)
                .collect(Collectors.toSet());
        assertThat(affected.clients()).extracting(AffectedClient::client).containsExactlyInAnyOrderElementsOf(inShare);
        assertThat(inShare.size()).isBetween(60, 140);
        assertThat(affected.deniedClients()).isEqualTo(400);
    }

    @Test
    void a_policy_that_judges_before_it_knows_who_is_asking_deals_clients_by_their_network() {
        bridge.restart(Blueprints.usual()
                .compiledBy((version, stances, buckets) -> new Snapshot(
                        version,
                        List.of(new Route(
                                ORDERS,
                                PathTemplate.parse("/api/v1/work-orders"),
                                Set.of(),
                                new Destination.Own((exchange, body) -> Answer.json(200, "{}")),
                                CrossOrigin.NONE,
                                List.of(new Binding<>(
                                        LEGACY,
                                        _ -> Verdict.ALLOW,
                                        Stance.of(Mode.MONITOR),
                                        OnUndecided.REFUSE,
                                        buckets)),
                                Authenticator.NONE,
                                List.of())),
                        FieldBlock.EMPTY)));
        Share quarter = Share.parse("25%");
        Set<String> inShare = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String network = "127.0.1." + i;
            Client client = new Client.Claimed("user", network);
            readiness.denied(client, "app", ORDERS, 1, RECENTLY);
            if (quarter.includes(bridge.steering().buckets().bucket(LEGACY, new Client.Network(network)))) {
                inShare.add(client.label());
            }
        }

        assertThat(by(bridge.plan(LEGACY, share(quarter))).clients())
                .extracting(AffectedClient::client)
                .containsExactlyInAnyOrderElementsOf(inShare);
    }

    @Test
    void widening_a_share_names_only_the_clients_that_come_in() {
        for (int i = 0; i < 200; i++) {
            readiness.denied(new Client.Claimed("user" + i, "127.0.0.9"), "app", ORDERS, 1, RECENTLY);
        }
        int quarter =
                by(bridge.plan(LEGACY, share(Share.parse("25%")))).clients().size();
        bridge.apply(bridge.plan(LEGACY, share(Share.parse("25%"))));

        assertThat(by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE))).clients())
                .hasSize(200 - quarter);
    }

    @Test
    void warning_says_that_clients_would_be_told() {
        readiness.denied(ANN, "curl/8", ORDERS, 5, RECENTLY);

        Affected affected = by(bridge.plan(LEGACY, StanceRequest.of(Mode.WARN)));

        assertThat(affected.clients()).extracting(AffectedClient::change).containsOnly(AffectedClient.Change.TOLD);
        assertThat(affected.warnings())
                .containsExactly(
                        "1 of the 1 client that was denied in the last 7 days (100 % of all requests) would be told"
                                + " that they will be refused: claimed:ann@127.0.0.9.");
    }

    @Test
    void lowering_says_who_gets_through_again() {
        bridge.set(LEGACY, Mode.ENFORCE);
        readiness.denied(ANN, "curl/8", ORDERS, 5, RECENTLY);

        Affected affected = by(bridge.plan(LEGACY, StanceRequest.of(Mode.MONITOR)));

        assertThat(affected.clients()).extracting(AffectedClient::change).containsOnly(AffectedClient.Change.RELIEVED);
        assertThat(affected.warnings()).singleElement().asString().contains("more leniently");
    }

    @Test
    void a_client_whose_last_denial_is_old_is_not_affected() {
        readiness.denied(ANN, "curl/8", ORDERS, 5, TestClock.START.minus(Duration.ofDays(8)));

        assertThat(by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE))).clients())
                .isEmpty();
    }

    @Test
    void a_client_on_a_critical_route_is_refused_already_and_not_affected() {
        readiness.denied(ANN, "curl/8", DECRYPT, 5, RECENTLY);

        assertThat(by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE))).clients())
                .isEmpty();
    }

    @Test
    void a_client_on_a_route_with_a_stance_of_its_own_is_not_affected_by_what_holds_everywhere() {
        bridge.set(LEGACY, ORDERS, Mode.OFF);
        readiness.denied(ANN, "curl/8", ORDERS, 5, RECENTLY);

        Affected affected = by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE)));

        assertThat(affected.clients()).isEmpty();
        assertThat(affected.warnings()).contains("One route has a stance of its own and stays as it is: work-orders.");
    }

    @Test
    void a_step_on_one_route_affects_its_clients_alone() {
        readiness.denied(ANN, "curl/8", ORDERS, 5, RECENTLY).denied(BOB, "app/1", ORDER, 5, RECENTLY);

        assertThat(by(bridge.plan(LEGACY, ORDERS, StanceRequest.of(Mode.ENFORCE)))
                        .clients())
                .extracting(AffectedClient::client)
                .containsExactly("claimed:ann@127.0.0.9");
    }

    @Test
    void a_step_that_a_critical_route_outweighs_is_said_to_be() {
        assertThat(by(bridge.plan(LEGACY, DECRYPT, StanceRequest.of(Mode.WARN))).warnings())
                .contains("The route decrypt is critical: legacy-auth is enforced there whatever is set, unless it is"
                        + " off.");
    }

    @Test
    void no_traffic_is_not_taken_for_no_harm() {
        assertThat(by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE))).warnings())
                .containsExactly("No traffic has been seen yet: nobody knows whom this would break.");
    }

    @Test
    void too_little_traffic_says_how_much_may_break_all_the_same() {
        readiness.allowed(60);

        assertThat(by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE))).warnings())
                .containsExactly(
                        "The outlook is NOT ENOUGH DATA: no denial in 60 requests says only that fewer than 5 %"
                                + " of requests are denied, at 95 % confidence.");
    }

    @Test
    void a_policy_that_is_ready_warns_of_nothing() {
        readiness.allowed(5000);

        assertThat(by(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE))).warnings())
                .isEmpty();
    }

    @Test
    void denials_that_nobody_can_be_told_of_are_counted() {
        readiness.allowed(10).deniedOthers(90);

        Affected affected = by(bridge.plan(LEGACY, StanceRequest.of(Mode.WARN)));

        assertThat(affected.othersDenials()).isEqualTo(90);
        assertThat(affected.warnings())
                .containsExactly(
                        "90 denials came from clients beyond the number that is told apart; some of them may be"
                                + " affected too.");
    }

    private static StanceRequest share(Share share) {
        return new StanceRequest(Mode.ENFORCE, Optional.of(share), Optional.empty(), Optional.empty());
    }

    private Affected by(Planning.Planned planned) {
        return Affected.by(
                planned,
                bridge.steering().current(),
                readiness,
                bridge.steering().buckets(),
                bridge.clock.instant());
    }
}
