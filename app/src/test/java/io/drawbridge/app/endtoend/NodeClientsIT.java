package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Node's clients: `undici`, which is Node's `fetch`, and `ws`, on both sides of the gateway.
class NodeClientsIT {
    @TempDir
    static Path shared;

    private static Edge edge;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        edge = Edge.start(shared);
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
    }

    @BeforeEach
    void node_is_there() throws IOException {
        NodeClients.needed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fetch_keeps_its_connection(boolean secure) throws IOException {
        JsonNode saw = undici("keep-alive", secure);

        assertThat(texts(saw.path("targets"))).isEqualTo(paths("/public/kept/%d/told", 60));
        assertThat(texts(saw.path("protocols"))).hasSize(1);
    }

    @Test
    void many_fetches_go_over_one_connection_of_http2() throws IOException {
        JsonNode saw = undici("multiplexed", true);

        assertThat(texts(saw.path("targets"))).isEqualTo(paths("/public/multiplexed/%d/told", 60));
        assertThat(saw.path("whole").asBoolean()).isTrue();
        assertThat(texts(saw.path("protocols"))).containsExactly("h2");
        assertThat(edge.service().asked("/public/multiplexed/"))
                .hasSize(60)
                .allMatch(asked -> asked.method().equals("POST"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_streamed_body_goes_up_and_comes_back_whole(boolean secure) throws IOException {
        JsonNode saw = undici("streamed", secure);

        assertThat(saw.path("status").asInt()).isEqualTo(200);
        assertThat(saw.path("same").asBoolean()).isTrue();
        assertThat(texts(saw.path("protocols"))).containsExactly(secure ? "h2" : "none");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_of_a_body_is_held_back_on_its_way_up_or_down(boolean secure) throws IOException {
        JsonNode saw = undici("ping-pong", secure);

        assertThat(numbers(saw.path("heard")))
                .isEqualTo(IntStream.range(0, 50).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pipelined_requests_are_answered_in_their_order(boolean secure) throws IOException {
        JsonNode saw = undici("pipelined", secure);

        assertThat(numbers(saw.path("ended")))
                .isEqualTo(IntStream.range(0, 100).boxed().toList());
        assertThat(saw.path("most").asInt()).isEqualTo(10);
        assertThat(texts(saw.path("protocols"))).hasSize(1);
        String scheme = secure ? "https" : "http";
        assertThat(edge.service().asked("/public/pipelined/").stream()
                        .filter(asked -> asked.field("x-forwarded-proto").equals(scheme))
                        .map(Asked::target))
                .isEqualTo(paths("/public/pipelined/%d/told", 100));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ws_speaks_to_ws_with_compression_fragments_pings_and_a_close(boolean secure) throws IOException {
        try (Program service = NodeClients.start("ws-server.mjs");
                Edge before = Edge.before(listening(service), folder)) {
            JsonNode saw = ws(before, "echo", secure, "/api/socket?a=b", token());

            assertThat(saw.path("texts").toString()).isEqualTo("[true,true,true,true]");
            assertThat(saw.path("large").asBoolean()).isTrue();
            assertThat(saw.path("joined").asString()).isEqualTo("in three frames");
            assertThat(saw.path("pong").asString()).isEqualTo("are you there?");
            assertThat(numbers(saw.path("order")))
                    .isEqualTo(IntStream.range(0, 500).boxed().toList());
            assertThat(saw.path("protocol").asString()).isEqualTo("chat.v2");
            assertThat(saw.path("extensions").asString()).isEqualTo("permessage-deflate");
            assertThat(saw.path("code").asInt()).isEqualTo(4002);
            assertThat(saw.path("reason").asString()).isEqualTo("as you wish");
            JsonNode fields = saw.path("asked").path("fields");
            assertThat(saw.path("asked").path("target").asString()).isEqualTo("/api/socket?a=b");
            assertThat(fields.path("x-forwarded-proto").asString()).isEqualTo(secure ? "https" : "http");
            assertThat(fields.path("drawbridge-identity").asString()).isNotEmpty();
            assertThat(fields.has("authorization")).isFalse();
            assertThat(before.logged("/api/socket?a=b", 1))
                    .singleElement()
                    .asString()
                    .contains(" 101 ");
        }
    }

    @Test
    void a_service_hears_how_its_client_left() throws IOException {
        try (Program service = NodeClients.start("ws-server.mjs");
                Edge before = Edge.before(listening(service), folder)) {
            JsonNode saw = ws(before, "leave", true, "/api/socket", token());

            assertThat(saw.path("code").asInt()).isEqualTo(4001);
            service.awaitLine("/api/socket closed with 4001 bye");
        }
    }

    @Test
    void a_handshake_that_may_not_be_is_refused_by_status() throws IOException {
        try (Program service = NodeClients.start("ws-server.mjs");
                Edge before = Edge.before(listening(service), folder)) {
            JsonNode nobody = ws(before, "refused", true, "/api/socket", "");
            JsonNode elsewhere = ws(before, "refused", true, "/public/elsewhere", "");

            assertThat(nobody.path("status").asInt()).isEqualTo(401);
            assertThat(nobody.path("type").asString()).isEqualTo("application/problem+json");
            // The service's own word for a request without an upgrade.
            assertThat(elsewhere.path("status").asInt()).isEqualTo(426);
            assertThat(service.out()).doesNotContain("closed");
        }
    }

    private static JsonNode undici(String scenario, boolean secure) throws IOException {
        return secure
                ? NodeClients.run(
                        "undici.mjs",
                        scenario,
                        edge.secure().toString(),
                        edge.authority().toString())
                : NodeClients.run("undici.mjs", scenario, edge.plain().toString());
    }

    private static JsonNode ws(Edge before, String scenario, boolean secure, String target, String token)
            throws IOException {
        String url = (secure ? before.secure() : before.plain()).toString().replaceFirst("http", "ws") + target;
        return NodeClients.run(
                "ws-client.mjs", scenario, url, before.authority().toString(), token);
    }

    private static String token() {
        return Edge.bearer().substring("Authorization: Bearer ".length());
    }

    private static URI listening(Program service) {
        return URI.create(
                "http://127.0.0.1:" + service.awaitLine("listening on ([0-9]+)").group(1));
    }

    private static List<String> paths(String format, int count) {
        return IntStream.range(0, count).mapToObj(format::formatted).toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(each -> numbers.add(each.asInt()));
        return numbers;
    }
}
