package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.client.ForwardedHeader;
import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who the client is, over real connections.
@OnEveryTransport
class ClientAddressTest {
    private static final String HEADER = "PROXY TCP4 198.51.100.7 127.0.0.1 4711 80\r\n";
    private final Transport transport;

    ClientAddressTest(Transport transport) {
        this.transport = transport;
    }

    @Test
    void a_trusted_proxy_says_who_the_client_is_to_everybody() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients(List.of("127.0.0.1"), List.of()));
                Wire client = Wire.to(gateway)) {
            client.get("/", "X-Forwarded-For: 203.0.113.9, 198.51.100.7", "Forwarded: for=203.0.113.8");

            Message request = service.nextRequest();
            assertThat(request.values("x-forwarded-for")).containsExactly("198.51.100.7");
            assertThat(request.values("forwarded")).isEmpty();
            Exchanged exchanged = gateway.nextExchange();
            assertThat(exchanged.address().text()).isEqualTo("198.51.100.7");
            assertThat(exchanged.client().label()).isEqualTo("address:198.51.100.7");
        }
    }

    @Test
    void nobody_else_is_believed() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients(List.of("10.0.0.0/8"), List.of()));
                Wire client = Wire.to(gateway)) {
            client.get("/", "X-Forwarded-For: 198.51.100.7");

            assertThat(service.nextRequest().values("x-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(gateway.nextExchange().address().text()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void requests_of_one_connection_may_come_from_different_clients() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients(List.of("127.0.0.1"), List.of()));
                Wire client = Wire.to(gateway)) {
            client.get("/", "X-Forwarded-For: 198.51.100.7");
            client.get("/", "X-Forwarded-For: 2001:db8::7");

            assertThat(gateway.nextExchange().address().text()).isEqualTo("198.51.100.7");
            assertThat(gateway.nextExchange().address().network()).isEqualTo("2001:db8::/64");
        }
    }

    @Test
    void the_proxy_protocol_says_whose_connection_it_is() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients(List.of(), List.of("127.0.0.0/8")));
                Wire client = Wire.to(gateway)) {
            client.send(HEADER + "GET / HTTP/1.1\r\nHost: test\r\n\r\n").receive();
            client.get("/", "X-Forwarded-For: 203.0.113.9");

            assertThat(service.nextRequest().values("x-forwarded-for")).containsExactly("198.51.100.7");
            assertThat(service.nextRequest().values("x-forwarded-for")).containsExactly("198.51.100.7");
            assertThat(gateway.nextExchange().address().text()).isEqualTo("198.51.100.7");
        }
    }

    @Test
    void a_header_may_come_byte_by_byte() throws Exception {
        byte[] header = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000cc63364077f00000112670050");
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients(List.of(), List.of("127.0.0.1")));
                Wire client = Wire.to(gateway)) {
            for (byte octet : header) {
                client.out().write(octet);
                client.out().flush();
            }
            assertThat(client.get("/").status()).isEqualTo(204);
            assertThat(gateway.nextExchange().address().text()).isEqualTo("198.51.100.7");
        }
    }

    @Test
    void a_proxy_that_the_proxy_protocol_names_may_be_trusted_further() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients(List.of("198.51.100.0/24"), List.of("127.0.0.1")));
                Wire client = Wire.to(gateway)) {
            client.send(HEADER).get("/", "X-Forwarded-For: 203.0.113.9");

            assertThat(gateway.nextExchange().address().text()).isEqualTo("203.0.113.9");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: test\r\n\r\n",
                "PROXY TCP4 nonsense\r\n",
                "\r\n\r\n\0\r\nQUIT\nGET / HTTP/1.1"
            })
    void a_connection_without_the_header_that_is_due_is_closed(String start) throws Exception {
        ClientAddresses clients = clients(List.of(), List.of("127.0.0.1"));
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients);
                Wire client = Wire.to(gateway)) {
            client.send(start);

            assertThat(client.isClosed()).isTrue();
            assertThat(clients.headersRefused()).isEqualTo(1);
            assertThat(gateway.eventsSoFar()).isEmpty();
        }
    }

    @Test
    void a_client_that_ends_within_the_header_is_closed() throws Exception {
        ClientAddresses clients = clients(List.of(), List.of("127.0.0.1"));
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients);
                Wire client = Wire.to(gateway)) {
            client.send("PROXY TCP4").finish();

            assertThat(client.isClosed()).isTrue();
            assertThat(clients.headersRefused()).isEqualTo(1);
        }
    }

    @Test
    void a_header_has_to_come_in_time() throws Exception {
        ClientAddresses clients = new ClientAddresses(
                NetworkSet.NONE,
                ForwardedHeader.X_FORWARDED_FOR,
                networks(List.of("127.0.0.1")),
                Duration.ofMillis(50));
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients);
                Wire client = Wire.to(gateway)) {
            client.send("PROXY TCP4 198.51");

            assertThat(client.isClosed()).isTrue();
            assertThat(clients.headersRefused()).isEqualTo(1);
        }
    }

    @Test
    void the_header_is_not_believed_from_others() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = gateway(service, clients(List.of(), List.of("10.0.0.1")));
                Wire client = Wire.to(gateway)) {
            Message answer =
                    client.send(HEADER + "GET / HTTP/1.1\r\nHost: test\r\n\r\n").receive();

            assertThat(answer.status()).isEqualTo(400);
            Exchanged exchanged = gateway.nextExchange();
            assertThat(exchanged.ending()).isEqualTo(Ending.MALFORMED_REQUEST);
            assertThat(exchanged.address().text()).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /nowhere HTTP/1.1\r\nHost: test\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: test\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: test\r\n\r\n",
                "POST /only-get HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "rubbish\r\n\r\n"
            })
    void what_has_no_route_is_judged_all_the_same(String request) throws Exception {
        Binding<Arrived> deny = Gateway.binding(
                "ip-block",
                Mode.ENFORCE,
                exchange -> exchange.address().text().equals("127.0.0.1") ? Gateway.DENY : Verdict.ALLOW);
        try (Service service = Service.answering("HTTP/1.1 204 Done\r\n\r\n");
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/only-get",
                                java.util.Set.of("GET"),
                                Gateway.forward(service.port()),
                                List.of(),
                                io.drawbridge.domain.exchange.Authenticator.NONE,
                                List.of()))
                        .onUnrouted(deny)
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.send(request).receive();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.values("x-why")).containsExactly("policy");
            Exchanged exchanged = gateway.nextExchange();
            assertThat(exchanged.ending()).isEqualTo(Ending.REFUSED);
            assertThat(exchanged.judgements()).hasSize(1);
            assertThat(exchanged.decision()).isPresent();
        }
    }

    @Test
    void a_monitored_denial_leaves_the_answers_without_a_route_as_they_are() throws Exception {
        try (Gateway gateway = Gateway.on(transport)
                        .onUnrouted(Gateway.binding("ip-block", Mode.MONITOR, _ -> Gateway.DENY))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/nowhere").status()).isEqualTo(404);
            assertThat(gateway.nextExchange().judgements()).hasSize(1);
        }
    }

    private Gateway gateway(Service service, ClientAddresses clients) throws Exception {
        return Gateway.on(transport)
                .routes(Gateway.route("/**", Gateway.forward(service.port())))
                .clients(clients)
                .start();
    }

    private static ClientAddresses clients(List<String> trusted, List<String> proxyProtocol) {
        return new ClientAddresses(
                networks(trusted), ForwardedHeader.X_FORWARDED_FOR, networks(proxyProtocol), Duration.ofSeconds(20));
    }

    private static NetworkSet networks(List<String> texts) {
        return new NetworkSet(texts.stream().map(Network::parse).toList());
    }
}
