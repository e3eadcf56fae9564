package io.drawbridge.controlplane.csp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.storage.Database;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CspReportsTest {
    private static final String OLD = """
            {"csp-report": {"document-uri": "https://app.example/orders?token=s3cret#top", "referrer": "",
              "violated-directive": "script-src 'self'", "effective-directive": "script-src",
              "blocked-uri": "https://joe:pw@cdn.example:8443/x.js?key=s3cret", "disposition": "report"}}""";
    private static final String NEW = """
            [{"type": "csp-violation", "age": 10, "url": "https://app.example/", "user_agent": "x",
              "body": {"documentURL": "https://app.example/", "effectiveDirective": "style-src-elem",
                "blockedURL": "inline", "disposition": "enforce"}},
             {"type": "deprecation", "body": {"id": "websql"}}]""";

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Database database;
    private CspViolations violations;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("drawbridge.db"));
        violations = CspViolations.start(database, clock);
    }

    @AfterEach
    void close() {
        violations.close();
        database.close();
    }

    private Answer report(String contentType, String body) {
        return report(Optional.empty(), contentType, body);
    }

    private Answer report(Optional<CspForwarding> forwarding, String contentType, String body) {
        return new CspReportsEndpoint(violations, forwarding)
                .answer(
                        Exchanges.request(
                                "POST",
                                "/api/v1/security/csp-reports",
                                Map.of(),
                                Identity.ANONYMOUS,
                                "content-type",
                                contentType),
                        body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_older_form_is_kept_without_queries_users_and_fragments() {
        Answer answer = report("application/csp-report", OLD);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(violations.list())
                .containsExactly(new CspViolations.Counted(
                        new Violation(
                                "https://app.example/orders", "script-src", "https://cdn.example:8443/x.js", "report"),
                        1,
                        TestClock.START,
                        TestClock.START));
        assertThat(answer.notices()).hasSize(1);
        Notice notice = answer.notices().getFirst();
        assertThat(notice.name()).isEqualTo(EventName.CSP_VIOLATION);
        assertThat(notice.details().toString()).doesNotContain("s3cret", "pw").contains("script-src");
    }

    @Test
    void of_the_reporting_api_only_violations_count() {
        Answer answer = report("application/reports+json; charset=utf-8", NEW);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(violations.list())
                .extracting(CspViolations.Counted::violation)
                .containsExactly(new Violation("https://app.example/", "style-src-elem", "inline", "enforce"));
    }

    @Test
    void content_in_an_address_is_not_kept() {
        report(
                "application/csp-report",
                OLD.replace("https://joe:pw@cdn.example:8443/x.js?key=s3cret", "data:text/x;s"));
        report("application/csp-report", OLD.replace("https://joe:pw@cdn.example:8443/x.js?key=s3cret", "s3cret word"));

        assertThat(violations.list())
                .extracting(counted -> counted.violation().blocked())
                .containsExactlyInAnyOrder("data", "unreadable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"csp-report\": 1}", "{\"csp-report\": {}}", "not json", "[1"})
    void what_is_no_report_is_refused_and_not_counted(String body) {
        assertThat(report("application/csp-report", body).status()).isEqualTo(400);
        assertThat(report("text/plain", OLD).status()).isEqualTo(415);

        assertThat(violations.list()).isEmpty();
    }

    @Test
    void counts_add_up_over_restarts() {
        report("application/csp-report", OLD);
        violations.close();
        clock.pass(Duration.ofHours(1));

        violations = CspViolations.start(database, clock);
        report("application/csp-report", OLD);

        assertThat(violations.list()).hasSize(1);
        CspViolations.Counted counted = violations.list().getFirst();
        assertThat(counted.reports()).isEqualTo(2);
        assertThat(counted.firstSeen()).isEqualTo(TestClock.START);
        assertThat(counted.lastSeen()).isEqualTo(TestClock.START.plus(Duration.ofHours(1)));
    }

    @Test
    void a_flood_of_made_up_violations_is_counted_as_one() {
        int flood = CspViolations.MOST_KEPT + 500;
        for (int i = 0; i < flood; i++) {
            violations.add(new Violation("https://app.example/" + i, "img-src", "inline", "enforce"));
            if (i % 100 == 0) {
                violations.flush();
            }
        }

        List<CspViolations.Counted> kept = violations.list();

        assertThat(kept).hasSize(CspViolations.MOST_KEPT + 1);
        assertThat(kept.stream().mapToLong(CspViolations.Counted::reports).sum())
                .isEqualTo(flood);
        assertThat(kept)
                .filteredOn(counted -> counted.violation().equals(Violation.OTHERS))
                .hasSize(1);
    }

    @Test
    void a_collector_gets_what_the_browser_sent_also_at_the_second_attempt() throws Exception {
        BlockingQueue<String> got = new LinkedBlockingQueue<>();
        AtomicInteger calls = new AtomicInteger();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/staging", call -> {
            String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean first = calls.getAndIncrement() == 0;
            if (!first) {
                got.add(call.getRequestHeaders().getFirst("Content-Type") + " " + body);
            }
            call.sendResponseHeaders(first ? 503 : 204, -1);
            call.close();
        });
        collector.start();
        URI address = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/staging");
        try (CspForwarding forwarding = CspForwarding.start(address, Duration.ofMillis(1))) {
            report(Optional.of(forwarding), "application/csp-report; x=y", OLD);

            assertThat(got.poll(20, TimeUnit.SECONDS)).isEqualTo("application/csp-report " + OLD);
            assertThat(forwarding.lost()).isZero();
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void what_a_dead_collector_does_not_take_is_counted_and_holds_nobody_up() throws Exception {
        CspForwarding forwarding = CspForwarding.start(URI.create("http://127.0.0.1:1/x"), Duration.ofDays(1));
        for (int i = 0; i < CspForwarding.ROOM + 10; i++) {
            report(Optional.of(forwarding), "application/csp-report", OLD);
        }
        forwarding.close();

        assertThat(forwarding.forwarded()).isZero();
        assertThat(forwarding.lost()).isGreaterThanOrEqualTo(CspForwarding.ROOM);
        assertThat(violations.list().getFirst().reports()).isEqualTo(CspForwarding.ROOM + 10);
    }
}
