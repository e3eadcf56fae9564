package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the gateway adds to answers: obligations, advice, and the fields of errors.
@OnEveryTransport
class AnswerFieldsTest {
    private static final Verdict OBLIGE = Verdict.allow(new Obligation.ResponseFields(
            FieldBlock.of(new HeaderField("X-Frame-Options", "DENY"), new HeaderField("Cache-Control", "no-store"))));

    private final Transport transport;

    AnswerFieldsTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(Service service, List<Binding<Arrived>> bindings) throws Exception {
        return Gateway.on(transport)
                .routes(Gateway.route("/api/**", Gateway.forward(service.port()), bindings, List.of()))
                .start();
    }

    private static Binding<Arrived> headers(Mode mode) {
        return Gateway.binding("security-headers", mode, _ -> OBLIGE);
    }

    private static Binding<Arrived> denial(String name, Mode mode) {
        return Gateway.binding(name, mode, _ -> Gateway.DENY);
    }

    private static Service framed() throws Exception {
        return Service.answering(
                "HTTP/1.1 200 OK\r\nx-frame-options: ALLOW\r\nX-Frame-Options: ALLOW2\r\nCACHE-CONTROL: public\r\n"
                        + "Vary: Accept\r\nLink: </next>; rel=next\r\nX-Other: 1\r\nContent-Length: 5\r\n\r\nhello");
    }

    @Test
    void an_obligation_takes_the_place_of_the_upstreams_fields_of_its_names_and_of_no_others() throws Exception {
        try (Service service = framed();
                Gateway gateway = gateway(service, List.of(headers(Mode.ENFORCE)));
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/api/a");
            assertThat(answer.values("x-frame-options")).containsExactly("DENY");
            assertThat(answer.values("cache-control")).containsExactly("no-store");
            assertThat(answer.value("vary")).isEqualTo("Accept");
            assertThat(answer.value("x-other")).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"OFF", "MONITOR"})
    void a_monitored_obligation_changes_nothing(Mode mode) throws Exception {
        try (Service service = framed();
                Gateway gateway = gateway(service, List.of(headers(mode)));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/api/a").values("x-frame-options")).containsExactly("ALLOW", "ALLOW2");
        }
    }

    @Test
    void a_refusal_fulfils_the_obligations_that_came_before_it() throws Exception {
        try (Service service = framed();
                Gateway gateway = gateway(service, List.of(headers(Mode.ENFORCE), denial("gate", Mode.ENFORCE)));
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/api/a");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.values("x-frame-options")).containsExactly("DENY");
            assertThat(answer.value("x-why")).isEqualTo("policy");
        }
    }

    @Test
    void an_error_of_the_upstreams_connection_fulfils_them_too() throws Exception {
        try (Service service = Service.scripted(Wire::request);
                Gateway gateway = gateway(service, List.of(headers(Mode.ENFORCE)));
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/api/a");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.values("x-frame-options")).containsExactly("DENY");
        }
    }

