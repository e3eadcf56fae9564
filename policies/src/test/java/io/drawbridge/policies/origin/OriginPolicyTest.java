package io.drawbridge.policies.origin;

import static io.drawbridge.policies.Exchanges.arrived;
import static io.drawbridge.policies.Exchanges.denial;
import static io.drawbridge.policies.Exchanges.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.exchange.Target;
import io.drawbridge.domain.identity.ClientCertificate;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
    private static final CorsSettings SETTINGS = new CorsSettings(
            List.of(Origin.parse("https://app.example.com"), Origin.parse("http://localhost:5173")),
            List.of("GET", "POST", "DELETE"),
            List.of("Authorization", "Content-Type"),
            List.of("X-Total-Count"),
            true,
            Duration.ofMinutes(10));
    private static final CorsRules RULES = new CorsRules(SETTINGS);
    private static final OriginPolicy POLICY = new OriginPolicy(RULES);

    private static Arrived preflight(String origin) {
        return arrived("OPTIONS", "/", "Origin", origin, "Access-Control-Request-Method", "DELETE");
    }

    private static RequestHead head(String method, String authority, String... fields) {
        return new RequestHead(method, new Target("/", ""), authority, Fields.of(fields));
    }

    @Test
    void a_listed_origin_gets_the_fields_of_the_fetch_standard() {
        for (String method : List.of("GET", "POST", "DELETE", "OPTIONS")) {
            Arrived exchange = arrived(method, "/", "Origin", "https://app.example.com");
            assertThat(POLICY.judge(exchange)).isEqualTo(Verdict.ALLOW);
            assertThat(RULES.fields(exchange.head()).fields())
                    .containsExactly(
                            new HeaderField("Vary", "Origin"),
                            new HeaderField("Access-Control-Allow-Origin", "https://app.example.com"),
                            new HeaderField("Access-Control-Allow-Credentials", "true"),
                            new HeaderField("Access-Control-Expose-Headers", "X-Total-Count"));
        }
    }

    @Test
    void a_listed_origins_preflight_is_answered_in_full() {
        Arrived exchange = preflight("http://localhost:5173");
        assertThat(POLICY.judge(exchange)).isEqualTo(Verdict.ALLOW);
        assertThat(RULES.preflightFields(exchange.head()).fields())
                .containsExactly(
                        new HeaderField(
                                "Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
                        new HeaderField("Access-Control-Allow-Origin", "http://localhost:5173"),
                        new HeaderField("Access-Control-Allow-Credentials", "true"),
                        new HeaderField("Access-Control-Allow-Methods", "GET, POST, DELETE"),
                        new HeaderField("Access-Control-Allow-Headers", "Authorization, Content-Type"),
                        new HeaderField("Access-Control-Max-Age", "600"));
    }

    @Test
    void another_websites_page_opens_no_websocket_connection() {
        for (String upgrade : List.of("websocket", "WebSocket", "h2c, websocket")) {
            assertThat(denial(POLICY.judge(arrived("GET", "/", "Origin", "https://evil.example", "Upgrade", upgrade)))
                            .refusal()
                            .status())
                    .isEqualTo(403);
            assertThat(POLICY.judge(arrived("GET", "/", "Origin", "https://app.example.com", "Upgrade", upgrade)))
                    .isEqualTo(Verdict.ALLOW);
            // No browser: it would say an origin.
            assertThat(POLICY.judge(arrived("GET", "/", "Upgrade", upgrade))).isEqualTo(Verdict.ALLOW);
        }
    }

    @Test
    void nothing_is_said_of_credentials_and_lists_that_are_not_set() {
        CorsRules bare = new CorsRules(
                new CorsSettings(SETTINGS.origins(), List.of(), List.of(), List.of(), false, Duration.ZERO));
        RequestHead head = preflight("https://app.example.com").head();
        assertThat(bare.preflightFields(head).fields())
                .extracting(HeaderField::name)
                .containsExactly("Vary", "Access-Control-Allow-Origin", "Access-Control-Max-Age");
        assertThat(bare.fields(head).fields())
                .extracting(HeaderField::name)
                .containsExactly("Vary", "Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "NULL",
                "",
                " ",
                "*",
                "https://evil.example",
                // Suffix and prefix matches.
                "https://evilapp.example.com",
                "https://app.example.com.evil.example",
                "https://app.example.comevil.example",
                "https://app.example.com-evil.example",
                "https://evil.example/https://app.example.com",
                "https://sub.app.example.com",
                "https://example.com",
                // The dot of a host is no pattern.
                "https://appXexample.com",
                // Case and trailing dot.
                "HTTPS://APP.EXAMPLE.COM",
                "https://App.example.com",
                "https://app.example.com.",
                // Scheme and port.
                "http://app.example.com",
                "https://app.example.com:443",
                "https://app.example.com:8443",
                "http://localhost",
                "http://localhost:5174",
                "http://localhost:51730",
                "http://localhost:05173",
                "ws://localhost:5173",
                "file://",
                // Paths, userinfo, white space, several in one field.
                "https://app.example.com/",
                "https://app.example.com/x",
                "https://app.example.com?x",
                "https://app.example.com#x",
                "https://user@app.example.com",
                "https://app.example.com@evil.example",
                "https://app.example.com, https://evil.example",
                "https://app.example.com https://evil.example",
                " https://app.example.com",
                "https://app.example.com\t",
                "https:app.example.com",
                "//app.example.com",
                "app.example.com",
                // Letters that look or fold alike, in UTF-8 and raw.
                "https://app.example.c\u00f6m",
                "https://\u00e0pp.example.com",
                "https://app\u00adexample.com",
                "https://xn--pp-xla.example.com",
                "https://app%2eexample.com",
                // The gateway's own name, nearly.
                "https://api.example.com.evil.example",
                "https://api.example.com:8443",
                "ftp://api.example.com",
                "https://API.example.com",
                "https://xapi.example.com",
                "api.example.com"
            })
    void a_hostile_origin_gets_no_cors_field_and_may_change_nothing(String origin) {
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "PROPFIND", "get")) {
            Verdict.Deny deny = denial(POLICY.judge(arrived(method, "/", "Origin", origin)));
            assertThat(deny.reason().event()).isEqualTo(EventName.ORIGIN_DENIED);
            assertThat(deny.reason().code()).isEqualTo("origin-not-allowed");
            assertThat(deny.refusal().status()).isEqualTo(403);
        }
        assertThat(denial(POLICY.judge(preflight(origin))).refusal().status()).isEqualTo(403);
        assertThat(RULES.fields(arrived("GET", "/", "Origin", origin).head()))
                .isEqualTo(FieldBlock.of(new HeaderField("Vary", "Origin")));
        assertThat(RULES.preflightFields(preflight(origin).head()).fields())
                .containsExactly(new HeaderField(
                        "Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"));
    }

    @Test
    void a_foreign_origin_may_read_because_the_browser_keeps_the_answer_from_it() {
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
            assertThat(POLICY.judge(arrived(method, "/", "Origin", "https://evil.example")))
                    .isEqualTo(Verdict.ALLOW);
        }
    }

    @Test
    void a_request_without_an_origin_is_let_pass_and_still_varies() {
        for (String method : List.of("GET", "POST")) {
            assertThat(POLICY.judge(arrived(method, "/"))).isEqualTo(Verdict.ALLOW);
            assertThat(field(RULES.fields(arrived(method, "/").head()), "Vary")).isEqualTo("Origin");
        }
    }

    @Test
    void a_second_origin_is_refused_whatever_the_method_and_gets_no_cors_field() {
        for (String method : List.of("GET", "POST", "OPTIONS")) {
            Arrived exchange =
                    arrived(method, "/", "Origin", "https://app.example.com", "origin", "https://app.example.com");
            assertThat(denial(POLICY.judge(exchange)).reason().code()).isEqualTo("repeated-origin");
            assertThat(RULES.fields(exchange.head()).names("access-control-allow-origin"))
                    .isFalse();
            assertThat(RULES.preflightFields(exchange.head()).names("access-control-allow-origin"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, https://api.example.com",
        "api.example.com, http://api.example.com",
        "api.example.com:443, https://api.example.com",
        "api.example.com:80, http://api.example.com",
        "127.0.0.1:8080, http://127.0.0.1:8080",
        "[::1]:8080, http://[::1]:8080",
        "[::1], https://[::1]"
    })
    void the_same_origin_may_do_everything(String authority, String origin) {
        RequestHead head = head("DELETE", authority, "Origin", origin);
        assertThat(RULES.standing(head, Scheme.HTTP)).isEqualTo(Standing.SAME);
        // A browser needs no field for it, and the plain site of the same name must not get one.
        assertThat(RULES.fields(head).names("access-control-allow-origin")).isFalse();
    }

    @Test
    void over_tls_the_plain_site_of_the_same_name_is_another_origin() {
        Scheme https = new Scheme.Https(ClientCertificate.NONE);

        assertThat(RULES.standing(head("DELETE", "api.example.com", "Origin", "https://api.example.com"), https))
                .isEqualTo(Standing.SAME);
        assertThat(RULES.standing(head("DELETE", "api.example.com", "Origin", "http://api.example.com"), https))
                .isEqualTo(Standing.FOREIGN);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example.com, https://api.example.com:8443",
        "api.example.com:443, http://api.example.com",
        "api.example.com:80, https://api.example.com",
        "api.example.com:8080, http://api.example.com",
        "api.example.com, https://xapi.example.com",
        "api.example.com, https://api.example.com.",
        "'', https://",
        "'', http://"
    })
    void nearly_the_same_origin_is_another_one(String authority, String origin) {
        assertThat(RULES.standing(head("DELETE", authority, "Origin", origin), Scheme.HTTP))
                .isEqualTo(Standing.FOREIGN);
    }

    @Test
    void a_reason_quotes_no_more_than_is_needed() {
        Verdict.Deny deny = denial(POLICY.judge(arrived("POST", "/", "Origin", "https://" + "x".repeat(10_000))));
        assertThat(deny.reason().detail().length()).isLessThan(200);
        assertThat(deny.refusal().toString()).doesNotContain("xxx");
    }

    @ParameterizedTest
    @CsvSource({
        "https://App.Example.com, https://app.example.com",
        "HTTPS://app.example.com:443, https://app.example.com",
        "http://localhost:80, http://localhost",
        "http://localhost:05173, http://localhost:5173",
        "http://127.0.0.1:3000, http://127.0.0.1:3000",
        "http://[::1]:3000, http://[::1]:3000"
    })
    void a_configured_origin_is_brought_into_the_form_that_browsers_send(String text, String origin) {
        assertThat(Origin.parse(text)).hasToString(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "app.example.com",
                "https://",
                "https://app.example.com/",
                "https://app.example.com/x",
                "https://*.example.com",
                "https://app.example.com.",
                "https://-app.example.com",
                "https://app..example.com",
                "https://user@app.example.com",
                "https://app.example.com:0",
                "https://app.example.com:65536",
                "https://app.example.com:",
                "https://\u00e4pp.example.com",
                "https://\u212aapp.example.com",
                "ftp://app.example.com",
                "https://app.example.com https://b.example.com"
            })
    void a_configured_text_that_is_no_origin_is_refused_with_the_form(String text) {
        assertThatThrownBy(() -> Origin.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsAnyOf("https://app.example.com", "1 to 65535");
    }

    @Test
    void settings_that_no_browser_or_nobody_should_follow_are_refused() {
        assertThatThrownBy(() -> new CorsSettings(List.of(), List.of("*"), List.of(), List.of(), true, Duration.ZERO))
                .hasMessageContaining("list each one");
        assertThatThrownBy(() -> new CorsSettings(List.of(), List.of(), List.of("X Y"), List.of(), true, Duration.ZERO))
                .hasMessageContaining("'X Y'");
        assertThatThrownBy(() ->
                        new CorsSettings(List.of(), List.of(), List.of(), List.of(), true, Duration.ofSeconds(-1)))
                .hasMessageContaining("negative");
    }
}
