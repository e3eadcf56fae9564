package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Blocks on the running demo, with real curl and the real command line. The order is the story.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BlocksIT {
    private static final String HEALTH = "$DRAWBRIDGE_URL/api/v1/health";

    @TempDir
    private static Path folder;

    private static Demo demo;

    @BeforeAll
    static void start() throws IOException {
        demo = Demo.start(folder.resolve("data"), "--no-traffic");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    @Order(1)
    void a_blocked_address_is_refused_within_a_second() throws IOException {
        assertThat(from("127.0.0.5", "\"$DRAWBRIDGE_URL/api/v1/work-orders?user_id=user1\"")
                        .status())
                .isEqualTo(200);
        assertThat(demo.drawbridge("block", "127.0.0.5", "--reason", "end-to-end", "--dry-run")
                        .succeeds()
                        .out())
                .contains("Seen from there: 1 client", "Would block 127.0.0.5", "nothing was changed");
        assertThat(from("127.0.0.5", HEALTH).status()).isEqualTo(200);

        demo.drawbridge("block", "127.0.0.5", "--reason", "end-to-end").succeeds();
        // It holds when the command has ended, so there is nothing to wait for.
        Reply refused = from("127.0.0.5", HEALTH);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.field("x-blocked-reason")).isEqualTo("Security");
        assertThat(refused.body()).contains("\"code\":\"address-blocked\"").doesNotContain("end-to-end");
    }

    @Test
    @Order(2)
    void the_guides_command_finds_it_with_the_address_as_the_last_word() {
        demo.awaitLogLine("security.log", " IP_BLOCKED ", " policy=ip-block mode=enforce effect=refuse ");
        List<String> found = demo.shell("grep \"IP_BLOCKED\" logs/security.log | tail -20")
                .succeeds()
                .out()
                .lines()
                .toList();

        assertThat(found).anyMatch(line -> line.contains(" action=placed network=127.0.0.5 "));
        assertThat(found).allMatch(line -> line.endsWith(" 127.0.0.5"));
    }

    @Test
    @Order(3)
    void it_holds_for_every_path_and_whatever_the_client_claims() throws IOException {
        for (String request : List.of(
                "$DRAWBRIDGE_URL/nowhere",
                "$DRAWBRIDGE_URL/api/v1/work-orders?user_id=user1",
                "-X DELETE $DRAWBRIDGE_URL/api/v1/work-orders",
                "-X OPTIONS --request-target '*' $DRAWBRIDGE_URL",
                "-H 'Content-Type: application/json' -d '{}' $DRAWBRIDGE_URL/api/v1/auth/login",
                "-H 'X-Forwarded-For: 192.0.2.1' " + HEALTH,
                "-H 'Forwarded: for=192.0.2.1' " + HEALTH,
                "-H 'X-Real-IP: 192.0.2.1' " + HEALTH)) {
            assertThat(from("127.0.0.5", request).status()).as(request).isEqualTo(403);
        }
        assertThat(from("127.0.0.5", demo.value("ADMIN_URL") + "/openapi.json").status())
                .as("the admin listener is never blocked")
                .isEqualTo(200);
    }

    @Test
    @Order(4)
    void a_spoofed_address_causes_no_block_for_others() {
        for (String field : List.of("X-Forwarded-For: 127.0.0.5", "Forwarded: for=127.0.0.5")) {
            assertThat(from("127.0.0.6", "-H '" + field + "' " + HEALTH).status())
                    .isEqualTo(200);
        }
    }

    @Test
    @Order(5)
    void it_is_listed_and_lifted() throws IOException {
        assertThat(demo.drawbridge("blocks", "list").succeeds().out())
                .contains("127.0.0.5", "manual", "end-to-end", "1 block in all.");

        demo.drawbridge("unblock", "127.0.0.5").succeeds();

        assertThat(from("127.0.0.5", HEALTH).status()).isEqualTo(200);
    }

    @Test
    @Order(6)
    void thresholds_record_and_block_nobody_until_they_are_enforced() throws IOException {
        for (int i = 0; i < 8; i++) {
            from("127.0.0.7", "-H 'Authorization: Bearer wrong' $DRAWBRIDGE_URL/api/v1/work-orders");
        }
        assertThat(demo.awaitLogLine("security.log", " SUSPICIOUS ", " policy=brute-force mode=monitor "))
                .endsWith(" 127.0.0.7");
        assertThat(from("127.0.0.7", HEALTH).status()).isEqualTo(200);

        demo.drawbridge("mode", "set", "brute-force", "enforce", "--yes").succeeds();

        assertThat(from("127.0.0.7", HEALTH).status()).isEqualTo(403);
        assertThat(demo.drawbridge("blocks", "list", "--origin", "automatic")
                        .succeeds()
                        .out())
                .contains("127.0.0.7", "brute-force");
        demo.drawbridge("unblock", "127.0.0.7").succeeds();
        assertThat(from("127.0.0.7", HEALTH).status()).isEqualTo(200);
    }

    @Test
    @Order(7)
    void the_allow_list_beats_every_block_and_only_trusted_proxies_say_who_asks() throws IOException {
        try (Upstream upstream = Upstream.start()) {
            Path file = Running.adapted(folder, "proxied.yaml", """
                    version: 1
                    upstreams: { api: %s }
                    trusted_proxies: 127.0.0.9
                    blocks: { allow: [192.0.2.7, 127.0.0.5] }
                    routes: [{ path: /**, public: true, upstream: api }]
                    """.formatted(upstream.url()));
            try (Running gateway = Running.start(file, Map.of())) {
                gateway.drawbridge("block", "192.0.2.0/24").succeeds();
                gateway.drawbridge("block", "127.0.0.5", "--for", "permanent").succeeds();

                assertThat(status(gateway, "127.0.0.9", "X-Forwarded-For: 192.0.2.8"))
                        .isEqualTo(403);
                assertThat(status(gateway, "127.0.0.9", "X-Forwarded-For: 192.0.2.7"))
                        .isEqualTo(200);
                assertThat(status(gateway, "127.0.0.9", "X-Forwarded-For: 192.0.2.7, 192.0.2.8"))
                        .as("who is allowed is made up by the client")
                        .isEqualTo(403);
                assertThat(status(gateway, "127.0.0.6", "X-Forwarded-For: 192.0.2.8"))
                        .as("not believed")
                        .isEqualTo(200);
                assertThat(status(gateway, "127.0.0.5", "X-Forwarded-For: 192.0.2.8"))
                        .as("on the allow-list")
                        .isEqualTo(200);
            }
            try (Running again = Running.start(file, Map.of())) {
                assertThat(status(again, "127.0.0.9", "X-Forwarded-For: 192.0.2.8"))
                        .as("after a restart")
                        .isEqualTo(403);
            }
        }
    }

    private static int status(Running gateway, String address, String field) throws IOException {
        try (Wire wire = gateway.from(address)) {
            return wire.send("GET", "/", field).status();
        }
    }

    private static Reply from(String address, String arguments) {
        return demo.curl("--interface " + address + " " + arguments);
    }
}
