package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryTransport
class CredentialTest {
    /// Takes the credential's word for what it is.
    private static final Authenticator BY_WORD =
            exchange -> switch (exchange.head().fields().first("authorization").orElse("")) {
                case "Bearer good" -> new Identity.Verified("user1", Set.of("admin"), Instant.MAX);
                case "Bearer bad" -> new Identity.Rejected(new Reason(EventName.AUTH_FAILED, "bad-signature", "user1"));
                case "Bearer away" -> new Identity.Unknown(new Reason(EventName.AUTH_FAILED, "keys-away", ""));
                case "Basic old" -> new Identity.Legacy("user1", "query:user_id");
                default ->
                    exchange.head()
                            .fields()
                            .first("x-user-id")
                            .<Identity>map(subject -> new Identity.Legacy(subject, "header:X-User-Id"))
                            .orElse(Identity.ANONYMOUS);
            };

    private final Transport transport;

    CredentialTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(Service service, boolean forwardAuthorization, Mode mode) throws Exception {
        Upstream upstream = new Upstream(
                "service",
                "127.0.0.1",
                service.port(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                10,
                forwardAuthorization);
        Route route = Gateway.route(
                "/**",
                Set.of(),
                new Destination.Forward(upstream),
                List.of(),
                BY_WORD,
                List.of(Gateway.binding(
                        "authentication",
                        mode,
                        exchange -> exchange.identity() instanceof Identity.Verified ? Verdict.ALLOW : Gateway.DENY)));
        return Gateway.on(transport)
                .routes(route)
                .identities(Gateway.subjects())
                .start();
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer good, true, true, for-user1",
        "Bearer good, false, false, for-user1",
        "Bearer bad, true, false, ",
        "Bearer bad, false, false, ",
        "Bearer away, true, false, ",
        "Basic old, true, false, ",
        "Anything else, true, false, "
    })
    void a_credential_goes_upstream_only_if_it_is_good_and_the_upstream_asks_for_it(
            String credential, boolean asked, boolean passed, String token) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, asked, Mode.MONITOR);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/", "Authorization: " + credential).status()).isEqualTo(200);

            Message request = service.nextRequest();
            assertThat(request.values("authorization")).isEqualTo(passed ? List.of(credential) : List.of());
            assertThat(request.values("drawbridge-identity")).isEqualTo(token == null ? List.of() : List.of(token));
        }
    }

    @Test
    void a_rejected_credential_that_monitor_lets_pass_goes_up_as_nobodys() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, true, Mode.MONITOR);
                Wire client = Wire.to(gateway)) {
            client.get(
                    "/?user_id=user1",
                    "Authorization: Bearer bad",
                    "Drawbridge-Identity: for-user1",
                    "X-User-Id: user1");

            Message request = service.nextRequest();
            assertThat(request.has("authorization") || request.has("drawbridge-identity") || request.has("x-user-id"))
                    .isFalse();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.identity()).isInstanceOf(Identity.Rejected.class);
            assertThat(exchange.client()).isEqualTo(new Client.Network("127.0.0.1"));
            assertThat(exchange.decision()).isPresent();
        }
    }

    @Test
    void a_token_that_a_client_makes_up_is_replaced_by_the_gateways() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, false, Mode.ENFORCE);
                Wire client = Wire.to(gateway)) {
            client.get(
                    "/",
                    "Authorization: Bearer good",
                    "Drawbridge-Identity: for-root",
                    "Drawbridge_Identity: for-root");
            assertThat(service.nextRequest().lines().stream()
                            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("drawbridge")))
                    .containsExactly("Drawbridge-Identity: for-user1");
        }
    }

    @Test
    void a_legacy_claim_that_is_let_pass_reaches_the_service_in_the_field_that_it_was_made_in() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, false, Mode.WARN);
                Wire client = Wire.to(gateway)) {
            client.get("/", "x-user-id: user1", "X_User_Id: root", "X-User-Name: root");
            List<String> lines = service.nextRequest().lines();
            assertThat(lines.stream().filter(line -> line.matches("(?i)x[-_]user.*")))
                    .containsExactly("x-user-id: user1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer bad", "Bearer away", "Basic old", "nothing"})
    void where_it_is_enforced_only_a_good_credential_gets_through(String credential) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, true, Mode.ENFORCE);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/", "Authorization: " + credential).status()).isEqualTo(403);
            assertThat(client.get("/", "Authorization: Bearer good").status()).isEqualTo(200);
            assertThat(service.nextRequest().value("authorization")).isEqualTo("Bearer good");
            assertThat(service.waitingRequests()).isZero();
        }
    }

    @Test
    void two_credentials_are_none() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, true, Mode.MONITOR);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/", "Authorization: Bearer good", "authorization: Bearer bad")
                            .status())
                    .isEqualTo(400);
            assertThat(service.connections()).isZero();
        }
    }
}
