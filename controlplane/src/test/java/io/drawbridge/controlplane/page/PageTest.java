package io.drawbridge.controlplane.page;

import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static io.drawbridge.controlplane.fixture.Blueprints.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.FakeReadiness;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.controlplane.snapshots.StanceRequest;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.route.Answer;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PageTest {
    @TempDir
    Path folder;

    private Bridge bridge;
    private FakeReadiness readiness;

    @BeforeEach
    void start() {
        bridge = new Bridge(folder, Blueprints.usual());
        readiness = new FakeReadiness(LEGACY);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void without_traffic_the_page_says_what_to_do() {
        assertThat(page()).contains("No traffic yet", "Nobody has changed anything yet");
    }

    @Test
    void each_policy_shows_where_it_stands_who_would_break_and_what_to_type() {
        traffic();

        String page = page();

        assertThat(page)
                .doesNotContain("No traffic yet")
                .contains("NOT READY", "30 % of traffic (30 of 100 requests) breaks when it is enforced")
                .contains("claimed:ann@127.0.0.9", "127.0.0.9", "curl/8", "2026-03-01T11:00:00Z", "work-orders")
                .contains("drawbridge mode set legacy-auth warn --dry-run")
                .contains("30 denials in the last 7 days, 10 of them in the last 24 hours");
    }

    @Test
    void a_ramp_shows_both_of_its_modes() {
        bridge.apply(bridge.plan(
                LEGACY,
                new StanceRequest(
                        Mode.ENFORCE, Optional.of(Share.parse("25%")), Optional.of(Mode.WARN), Optional.empty())));

        assertThat(page())
                .contains("<li class=\"here\">warn<span class=\"who\">the rest</span></li>")
                .contains("<li class=\"here\">enforce<span class=\"who\">25% of clients</span></li>")
                .contains("announced for <time datetime=\"2026-03-08T12:00:00Z\">");
    }

    @Test
    void what_is_still_on_its_way_up_comes_first_and_what_is_enforced_says_so() {
        assertThat(page().indexOf("<h2 id=\"p-legacy-auth\">")).isLessThan(page().indexOf("<h2 id=\"p-ownership\">"));
        assertThat(page()).contains("<span class=\"badge enforced\">ENFORCED</span>");

        bridge.set(LEGACY, Mode.ENFORCE);
        bridge.set(OWNERSHIP, Mode.WARN);

        assertThat(page().indexOf("<h2 id=\"p-ownership\">")).isLessThan(page().indexOf("<h2 id=\"p-legacy-auth\">"));
    }

    @Test
    void the_trend_has_a_bar_for_each_hour_with_denials_the_newest_on_the_right() {
        traffic();

        assertThat(rects()).containsExactly(List.of(572, 0, 4, 64), List.of(664, 32, 4, 32));
    }

    @Test
    void the_history_says_who_changed_what_and_what_was_taken_back() {
        bridge.set(LEGACY, Mode.WARN);
        bridge.apply((Planning.Planned) bridge.steering().planUndo(1));

        assertThat(page())
                .contains("legacy-auth: monitor → warn", "taken back by 2", "takes back 1", "drawbridge mode undo 2");
    }

    @Test
    void text_from_clients_stays_text() {
        readiness.denied(
                new Client.Claimed("</th><script>alert(1)</script>\u202e", "127.0.0.9"),
                "\"><img src=x onerror=alert(1)>" + "x".repeat(500),
                ORDERS,
                1,
                TestClock.START);

        String page = page();

        assertThat(page)
                .doesNotContain("<script", "<img", "\u202e", "x".repeat(200))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;\uFFFD");
    }

    @Test
    void the_page_needs_nothing_that_its_security_policy_forbids() {
        traffic();

        assertThat(page())
                .doesNotContain("<script", "<style", " style=", "javascript:", "http://", "https://", "<form", "<img")
                .doesNotContainPattern("\\son[a-z]+=");
        assertThat(new StyleEndpoint()
                        .answer(Exchanges.request("GET", "/style.css", Map.of(), Identity.ANONYMOUS), new byte[0])
                        .body())
                .doesNotContain("@import", "url(", "http");
    }

    @Test
    void the_page_can_be_read_without_eyes() throws Exception {
        traffic();
        bridge.set(LEGACY, ORDERS, Mode.WARN);
        String html = page();
        Document document = parsed(html);

        assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        assertThat(document.getElementsByTagName("title").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("h1").getLength()).isEqualTo(1);
        assertThat(document.getElementsByTagName("main").getLength()).isEqualTo(1);
        int tables = document.getElementsByTagName("table").getLength();
        assertThat(tables).isGreaterThanOrEqualTo(3);
        assertThat(document.getElementsByTagName("caption").getLength()).isEqualTo(tables);
        assertThat(html).doesNotContain("<th>");
        var drawings = document.getElementsByTagName("svg");
        assertThat(drawings.getLength()).isEqualTo(1);
        assertThat(((org.w3c.dom.Element) drawings.item(0)).getAttribute("aria-label"))
                .contains("denials");
        List<String> ids = new ArrayList<>();
        Matcher matcher = Pattern.compile(" id=\"([^\"]*)\"").matcher(html);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void colours_have_enough_contrast() {
        String css = new StyleEndpoint()
                .answer(Exchanges.request("GET", "/style.css", Map.of(), Identity.ANONYMOUS), new byte[0])
                .body();
        String[] schemes = css.split("prefers-color-scheme: dark", 2);

        assertThat(schemes).hasSize(2);
        for (String scheme : schemes) {
            for (String text : List.of("ink", "quiet", "accent", "good", "bad", "unsure")) {
                for (String ground : List.of("paper", "panel")) {
                    // WCAG 2.2, 1.4.3: at least 4.5 to 1 for text.
                    assertThat(contrast(colour(scheme, text), colour(scheme, ground)))
                            .as(text + " on " + ground)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
        }
    }

    private void traffic() {
        readiness
                .allowed(70)
                .denied(
                        new Client.Claimed("ann", "127.0.0.9"),
                        "curl/8",
                        ORDERS,
                        30,
                        TestClock.START.minus(Duration.ofHours(1)))
                .hour(TestClock.START.minus(Duration.ofHours(24)), 20)
                .hour(TestClock.START.minus(Duration.ofHours(1)), 10);
    }

    private String page() {
        Answer answer = new PageEndpoint(bridge.steering(), readiness, bridge.clock)
                .answer(Exchanges.request("GET", "/", Map.of(), Identity.ANONYMOUS), new byte[0]);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
        return answer.body();
    }

    private List<List<Integer>> rects() {
        List<List<Integer>> rects = new ArrayList<>();
        Matcher matcher = Pattern.compile("<rect x=\"(\\d+)\" y=\"(\\d+)\" width=\"(\\d+)\" height=\"(\\d+)\"/>")
                .matcher(page());
        while (matcher.find()) {
            rects.add(List.of(
                    Integer.valueOf(matcher.group(1)),
                    Integer.valueOf(matcher.group(2)),
                    Integer.valueOf(matcher.group(3)),
                    Integer.valueOf(matcher.group(4))));
        }
        return rects;
    }

    /// The page is also well-formed XML once its empty elements are closed: every other element is closed in
    /// its place.
    private static Document parsed(String html) throws Exception {
        String xml = html.replace("<!DOCTYPE html>", "").replaceAll("<(meta|link)([^>]*)>", "<$1$2/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static String colour(String css, String name) {
        Matcher matcher = Pattern.compile("--" + name + ": #([0-9a-f]{6});").matcher(css);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static double contrast(String one, String other) {
        double first = luminance(one) + 0.05;
        double second = luminance(other) + 0.05;
        return Math.max(first, second) / Math.min(first, second);
    }

    private static double luminance(String colour) {
        double[] parts = new double[3];
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(2 * i, 2 * i + 2), 16) / 255.0;
            parts[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }
}
