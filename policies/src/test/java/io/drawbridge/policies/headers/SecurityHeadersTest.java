package io.drawbridge.policies.headers;

import static io.drawbridge.policies.Exchanges.field;
import static io.drawbridge.policies.Exchanges.get;
import static io.drawbridge.policies.Exchanges.obliged;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientCertificate;
import io.drawbridge.domain.verdict.FieldBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecurityHeadersTest {
    private static FieldBlock preset(Environment environment, PublicSide side) {
        return SecurityHeaders.preset(environment, side, ContentSecurityPolicy.GENERIC.text(environment));
    }

    private static Set<String> directives(ContentSecurityPolicy policy, Environment environment) {
        return Arrays.stream(policy.text(environment).split("; ", -1)).collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void every_environment_has_the_fields_that_do_not_depend_on_it(Environment environment) {
        FieldBlock block = preset(environment, PublicSide.TLS);
        assertThat(field(block, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(field(block, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(field(block, "Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");
        assertThat(field(block, "Permissions-Policy"))
                .isEqualTo("accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(),"
                        + " payment=(), usb=()");
        assertThat(field(block, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(field(block, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(field(block, "Content-Security-Policy")).isEqualTo(ContentSecurityPolicy.GENERIC.text(environment));
    }

    @ParameterizedTest
    @EnumSource
    void nothing_obsolete_is_sent(Environment environment) {
        FieldBlock block = preset(environment, PublicSide.TLS);
        for (String name : List.of("expect-ct", "x-xss-protection", "public-key-pins", "pragma")) {
            assertThat(block.names(name)).as(name).isFalse();
        }
        for (ContentSecurityPolicy policy : ContentSecurityPolicy.values()) {
            assertThat(policy.text(environment)).doesNotContain("block-all-mixed-content");
        }
    }

    @Test
    void strict_transport_security_is_sent_only_where_the_public_side_is_tls() {
        for (Environment environment : Environment.values()) {
            assertThat(preset(environment, PublicSide.PLAIN).names("strict-transport-security"))
                    .isFalse();
        }
        assertThat(preset(Environment.DEVELOPMENT, PublicSide.TLS).names("strict-transport-security"))
                .isFalse();
        assertThat(field(preset(Environment.STAGING, PublicSide.TLS), "Strict-Transport-Security"))
                .isEqualTo("max-age=86400; includeSubDomains");
        assertThat(field(preset(Environment.PRODUCTION, PublicSide.TLS), "Strict-Transport-Security"))
                .isEqualTo("max-age=63072000; includeSubDomains; preload");
    }

    @Test
    void fossaworks_policy_is_what_its_environments_had() {
        Set<String> everywhere = Set.of(
                "default-src 'self'",
                "font-src 'self' https://fonts.gstatic.com",
                "style-src 'self' 'unsafe-inline' https://fonts.googleapis.com",
                "frame-ancestors 'none'",
                "form-action 'self'",
                "base-uri 'self'",
                "object-src 'none'",
                "media-src 'self'",
                "worker-src 'self' blob:");
        for (Environment environment : Environment.values()) {
            assertThat(directives(ContentSecurityPolicy.FOSSAWORK, environment)).containsAll(everywhere);
        }
        assertThat(directives(ContentSecurityPolicy.FOSSAWORK, Environment.DEVELOPMENT))
                .hasSize(12)
                .contains(
                        "script-src 'self' 'unsafe-inline' 'unsafe-eval' http://localhost:* ws://localhost:*",
                        "img-src 'self' data: blob: https: http://localhost:*",
                        "connect-src 'self' http://localhost:* ws://localhost:* wss://localhost:*"
                                + " https://app.workfossa.com");
        assertThat(directives(ContentSecurityPolicy.FOSSAWORK, Environment.STAGING))
                .hasSize(13)
                .contains(
                        "script-src 'self' 'unsafe-inline'",
                        "img-src 'self' data: blob: https:",
                        "connect-src 'self' wss: https://app.workfossa.com",
                        "upgrade-insecure-requests");
        assertThat(directives(ContentSecurityPolicy.FOSSAWORK, Environment.PRODUCTION))
                .hasSize(13)
                .contains(
                        "script-src 'self'",
                        "img-src 'self' data: blob: https:",
                        "connect-src 'self' wss: https://app.workfossa.com",
                        "upgrade-insecure-requests");
    }

    @Test
    void the_generic_policy_trusts_no_other_host_outside_development() {
        for (Environment environment : new Environment[] {Environment.STAGING, Environment.PRODUCTION}) {
            assertThat(ContentSecurityPolicy.GENERIC.text(environment))
                    .doesNotContain("http")
                    .doesNotContain("ws");
        }
        assertThat(ContentSecurityPolicy.GENERIC.text(Environment.DEVELOPMENT))
                .doesNotContain("workfossa")
                .doesNotContain("google");
        assertThat(ContentSecurityPolicy.GENERIC.text(Environment.PRODUCTION))
                .isEqualTo("default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
                        + " img-src 'self' data: blob:; connect-src 'self'; media-src 'self'; worker-src 'self' blob:;"
                        + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none';"
                        + " upgrade-insecure-requests");
    }

    @Test
    void the_policy_obliges_answers_over_tls_to_a_block_of_their_own() {
        FieldBlock plain = preset(Environment.PRODUCTION, PublicSide.PLAIN);
        FieldBlock secure = preset(Environment.PRODUCTION, PublicSide.TLS);
        SecurityHeadersPolicy policy = new SecurityHeadersPolicy(plain, secure);
        Arrived arrived = get("/");

        assertThat(obliged(policy.judge(arrived))).isSameAs(plain);
        assertThat(obliged(policy.judge(new Arrived(
                        arrived.head(),
                        arrived.address(),
                        arrived.route(),
                        arrived.pathValues(),
                        arrived.arrivedAt(),
                        new Scheme.Https(ClientCertificate.NONE)))))
                .isSameAs(secure);
    }

    @Test
    void the_policy_allows_everything_and_obliges_to_the_block() {
        FieldBlock block = preset(Environment.PRODUCTION, PublicSide.PLAIN);
        SecurityHeadersPolicy policy = new SecurityHeadersPolicy(block);
        assertThat(obliged(policy.judge(get("/")))).isSameAs(block);
        assertThat(policy.judge(get("/"))).isSameAs(policy.judge(get("/other")));
    }
}
