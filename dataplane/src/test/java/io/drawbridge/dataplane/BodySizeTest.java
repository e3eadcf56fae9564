package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Policies that judge how large a body is, when that is not known before it has come.
class BodySizeTest {
    private static final Policy<Arrived> TEN = exchange -> exchange.bodyBytes() > 10 ? Gateway.DENY : Verdict.ALLOW;

    private static Gateway before(Service service, Mode mode) throws Exception {
        return Gateway.on(io.drawbridge.dataplane.listener.Transport.best())
                .routes(Gateway.route("/**", Gateway.forward(service.port()))
                        .withOnBody(List.of(Gateway.binding("body-size", mode, TEN))))
                .start();
    }

    private static Wire chunked(Wire client, String... chunks) throws Exception {
        client.sendHead("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");
        for (String chunk : chunks) {
            client.send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
        }
        return client;
    }

    @Test
    void a_declared_length_is_judged_before_anything_is_read() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Mode.ENFORCE);
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 11");

            assertThat(client.receive().status()).isEqualTo(403);
            assertThat(service.connections()).isZero();
        }
    }

    @Test
    void a_body_that_grows_too_large_is_refused_while_it_comes() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Mode.ENFORCE);
                Wire client = Wire.to(gateway)) {
            assertThat(chunked(client, "12345", "67890", "1").receive().status())
                    .isEqualTo(403);
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.REFUSED);
            assertThat(exchange.decision()).isPresent();
            while (service.waitingRequests() > 0) {
                assertThat(service.nextRequest().whole()).isFalse();
            }
        }
    }

    @Test
    void a_body_as_large_as_allowed_passes() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Mode.ENFORCE);
                Wire client = Wire.to(gateway)) {
            assertThat(chunked(client, "12345", "67890")
                            .send("0\r\n\r\n")
                            .receive()
                            .status())
                    .isEqualTo(200);
            assertThat(gateway.nextExchange().judgements()).isEmpty();
        }
    }

    @Test
    void a_monitored_denial_changes_nothing_and_is_recorded_once() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Mode.MONITOR);
                Wire client = Wire.to(gateway)) {
            assertThat(chunked(client, "12345", "678901", "2", "3", "4")
                            .send("0\r\n\r\n")
                            .receive()
                            .status())
                    .isEqualTo(200);
            assertThat(service.nextRequest().body()).isEqualTo("12345678901234");
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.FORWARDED);
            assertThat(exchange.judgements().stream().filter(j -> j.isDenial())).hasSize(1);
        }
    }
}
