package io.drawbridge.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldKindTest {
    /// The ways in which a service may take a name for another: by case, and CGI-like servers by punctuation.
    static Set<String> spellings(String name) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String separator : new String[] {"-", "_", ".", "~", "+", "|"}) {
            String separated = name.replace("-", separator);
            spellings.add(separated);
            spellings.add(separated.toUpperCase(Locale.ROOT));
            StringBuilder mixed = new StringBuilder();
            for (int i = 0; i < separated.length(); i++) {
                char c = separated.charAt(i);
                mixed.append(i % 2 == 0 ? Character.toUpperCase(c) : c);
            }
            spellings.add(mixed.toString());
        }
        spellings.add(name.replaceFirst("-", "_"));
        return spellings;
    }

    private static FieldKind kind(String name) {
        byte[] bytes = ("xx" + name + ": x").getBytes(StandardCharsets.US_ASCII);
        return FieldKind.of(bytes, 2, 2 + name.length());
    }

    @ParameterizedTest
    @CsvSource({
        "host, OWN",
        "connection, OWN",
        "keep-alive, OWN",
        "proxy-connection, OWN",
        "proxy-authorization, OWN",
        "proxy-authenticate, OWN",
        "te, OWN",
        "trailer, OWN",
        "transfer-encoding, OWN",
        "content-length, OWN",
        "upgrade, OWN",
        "http2-settings, OWN",
        "proxy, OWN",
        "x-webauth-user, IDENTITY",
        "x-goog-authenticated-user-email, IDENTITY",
        "x-amzn-oidc-data, IDENTITY",
        "x-ms-client-principal-name, IDENTITY",
        "cf-access-authenticated-user-email, IDENTITY",
        "tailscale-user-login, IDENTITY",
        "remote-groups, IDENTITY",
        "x-admin-key, OWN",
        "expect, EXPECT",
        "authorization, CREDENTIAL",
        "forwarded, IDENTITY",
        "x-forwarded, IDENTITY",
        "x-forwarded-for, IDENTITY",
        "x-forwarded-host, IDENTITY",
        "x-forwarded-proto, IDENTITY",
        "x-forwarded-port, IDENTITY",
        "x-forwarded-prefix, IDENTITY",
        "x-forwarded-user, IDENTITY",
        "x-forwarded-client-cert, IDENTITY",
        "x-forwarded-anything-that-comes, IDENTITY",
        "x-original-forwarded-for, IDENTITY",
        "x-real-ip, IDENTITY",
        "x-client-ip, IDENTITY",
        "client-ip, IDENTITY",
        "true-client-ip, IDENTITY",
        "cf-connecting-ip, IDENTITY",
        "fastly-client-ip, IDENTITY",
        "x-cluster-client-ip, IDENTITY",
        "x-originating-ip, IDENTITY",
        "x-remote-ip, IDENTITY",
        "x-remote-addr, IDENTITY",
        "x-original-host, IDENTITY",
        "x-host, IDENTITY",
        "x-original-url, IDENTITY",
        "x-rewrite-url, IDENTITY",
        "x-original-uri, IDENTITY",
        "x-original-method, IDENTITY",
        "x-http-method, IDENTITY",
        "x-http-method-override, IDENTITY",
        "x-method-override, IDENTITY",
        "remote-user, IDENTITY",
        "x-remote-user, IDENTITY",
        "x-remote-groups, IDENTITY",
        "x-auth-request-user, IDENTITY",
        "x-auth-request-email, IDENTITY",
        "x-user, IDENTITY",
        "x-user-id, IDENTITY",
        "x-userid, IDENTITY",
        "x-user-name, IDENTITY",
        "x-username, IDENTITY",
        "x-user-email, IDENTITY",
        "x-user-role, IDENTITY",
        "x-user-roles, IDENTITY",
        "x-authenticated-user, IDENTITY",
        "x-authenticated-userid, IDENTITY",
        "x-consumer-id, IDENTITY",
        "x-consumer-username, IDENTITY",
        "x-client-cert, IDENTITY",
        "x-ssl-client-cert, IDENTITY",
        "x-ssl-client-s-dn, IDENTITY",
        "drawbridge-identity, IDENTITY",
        "drawbridge-would-refuse, IDENTITY",
        "drawbridge-, IDENTITY"
    })
    void a_field_is_known_in_every_spelling(String name, FieldKind kind) {
        for (String spelling : spellings(name)) {
            assertThat(kind(spelling)).as(spelling).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accept",
                "a",
                "x",
                "d",
                "-",
                "cookie",
                "content-type",
                "range",
                "origin",
                "referer",
                "user-agent",
                "x-forwardedfor",
                "x-forwarde",
                "xforwarded-for",
                "forwarded-x",
                "x-users",
                "user-id",
                "hosts",
                "hos",
                "authorizatio",
                "authorization-x",
                "drawbridge",
                "drawbridg",
                "x-request-id",
                "traceparent",
                "x-api-key",
                "via",
                "if-none-match",
                "x-auth-requests",
                "expec",
                "content-encoding",
                "xdrawbridge-x"
            })
    void another_field_is_passed_on(String name) {
        assertThat(kind(name)).isEqualTo(FieldKind.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 63, 64, 65, 66, 1000})
    void a_long_name_is_known_by_its_beginning(int length) {
        String tail = "a".repeat(length);
        assertThat(kind("x-forwarded-" + tail)).isEqualTo(FieldKind.IDENTITY);
        assertThat(kind("X_Forwarded." + tail)).isEqualTo(FieldKind.IDENTITY);
        assertThat(kind("drawbridge-" + tail)).isEqualTo(FieldKind.IDENTITY);
        assertThat(kind("x-" + tail)).isEqualTo(FieldKind.PLAIN);
    }
}