    @Test
    void an_answer_that_no_route_gives_has_the_fields_of_unrouted_answers() throws Exception {
        try (Service service = framed();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/get",
                                Set.of("GET"),
                                Gateway.forward(service.port()),
                                List.of(),
                                Authenticator.NONE,
                                List.of()))
                        .start()) {
            try (Wire client = Wire.to(gateway)) {
                Message missing = client.get("/nothing");
                assertThat(missing.status()).isEqualTo(404);
                assertThat(missing.value("x-content-type-options")).isEqualTo("nosniff");
                assertThat(missing.body()).contains("\"code\":\"no-route\"");

                Message wrong = client.sendHead("POST /get HTTP/1.1", "Host: a").receive();
                assertThat(wrong.status()).isEqualTo(405);
                assertThat(wrong.value("allow")).isEqualTo("GET, HEAD");
                assertThat(wrong.value("x-content-type-options")).isEqualTo("nosniff");

                Message options =
                        client.sendHead("OPTIONS /get HTTP/1.1", "Host: a").receive();
                assertThat(options.status()).isEqualTo(204);
                assertThat(options.value("allow")).isEqualTo("GET, HEAD");

                Message malformed = client.get("/a", "Bad Name: 1");
                assertThat(malformed.status()).isEqualTo(400);
                assertThat(malformed.value("x-content-type-options")).isEqualTo("nosniff");
            }
            try (Wire client = Wire.to(gateway)) {
                assertThat(client.get("/get").has("x-content-type-options")).isFalse();
            }
        }
    }

    @Test
    void an_endpoints_own_field_gives_way_to_an_obligation_too() throws Exception {
        Destination page = new Destination.Own((_, _) -> Answer.html(200, "<p>")
                .with(new HeaderField("x-frame-options", "SAMEORIGIN"), new HeaderField("X-Other", "1")));
        try (Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route("/page", page, List.of(headers(Mode.ENFORCE)), List.of()))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/page");
            assertThat(answer.values("x-frame-options")).containsExactly("DENY");
            assertThat(answer.value("x-other")).isEqualTo("1");
        }
    }

    @Test
    void in_warn_the_client_is_told_what_is_to_come_beside_what_the_upstream_says() throws Exception {
        try (Service service = framed();
                Gateway gateway = gateway(service, List.of(denial("gate", Mode.WARN)));
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/api/a");
            Exchanged exchange = gateway.nextExchange();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            String id = exchange.decision().map(DecisionId::text).orElseThrow();
            assertThat(answer.value("drawbridge-would-refuse")).isEqualTo("gate; status=403; id=\"" + id + "\"");
            assertThat(answer.value("deprecation")).isEqualTo("@0");
            assertThat(answer.values("link")).containsExactlyInAnyOrder("</next>; rel=next", "</guide>");
            assertThat(answer.toString()).doesNotContain("for operators only");
        }
    }

    @Test
    void every_warning_policy_is_named_with_the_one_decision() throws Exception {
        try (Service service = framed();
                Gateway gateway = gateway(
                        service,
                        List.of(denial("one", Mode.WARN), denial("two", Mode.MONITOR), denial("three", Mode.WARN)));
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/api/a");
            Exchanged exchange = gateway.nextExchange();
            String id = exchange.decision().map(DecisionId::text).orElseThrow();
            assertThat(answer.values("drawbridge-would-refuse"))
                    .containsExactly("one; status=403; id=\"" + id + "\"", "three; status=403; id=\"" + id + "\"");
            assertThat(exchange.judgements()).hasSize(3);
        }
    }

    @Test
    void advice_that_would_help_an_attacker_is_not_given() throws Exception {
        Verdict silent = new Verdict.Deny(
                ((Verdict.Deny) Gateway.DENY).reason(), ((Verdict.Deny) Gateway.DENY).refusal(), Advice.SILENT);
        try (Service service = framed();
                Gateway gateway = gateway(service, List.of(Gateway.binding("waf", Mode.WARN, _ -> silent)));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/api/a").has("drawbridge-would-refuse")).isFalse();
            assertThat(gateway.nextExchange().decision()).isPresent();
        }
    }

    @Test
    void a_monitored_denial_changes_nothing() throws Exception {
        String fixed = "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 5\r\n\r\nhello";
        try (Service service = Service.answering(fixed);
                Gateway without = gateway(service, List.of());
                Gateway with = gateway(service, List.of(denial("gate", Mode.MONITOR)));
                Wire before = Wire.to(without);
                Wire after = Wire.to(with)) {
            assertThat(after.get("/api/a", "X: y")).isEqualTo(before.get("/api/a", "X: y"));
            assertThat(service.nextRequest()).isEqualTo(service.nextRequest());
            assertThat(without.nextExchange().decision()).isEmpty();
            assertThat(with.nextExchange().decision()).isPresent();
        }
    }

    @Test
    void a_refusal_is_a_problem_that_tells_the_client_what_to_do_and_no_reason() throws Exception {
        try (Service service = framed();
                Gateway gateway = gateway(service, List.of(denial("gate", Mode.ENFORCE)));
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/api/a");
            String id = gateway.nextExchange().decision().map(DecisionId::text).orElseThrow();
            assertThat(answer.value("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.body())
                    .contains(
                            "\"status\":403",
                            "\"type\":\"urn:drawbridge:problem:not-yours\"",
                            "\"title\":\"Not yours\"",
                            "\"code\":\"not-yours\"",
                            "\"remediation\":\"Ask for your own.\"",
                            "\"policy\":\"gate\"",
                            "\"decision_id\":\"" + id + "\"")
                    .doesNotContain("for operators only")
                    .doesNotContain("not-the-owner");
            assertThat(service.connections()).isZero();
        }
    }
}
