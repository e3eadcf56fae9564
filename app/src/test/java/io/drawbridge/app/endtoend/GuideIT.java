package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands of the FossaWork deployment guide as they are printed there, against the running demo with its
/// traffic.
/// Only the guide's host stands for the demo's. No test writes a line that it greps: every line comes from a request.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GuideIT {
    @TempDir
    private static Path folder;

    private static Demo demo;

    @BeforeAll
    static void start() throws IOException {
        demo = Demo.start(folder.resolve("data"));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    // Authentication Tests

    @Test
    @Order(1)
    void without_token_should_fail() {
        assertThat(problem("curl https://api.staging.yourdomain.com/api/v1/work-orders"))
                .isEqualTo(401);
    }

    @Test
    @Order(2)
    void with_valid_token() {
        String body = guide("""
                curl -H "Authorization: Bearer $TOKEN" \\
                  https://api.staging.yourdomain.com/api/v1/work-orders""");

        JsonNode orders = JsonMapper.shared().readTree(body);
        assertThat(orders.isArray()).isTrue();
        assertThat(orders.isEmpty()).isFalse();
        assertThat(orders.valueStream().map(order -> order.path("user_id").asString()))
                .containsOnly("user1");
    }

    @Test
    @Order(3)
    void cross_user_access_should_fail() {
        assertThat(problem("""
                curl -H "Authorization: Bearer $USER1_TOKEN" \\
                  https://api.staging.yourdomain.com/api/v1/work-orders?user_id=user2""")).isEqualTo(403);
    }

    // Rate Limiting Tests

    @Test
    @Order(4)
    void the_auth_endpoint_is_limited_to_5_a_minute() {
        String bodies = guide("""
                for i in {1..10}; do
                  curl -X POST https://api.staging.yourdomain.com/api/v1/auth/login \\
                    -d '{"username":"test","password":"wrong"}'
                done""");

        assertThat(bodies.replaceAll("[^}]*\"status\":(\\d+)[^}]*}", "$1 ").strip())
                .isEqualTo("401 401 401 401 401 429 429 429 429 429");
    }

    // Security Headers Tests

    @Test
    @Order(5)
    void all_security_headers_are_there() {
        String found = guide("""
                curl -I https://api.staging.yourdomain.com/api/v1/health | grep -E \\
                  "X-Frame-Options|X-Content-Type-Options|Content-Security-Policy\"""");

        assertThat(found.lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactlyInAnyOrder("X-Frame-Options", "X-Content-Type-Options", "Content-Security-Policy");
        assertThat(guide("curl -I https://staging.yourdomain.com/api/v1/health"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("X-Frame-Options: DENY");
    }

    // Monitor Security Events

    @Test
    @Order(6)
    void the_security_log_can_be_followed() throws IOException {
        demo.awaitLogLine("security.log", " SECURITY_MIGRATION ");
        Program following = demo.bash("""
                tail -f logs/security.log | grep "SECURITY_MIGRATION\"""");
        try (following) {
            // grep keeps what it found until its input ends, so tail is ended once it has had something to say.
            ProcessHandle tail = Eventually.get(
                    "tail runs",
                    () -> following.descendants().stream()
                            .filter(child -> child.info().command().orElse("").endsWith("/tail"))
                            .findFirst());
            long seen = count("security.log", " SECURITY_MIGRATION ");
            Eventually.holds("a legacy client comes by", () -> count("security.log", " SECURITY_MIGRATION ") > seen);
            long written = Files.size(demo.data().resolve("logs/security.log"));
            Eventually.holds("tail has read it", () -> position(tail, "logs/security.log") >= written);
            tail.destroy();
            String lines = following.ended().out();
            assertThat(lines.lines().count()).isGreaterThan(1);
            assertThat(lines.lines())
                    .allMatch(line -> line.matches(
                            "\\S+Z INFO SECURITY_EVENT SECURITY_MIGRATION (\\S+=\\S* )+127\\.0\\.2\\.1[1-5]"));
        }
    }

    @Test
    @Order(7)
    void the_migration_report_is_generated() {
        String report = guide("""
                curl -H "Authorization: Bearer $ADMIN_TOKEN" \\
                  https://api.yourdomain.com/api/v1/security/migration-report""");

        JsonNode legacy = JsonMapper.shared().readTree(report).path("report");
        assertThat(legacy.path("total_violations").asLong()).isPositive();
        assertThat(legacy.path("clients")
                        .valueStream()
                        .map(client -> client.path("address").asString()))
                .isNotEmpty()
                .allMatch(address -> address.startsWith("127.0.2."));
    }

    // Monitor Error Rates

    @Test
    @Order(8)
    void errors_401_and_403_are_counted() {
        int counted =
                Integer.parseInt(guide("grep -c \"401\\|403\" logs/access.log").strip());

        // The guide's pattern also meets sizes and times, so it counts these requests at the least.
        assertThat(counted).isGreaterThanOrEqualTo(1 + 1 + 5);
    }

    @Test
    @Order(9)
    void security_violations_are_counted() {
        assertThat(number("grep \"ACCESS_DENIED\" logs/security.log | wc -l")).isEqualTo(1);
    }

    // Key Metrics: Security Metrics

    @Test
    @Order(10)
    void authentication_failures_are_counted() {
        assertThat(number("grep \"AUTH_FAILED\" logs/security.log | wc -l")).isEqualTo(1 + 5);
    }

    @Test
    @Order(11)
    void security_violations_are_counted_by_address() {
        String counted = guide("""
                grep "SECURITY_EVENT" logs/security.log | \\
                  awk '{print $NF}' | sort | uniq -c | sort -rn""");

        Map<String, Integer> byAddress = counts(counted);
        assertThat(byAddress.keySet())
                .contains("127.0.0.1")
                .allMatch(address -> address.equals("127.0.0.1") || address.startsWith("127.0.2."));
        // No token, another user's data, five wrong logins, five more that were too many.
        assertThat(byAddress).containsEntry("127.0.0.1", 1 + 1 + 5 + 5);
    }

    // Key Metrics: Performance Metrics

    @Test
    @Order(12)
    void the_average_response_time_is_a_number_of_seconds() {
        String average = guide("""
                grep "GET\\|POST" logs/access.log | \\
                  awk '{sum+=$NF; count++} END {print sum/count}'""");

        assertThat(Double.parseDouble(average.strip())).isBetween(1e-6, 30.0);
    }

    // Key Metrics: Error Rates

    @Test
    @Order(13)
    void http_error_codes_are_counted() {
        String counted = guide("""
                grep -E "4[0-9]{2}|5[0-9]{2}" logs/access.log | \\
                  awk '{print $9}' | sort | uniq -c""");

        assertThat(counts(counted))
                .containsEntry("401", 1 + 5)
                .containsEntry("403", 1)
                .containsEntry("429", 5)
                .allSatisfy((status, _) -> assertThat(status).matches("200|401|403|429"));
    }

    @Test
    @Order(14)
    void application_errors_are_counted() {
        assertThat(number("grep \"ERROR\" logs/app.log | wc -l")).isZero();
    }

    // Emergency Procedures: Investigate

    @Test
    @Order(15)
    void attack_patterns_are_analysed_by_address() {
        String analysis = guide("""
                ATTACKER_IP=127.0.2.11
                grep $ATTACKER_IP logs/*.log > attack_analysis.txt
                cat attack_analysis.txt""");

        assertThat(analysis.lines().map(line -> line.substring(0, line.indexOf(':'))))
                .contains("logs/access.log", "logs/security.log");
        assertThat(analysis.lines()).allMatch(line -> line.contains("127.0.2.11"));
    }

    /// Runs a command of the guide.
    private static String guide(String printed) {
        String here = printed.replaceAll("https://(api\\.staging|api|staging)\\.yourdomain\\.com", "\\$DRAWBRIDGE_URL");
        return demo.shell("TOKEN=$USER1_TOKEN\n" + here).succeeds().out();
    }

    private static long number(String printed) {
        return Long.parseLong(guide(printed).strip());
    }

    /// The status in the problem that a command of the guide prints.
    private static int problem(String printed) {
        return JsonMapper.shared().readTree(guide(printed)).path("status").asInt();
    }

    /// What `uniq -c` prints.
    private static Map<String, Integer> counts(String printed) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        printed.lines().map(line -> line.strip().split(" ", -1)).forEach(words -> {
            assertThat(words).as(Arrays.toString(words)).hasSize(2);
            counts.put(words[1], Integer.parseInt(words[0]));
        });
        return counts;
    }

    private static long count(String log, String text) {
        return demo.log(log).stream().filter(line -> line.contains(text)).count();
    }

    /// How far a process has read an open file of the data folder.
    private static long position(ProcessHandle process, String file) {
        String proc = "/proc/" + process.pid();
        String position = demo.shell("for fd in " + proc + "/fd/*; do [ \"$fd\" -ef " + file
                        + " ] && awk '/^pos/ {print $2}' " + proc + "/fdinfo/${fd##*/}; done; true")
                .succeeds()
                .out()
                .strip();
        return position.isEmpty() ? 0 : Long.parseLong(position);
    }
}
