package io.drawbridge.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BlockApiTest {
    @TempDir
    Path folder;

    private AdminCalls api;

    @BeforeEach
    void start() {
        api = new AdminCalls(folder);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void a_block_holds_when_it_is_answered_and_says_who_is_affected() {
        Answer answer = place("", "{\"network\": \"192.0.2.0/24\", \"reason\": \"scanner\", \"for\": \"2h\"}");

        assertThat(answer.status()).isEqualTo(201);
        JsonNode step = AdminCalls.json(answer);
        assertThat(step.at("/block/ends_at").asString()).isEqualTo("2026-03-01T14:00:00Z");
        assertThat(step.at("/block/author").asString()).isEqualTo("admin");
        assertThat(step.at("/affected/clients_total").asInt()).isEqualTo(1);
        assertThat(step.at("/affected/clients/0/client").asString()).isEqualTo("subject:ann");
        assertThat(step.at("/warnings/0").asString()).contains("192.0.2.200 is on the allow-list");
        assertThat(isBlocked("192.0.2.7")).isTrue();
    }

    @Test
    void a_dry_run_blocks_nobody() {
        Answer answer = place("dryRun=true", "{\"network\": \"192.0.2.7\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(AdminCalls.json(answer).at("/block/ends_at").asString()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(isBlocked("192.0.2.7")).isFalse();
        assertThat(list("").path("total").asInt()).isZero();
        assertThat(api.bridge.events.notices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"network\": \"\"}",
                "{\"network\": \"192.0.2.1/24\"}",
                "{\"network\": \"example.org\"}",
                "{\"network\": \"192.0.2.7\", \"for\": \"soon\"}",
                "{\"network\": \"192.0.2.7\", \"for\": \"0s\"}",
                "{\"network\": \"192.0.2.7\", \"until\": \"2027\"}",
                "[]"
            })
    void what_cannot_be_understood_is_refused(String body) {
        assertThat(place("", body).status()).isEqualTo(400);
        assertThat(list("").path("total").asInt()).isZero();
    }

    @Test
    void warnings_name_what_an_operator_would_regret() {
        api.ipBlock = Stance.of(Mode.MONITOR);

        JsonNode warnings = AdminCalls.json(place("dryRun=true", "{\"network\": \"0.0.0.0/0\"}"))
                .path("warnings");

        assertThat(warnings.toString())
                .contains("ip-block is in monitor")
                .contains("everybody")
                .contains("192.0.2.200 is on the allow-list")
                .contains("trusted proxy");
        assertThat(AdminCalls.json(place("dryRun=true", "{\"network\": \"192.0.2.200\"}"))
                        .path("warnings")
                        .toString())
                .contains("blocks nobody");
    }

    @Test
    void blocks_are_listed_by_network_page_by_page_and_filtered() {
        for (String network : new String[] {"192.0.2.7", "192.0.2.0/24", "2001:db8::/32"}) {
            place("", "{\"network\": \"" + network + "\", \"for\": \"permanent\"}");
        }

        JsonNode first = list("limit=2");
        assertThat(first.path("total").asInt()).isEqualTo(3);
        assertThat(first.path("blocks")).hasSize(2);
        assertThat(first.at("/blocks/0/ends_at").isNull()).isTrue();
        assertThat(list("limit=2&after=" + first.path("next").asString())
                        .at("/blocks/0/network")
                        .asString())
                .isEqualTo("2001:db8::/32");
        assertThat(list("address=192.0.2.8").path("blocks")).hasSize(1);
        assertThat(list("address=192.0.2.7").path("blocks")).hasSize(2);
        assertThat(list("origin=automatic").path("blocks")).isEmpty();
        assertThat(call("GET", "/v1/blocks", "origin=odd", "").status()).isEqualTo(400);
        assertThat(call("GET", "/v1/blocks", "address=odd", "").status()).isEqualTo(400);
    }

    @Test
    void exactly_the_block_that_is_named_is_lifted() {
        place("", "{\"network\": \"192.0.2.0/24\"}");

        Answer unknown = call("DELETE", "/v1/blocks", "network=192.0.2.7", "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("192.0.2.0/24");
        assertThat(call("DELETE", "/v1/blocks", "network=192.0.2.0/24&dryRun=true", "")
                        .status())
                .isEqualTo(200);
        assertThat(isBlocked("192.0.2.7")).isTrue();
        assertThat(call("DELETE", "/v1/blocks", "network=192.0.2.0/24", "").status())
                .isEqualTo(200);
        assertThat(isBlocked("192.0.2.7")).isFalse();
        assertThat(call("DELETE", "/v1/blocks", "", "").status()).isEqualTo(400);
    }

    @Test
    void a_list_is_imported_whole_or_not_at_all() {
        assertThat(call("POST", "/v1/blocks/import", "", "{\"networks\": [\"192.0.2.7\", \"odd\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(isBlocked("192.0.2.7")).isFalse();

        Answer answer = call(
                "POST",
                "/v1/blocks/import",
                "",
                "{\"networks\": [\"192.0.2.7\", \"2001:db8::/32\", \"192.0.2.7\"], \"reason\": \"list\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(AdminCalls.json(answer).path("networks").asInt()).isEqualTo(2);
        assertThat(isBlocked("2001:db8::1")).isTrue();
        assertThat(api.bridge.events.notices()).hasSize(1);
    }

    @Test
    void lists_are_exported_as_text() {
        place("", "{\"network\": \"192.0.2.7\", \"for\": \"1h\"}");
        place("", "{\"network\": \"192.0.2.0/24\", \"for\": \"permanent\"}");
        place("", "{\"network\": \"2001:db8::/32\", \"for\": \"1h\"}");

        assertThat(call("GET", "/v1/blocks/export", "", "").body())
                .isEqualTo("192.0.2.0/24\n192.0.2.7\n2001:db8::/32\n");
        assertThat(call("GET", "/v1/blocks/export", "format=nftables", "").body())
                .contains("elements = {\n            192.0.2.0/24\n        }")
                .contains("2001:db8::/32 timeout 3600s")
                .contains("elements = {\n            192.0.2.200\n        }")
                .contains("ip saddr @blocked_ipv4 counter drop")
                .doesNotContain("192.0.2.7 ");
        assertThat(call("GET", "/v1/blocks/export", "format=odd", "").status()).isEqualTo(400);
    }

    private Answer place(String query, String body) {
        return call("POST", "/v1/blocks", query, body);
    }

    private JsonNode list(String query) {
        return AdminCalls.json(call("GET", "/v1/blocks", query, ""));
    }

    private Answer call(String method, String path, String query, String body) {
        return api.call(method, path, Map.of(), query, body);
    }

    private boolean isBlocked(String address) {
        return api.blocklist
                .blocking(Address.parse(address).orElseThrow().client(), TestClock.START)
                .isPresent();
    }
}
