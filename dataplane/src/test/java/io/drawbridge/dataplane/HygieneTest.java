package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What concerns one connection stays on it, and nobody's word is taken for the gateway's.
@OnEveryTransport
class HygieneTest {
    private final Transport transport;

    HygieneTest(Transport transport) {
        this.transport = transport;
    }

    private static Set<String> spellings(String name) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String separator : List.of("-", "_", ".")) {
            String separated = name.replace("-", separator);
            spellings.add(separated);
            spellings.add(separated.toLowerCase(Locale.ROOT));
            spellings.add(separated.toUpperCase(Locale.ROOT));
        }
        spellings.add(name.replaceFirst("-", "_"));
        return spellings;
    }

    /// The fields that an upstream gets of a request that has none but `Host`.
    private static final List<String> OURS = List.of(
            "Host: test",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Host: test",
            "X-Forwarded-Proto: http",
            "Via: 1.1 drawbridge");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-User",
                        "Forwarded", "X-Real-IP",
                "X-Client-IP", "True-Client-IP", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override",
                        "Remote-User", "X-Remote-User",
                "X-User-Id", "X-User-Role", "X-Auth-Request-User", "X-Consumer-Id", "Drawbridge-Identity",
                        "X-Admin-Key", "Keep-Alive",
                "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer", "Upgrade", "HTTP2-Settings"
            })
    void a_field_that_is_not_the_clients_to_send_goes_no_further_in_any_spelling(String name) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (String spelling : spellings(name)) {
                assertThat(client.get("/", spelling + ": root").status())
                        .as(spelling)
                        .isEqualTo(200);
                List<String> lines = service.nextRequest().lines();
                assertThat(lines.subList(1, lines.size())).as(spelling).containsExactlyElementsOf(OURS);
            }
        }
    }

    @Test
    void all_of_them_together_leave_only_the_gateways_own() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            List<String> forged = new ArrayList<>();
            for (String name :
                    List.of("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Drawbridge-Identity")) {
                spellings(name).forEach(spelling -> forged.add(spelling + ": 6.6.6.6"));
            }
            assertThat(client.get("/", forged.toArray(String[]::new)).status()).isEqualTo(200);
            List<String> lines = service.nextRequest().lines();
            assertThat(lines.subList(1, lines.size())).containsExactlyElementsOf(OURS);
        }
    }

    @Test
    void a_framing_field_in_a_spelling_that_some_servers_read_goes_no_further() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead(
                            "POST / HTTP/1.1",
                            "Host: test",
                            "Content_Length: 100",
                            "Transfer_Encoding: chunked",
                            "transfer.encoding: chunked",
                            "Content-Length: 5")
                    .send("hello");
            assertThat(client.receive().status()).isEqualTo(200);
            Message request = service.nextRequest();
            assertThat(request.body()).isEqualTo("hello");
            assertThat(request.lines().stream().filter(line -> line.matches("(?i)(content|transfer).*")))
                    .containsExactly("Content-Length: 5");
        }
    }

    @Test
    void what_connection_names_concerns_this_connection_only() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.get("/", "Connection: X-Drop, keep-alive", "X-Drop: 1", "x-drop: 2", "X-Keep: 3");
            Message request = service.nextRequest();
            assertThat(request.has("x-drop") || request.has("connection")).isFalse();
            assertThat(request.value("x-keep")).isEqualTo("3");
        }
    }

    @Test
    void connection_cannot_strip_what_the_gateway_adds() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service)) {
            for (String name : List.of(
                    "X-Forwarded-For", "x-forwarded-host", "X-FORWARDED-PROTO", "Drawbridge-Identity", "Host")) {
                try (Wire client = Wire.to(gateway)) {
                    assertThat(client.get("/", "Connection: close, " + name).status())
                            .isEqualTo(400);
                }
            }
            try (Wire client = Wire.to(gateway)) {
                client.get("/", "Connection: X_Forwarded_For, X.Forwarded.Host, Via, X-Forwarded-Port");
                List<String> lines = service.nextRequest().lines();
                assertThat(lines.subList(1, lines.size())).containsExactlyElementsOf(OURS);
            }
        }
    }

    @Test
    void a_clients_via_is_kept_beside_the_gateways() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.get("/", "Via: 1.0 other");
            assertThat(service.nextRequest().values("via")).containsExactlyInAnyOrder("1.0 other", "1.1 drawbridge");
        }
    }

    @Test
    void an_answer_tells_nothing_of_the_upstreams_connection_or_make() throws Exception {
        String head = String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Server: secret/1.2.3",
                "X-Powered-By: secret",
                "Connection: X-Drop, keep-alive",
                "X-Drop: secret",
                "x-drop: secret",
                "Keep-Alive: timeout=5",
                "Proxy-Authenticate: secret",
                "Proxy-Connection: keep-alive",
                "Upgrade: h2c",
                "Trailer: X-Sum",
                "TE: trailers",
                "Drawbridge-Identity: secret",
                "drawbridge_would_refuse: secret",
                "DRAWBRIDGE.X: secret",
                "X-Admin-Key: secret",
                "Set-Cookie: a=1",
                "Set-Cookie: b=2",
                "X-User-Id: 7",
                "Via: 1.1 inner",
                "Content-Length: 5");
        try (Service service = Service.answering(head + "\r\n\r\nhello");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                Message answer = client.get("/");
                assertThat(answer.toString()).doesNotContain("secret");
                assertThat(answer.lines().stream()
                                .map(line -> line.replaceAll(":.*", ""))
                                .toList())
                        .containsExactlyInAnyOrder(
                                "HTTP/1.1 200 OK",
                                "Set-Cookie",
                                "Set-Cookie",
                                "X-User-Id",
                                "Via",
                                "Date",
                                "Content-Length");
                assertThat(answer.values("set-cookie")).containsExactly("a=1", "b=2");
            }
        }
    }

    @Test
    void an_upstreams_date_is_kept() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").value("date")).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
        }
    }
}
