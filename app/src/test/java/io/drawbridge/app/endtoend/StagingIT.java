package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The legacy pattern through every step, on one running demo without traffic of its own, with real curl and the real
/// command line. The order is the story: monitor, warn, enforce, and back.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StagingIT {
    private static final String ORDERS = "$DRAWBRIDGE_URL/api/v1/work-orders";
    private static final String OWN_LEGACY = "\"" + ORDERS + "?user_id=user1&limit=1\"";
    private static final String AS_USER1 = "-H \"Authorization: Bearer $USER1_TOKEN\" ";
    private static final List<String> SECURITY_HEADERS = List.of(
            "X-Frame-Options",
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Permissions-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy",
            "Content-Security-Policy");
    private static final List<String> ADVICE = List.of(
            "X-Deprecated-Auth", "Deprecation", "Sunset", "Link", "Drawbridge-Would-Refuse", "WWW-Authenticate");

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
    void before_the_first_request_the_report_is_empty() throws IOException {
        JsonNode report = demo.report();

        assertThat(report.path("total_requests").asLong(-1)).isZero();
        assertThat(report.path("total_violations").asLong(-1)).isZero();
        assertThat(report.path("migration_start").isNull()).isTrue();
        assertThat(report.path("endpoints").isEmpty()).isTrue();
        assertThat(report.path("clients").isEmpty()).isTrue();
        assertThat(report.path("recommendations").isEmpty()).isTrue();
    }

    @Test
    @Order(2)
    void the_file_for_other_programs_can_be_sourced_and_is_its_owners_alone() throws IOException {
        Path file = demo.data().resolve("demo.env");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(demo.shell("unset USER2_ID; . ./demo.env && echo \"$USER2_ID at $DRAWBRIDGE_URL\"")
                        .succeeds()
                        .out())
                .isEqualTo("user2 at " + demo.url() + "\n");
    }

    @Test
    @Order(3)
    void the_log_of_the_program_lies_beside_the_others() {
        assertThat(demo.awaitLogLine("app.log", "listening on"))
                .contains(demo.url().toString());
        assertThat(demo.data().resolve("drawbridge-data")).doesNotExist();
    }

    @Test
    @Order(4)
    void tokens_are_judged_alike_in_monitor() {
        whatNoModeChanges();
    }

    @Test
    @Order(5)
    void in_monitor_the_legacy_pattern_passes_unchanged_and_is_recorded() {
        Reply reply = demo.curl("-A monitored/1 " + OWN_LEGACY);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.fields()).doesNotContainKeys(lower(ADVICE));
        assertThat(demo.awaitLogLine("security.log", " SECURITY_MIGRATION ", "agent=monitored/1 "))
                .contains(" mode=monitor ", " client=claimed:user1@127.0.0.1 ")
                .endsWith(" 127.0.0.1");
    }

    @Test
    @Order(6)
    void the_report_names_the_client_and_is_for_administrators_alone() throws IOException {
        Reply ordinary = demo.curl(AS_USER1 + "$DRAWBRIDGE_URL/api/v1/security/migration-report");
        Reply nobody = demo.curl("$DRAWBRIDGE_URL/api/v1/security/migration-report");

        assertThat(ordinary.status()).isEqualTo(403);
        assertThat(ordinary.body()).doesNotContain("claimed:");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(demo.report().path("clients").path(0).path("client").asString())
                .isEqualTo("claimed:user1@127.0.0.1");
    }

    @Test
    @Order(7)
    void another_users_work_order_is_not_found_by_its_id() {
        String id = demo.curl("-H \"Authorization: Bearer $USER2_TOKEN\" \"" + ORDERS + "?limit=1\"")
                .json()
                .path(0)
                .path("id")
                .asString();

        assertThat(demo.curl("-H \"Authorization: Bearer $USER2_TOKEN\" " + ORDERS + "/" + id)
                        .status())
                .isEqualTo(200);
        assertThat(demo.curl(AS_USER1 + ORDERS + "/" + id).status()).isIn(403, 404);
        assertThat(demo.curl(AS_USER1 + "-X DELETE " + ORDERS + "/" + id).status())
                .isIn(403, 404);
    }

    @Test
    @Order(8)
    void health_is_answered_to_get_and_to_head() {
        Reply get = demo.curl("$DRAWBRIDGE_URL/api/v1/health");
        Reply head = Reply.parse(demo.shell("curl -s -I $DRAWBRIDGE_URL/api/v1/health")
                .succeeds()
                .out());

        assertThat(get.status()).isEqualTo(200);
        assertThat(get.json().path("status").asString()).isEqualTo("ok");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.fields()).containsKeys(lower(SECURITY_HEADERS));
    }

    @Test
    @Order(9)
    void ten_wrong_logins_end_in_429_and_other_classes_go_on() {
        String statuses = demo.shell(
                        "for i in $(seq 10); do curl -s -o /dev/null -w '%{http_code} ' -X POST"
                                + " $DRAWBRIDGE_URL/api/v1/auth/login -d '{\"username\":\"user1\",\"password\":\"wrong\"}'; done")
                .succeeds()
                .out();
        Reply limited = demo.curl("-X POST $DRAWBRIDGE_URL/api/v1/auth/login -d '{\"username\":\"user1\"}'");

        assertThat(statuses.strip()).isEqualTo("401 401 401 401 401 429 429 429 429 429");
        assertThat(limited.status()).isEqualTo(429);
        assertThat(Integer.parseInt(limited.field("Retry-After"))).isBetween(1, 60);
        assertThat(limited.fields()).containsKeys(lower(SECURITY_HEADERS));
        assertThat(demo.curl(AS_USER1 + "\"" + ORDERS + "?limit=1\"").status()).isEqualTo(200);
        assertThat(demo.curl("$DRAWBRIDGE_URL/api/v1/health").status()).isEqualTo(200);
    }

    @Test
    @Order(10)
    void the_right_login_gives_a_token_that_works() {
        Reply login =
                demo.curl("--interface 127.0.0.5 -X POST $DRAWBRIDGE_URL/api/v1/auth/login -d \"{\\\"username\\\":"
                        + "\\\"user1\\\",\\\"password\\\":\\\"$(. ./secrets.env; echo \"$PASSWORD_USER1\")\\\"}\"");
        assertThat(login.status()).as(login.body()).isEqualTo(200);
        String token = login.json().path("access_token").asString();

        Reply me = demo.curl("-H 'Authorization: Bearer " + token + "' $DRAWBRIDGE_URL/api/v1/auth/me");

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.body()).contains("user1");
        assertThat(demo.curl("-H 'Authorization: Bearer " + token + "' \"" + ORDERS + "?limit=1\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(20)
    void a_dry_run_names_the_clients_and_changes_nothing() throws IOException {
        JsonNode before = demo.admin("/v1/policies");

        String said = demo.drawbridge("mode", "set", "legacy-auth", "enforce", "--dry-run")
                .succeeds()
                .out();

        assertThat(said).contains("claimed:user1@127.0.0.1", "monitor -> enforce", "nothing was changed");
        assertThat(demo.admin("/v1/policies")).isEqualTo(before);
        assertThat(demo.admin("/v1/edits").path("edits").isEmpty()).isTrue();
        assertThat(demo.curl(OWN_LEGACY).status()).isEqualTo(200);
    }

    @Test
    @Order(21)
    void an_unknown_policy_is_answered_with_the_one_that_was_meant() throws IOException {
        Program.Ran ran = demo.drawbridge("mode", "set", "legcy-auth", "warn", "--yes");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("legcy-auth", "did you mean legacy-auth?");
    }

    @Test
    @Order(22)
    void a_command_leaves_no_file_where_it_was_run() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        Program.Ran ran = Program.run(empty, Map.of("ADMIN_URL", "http://127.0.0.1:1", "ADMIN_API_KEY", "x"), "status");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    @Order(30)
    void warn_takes_effect_and_tells_legacy_clients_what_is_to_come() throws IOException {
        demo.drawbridge("mode", "set", "legacy-auth", "warn", "--yes").succeeds();
        awaitLegacy("127.3.0.1", reply -> !reply.field("Deprecation").isEmpty());

        Reply reply = demo.curl(OWN_LEGACY);
        String guide = reply.field("Link").replaceFirst("^<([^>]*)>.*", "$1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().isArray()).isTrue();
        assertThat(reply.field("X-Deprecated-Auth")).contains("user_id query param");
        assertThat(reply.field("Deprecation")).matches("@\\d+");
        assertThat(reply.field("Sunset")).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        assertThat(demo.curl("$DRAWBRIDGE_URL" + guide).status()).isEqualTo(200);
    }

    @Test
    @Order(31)
    void tokens_are_judged_alike_in_warn() {
        whatNoModeChanges();
    }

    @Test
    @Order(40)
    void enforce_takes_effect_and_says_how_to_migrate() throws IOException {
        demo.drawbridge("mode", "set", "legacy-auth", "enforce", "--yes").succeeds();
        awaitLegacy("127.3.0.2", reply -> reply.status() == 401);

        Reply reply = demo.curl(OWN_LEGACY);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.field("WWW-Authenticate")).startsWith("Bearer");
        assertThat(reply.json().path("policy").asString()).isEqualTo("legacy-auth");
        assertThat(reply.json().path("remediation").asString())
                .contains("Authorization: Bearer", "/api/v1/security/migration-guide");
        assertThat(reply.fields()).containsKeys(lower(SECURITY_HEADERS));
        String id = reply.json().path("decision_id").asString();
        Eventually.holds("the decision is kept", () -> {
            try {
                return demo.admin("GET", "/v1/decisions/" + id, "").status() == 200;
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        assertThat(demo.drawbridge("explain", id).succeeds().out())
                .contains("claimed subject user1", "work-orders", "legacy-auth", "enforce", "refused", "Log in");
    }

    @Test
    @Order(41)
    void tokens_are_judged_alike_in_enforce() {
        whatNoModeChanges();
    }

    @Test
    @Order(50)
    void the_history_lists_the_edits_and_one_can_be_undone() throws IOException {
        String history = demo.drawbridge("mode", "history").succeeds().out();
        demo.drawbridge("mode", "undo", "2", "--yes").succeeds();

        assertThat(history.lines().skip(1).map(line -> line.strip().replaceFirst(" .*", "")))
                .containsExactly("2", "1");
        assertThat(history)
                .containsPattern("legacy-auth: warn .*→ enforce")
                .containsPattern("legacy-auth: monitor → warn");
        awaitLegacy(
                "127.3.0.3",
                reply -> reply.status() == 200 && !reply.field("Deprecation").isEmpty());
        JsonNode edits = demo.admin("/v1/edits").path("edits");
        assertThat(edits.path(0).path("undoes").asLong()).isEqualTo(2);
        assertThat(edits.path(1).path("undone_by").asLong()).isEqualTo(3);
    }

    @Test
    @Order(51)
    void a_write_that_expects_an_older_version_is_refused() throws IOException {
        JsonNode before = demo.admin("/v1/policies");

        Reply stale = demo.admin("PUT", "/v1/policies/legacy-auth/mode", "{\"mode\":\"off\"}", "If-Match: \"1\"");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.field("ETag")).isEqualTo("\"" + before.path("version").asLong() + "\"");
        assertThat(demo.admin("/v1/policies")).isEqualTo(before);
    }

    @Test
    @Order(52)
    void a_mode_can_be_set_on_one_route_alone() throws IOException {
        demo.drawbridge("mode", "set", "legacy-auth", "enforce", "--route", "work-orders", "--yes")
                .succeeds();

        awaitLegacy("127.3.0.4", reply -> reply.status() == 401);
        try (Wire wire = demo.from("127.3.0.5")) {
            Reply elsewhere =
                    wire.send("GET", "/api/v1/work-orders/00000000-0000-0000-0000-000000000000?user_id=user1");
            assertThat(elsewhere.status()).isEqualTo(404);
            assertThat(elsewhere.field("Deprecation")).isNotEmpty();
        }
    }

    @Test
    @Order(60)
    void client_text_forges_no_line_no_field_and_no_event() throws IOException {
        List<String> hostile = List.of(
                "WARN SECURITY_EVENT ACCESS_DENIED reason=x 10.6.6.6",
                "x\" 200 5 \"-\" \"CRITICAL\" 0.001",
                "a\tb=c\tIP_BLOCKED\t10.6.6.6",
                "back\\slash \\x22 \\n SUSPICIOUS",
                "line\u2028separator\u0085ACCESS_DENIED 10.6.6.6",
                "\u001b[2J\r\n2026-01-01T00:00:00Z WARN SECURITY_EVENT ACCESS_DENIED 10.6.6.6");
        long denialsBefore = grep("ACCESS_DENIED");
        long suspicionsBefore = grep("SUSPICIOUS");

        for (int i = 0; i < hostile.size(); i++) {
            String text = hostile.get(i);
            String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            String address = "127.6.0." + (i + 1);
            attempt(address, "GET /api/v1/work-orders HTTP/1.1\r\nHost: x\r\nUser-Agent: " + text + "\r\n\r\n");
            attempt(address, "GET /api/v1/work-orders HTTP/1.1\r\nHost: x\r\nReferer: " + text + "\r\n\r\n");
            attempt(address, "GET /api/v1/work-orders?user_id=" + encoded + " HTTP/1.1\r\nHost: x\r\n\r\n");
            attempt(address, "GET /api/v1/work-orders/" + encoded + "?a=" + encoded + " HTTP/1.1\r\nHost: x\r\n\r\n");
            String login = JsonMapper.shared().writeValueAsString(Map.of("username", text, "password", "wrong"));
            attempt(
                    address,
                    "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                            + login.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + login);
        }
        attempt("127.6.0.99", "GET /api/v1/work-orders HTTP/1.1\r\nHost: x\r\nUser-Agent: the-last\r\n\r\n");
        demo.awaitLogLine("security.log", "agent=the-last");
        demo.awaitLogLine("access.log", "the-last");

        String quoted = "\"([^\"\\\\]|\\\\x[0-9a-f]{2})*\"";
        assertThat(demo.log("access.log"))
                .allMatch(line ->
                        line.matches("127\\.\\S+ - \\S+ \\[[^\\]]+] \"(- - -|[A-Z]+ \\S+ HTTP/1\\.1)\" \\d{3} \\d+ "
                                + quoted + " " + quoted + " \\d+\\.\\d{3}"))
                .filteredOn(line -> line.startsWith("127.6.0."))
                .hasSize(5 * hostile.size() + 1);
        assertThat(demo.log("security.log"))
                .allMatch(line ->
                        line.matches("\\S+Z (INFO|WARN|ERROR) SECURITY_EVENT [A-Z_]+( [a-z_]+=\\S*)+ (127\\.\\S+|-)"))
                .filteredOn(line -> line.matches(".* 127\\.6\\.0\\.\\d+"))
                .hasSizeGreaterThanOrEqualTo(4 * hostile.size());
        assertThat(grep("ACCESS_DENIED")).isEqualTo(denialsBefore);
        assertThat(grep("SUSPICIOUS")).isEqualTo(suspicionsBefore);
        assertThat(grep("IP_BLOCKED") + grep("CRITICAL")).isZero();
    }

    private static long grep(String word) {
        return demo.log("security.log").stream()
                .filter(line -> line.contains(word))
                .count();
    }

    /// Sends one request, and minds neither a refusal nor a closed connection.
    private static void attempt(String from, String request) throws IOException {
        try (Wire wire = demo.from(from)) {
            wire.write(request);
            assertThat(wire.read("GET").status()).isIn(200, 400, 401, 404);
        }
    }

    @Test
    @Order(90)
    void sigterm_stops_both_programs() {
        demo.stop();
    }

    /// No token, a good one, somebody else's data and a bad one get the same in every mode of legacy-auth.
    private static void whatNoModeChanges() {
        Reply nobody = demo.curl("\"" + ORDERS + "\"");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.field("WWW-Authenticate")).startsWith("Bearer");
        assertThat(nobody.fields()).containsKeys(lower(SECURITY_HEADERS));

        Reply own = demo.curl(AS_USER1 + "\"" + ORDERS + "?limit=1\"");
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.fields()).doesNotContainKeys(lower(ADVICE));
        assertThat(own.fields()).containsKeys(lower(SECURITY_HEADERS));
        Reply named = demo.curl(AS_USER1 + OWN_LEGACY);
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.fields()).doesNotContainKeys(lower(ADVICE));
        assertThat(named.body()).isEqualTo(own.body());

        Reply foreign = demo.curl(AS_USER1 + "\"" + ORDERS + "?user_id=user2\"");
        assertThat(foreign.status()).isEqualTo(403);
        String decision = foreign.json().path("decision_id").asString();
        assertThat(demo.awaitLogLine("security.log", " ACCESS_DENIED ", decision))
                .contains(" client=subject:user1 ")
                .endsWith(" 127.0.0.1");

        String flipped = "-H 'Authorization: Bearer " + flipped(demo.value("USER1_TOKEN")) + "' ";
        assertThat(demo.curl(flipped + "\"" + ORDERS + "?limit=1\"").status()).isEqualTo(401);
        Reply beside = demo.curl(flipped + OWN_LEGACY);
        assertThat(beside.status()).isEqualTo(401);
        assertThat(beside.json().path("code").asString()).isEqualTo("invalid-token");
    }

    /// One character in the middle of the signature is another one.
    private static String flipped(String token) {
        int place = token.lastIndexOf('.') + 10;
        char other = token.charAt(place) == 'A' ? 'B' : 'A';
        return token.substring(0, place) + other + token.substring(place + 1);
    }

    private static String[] lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    }

    /// Asks in the legacy way, on one connection, until the answer is so.
    private static void awaitLegacy(String from, Predicate<Reply> wanted) throws IOException {
        try (Wire wire = demo.from(from)) {
            Eventually.holds("the mode takes effect", () -> {
                try {
                    return wanted.test(wire.send("GET", "/api/v1/work-orders?user_id=user1&limit=1"));
                } catch (IOException failure) {
                    throw new AssertionError(failure);
                }
            });
        }
    }
}
