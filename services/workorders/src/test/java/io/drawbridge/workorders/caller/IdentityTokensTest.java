package io.drawbridge.workorders.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.drawbridge.workorders.caller.Identification.Known;
import io.drawbridge.workorders.caller.Identification.Reason;
import io.drawbridge.workorders.caller.Identification.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class IdentityTokensTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private FakeGateway gateway;
    private IdentityTokens tokens;

    @BeforeEach
    void start() throws KeysUnreadable {
        gateway = new FakeGateway(folder.resolve("jwks.json"), CLOCK);
        tokens = tokens(CLOCK);
    }

    private IdentityTokens tokens(Clock clock) throws KeysUnreadable {
        return new IdentityTokens(GatewayKeys.read(gateway.file()), "workorders", clock);
    }

    @Test
    void a_token_of_the_gateway_names_the_caller() {
        var caller = known(gateway.user("user1"));
        assertThat(caller.userId()).isEqualTo("user1");
        assertThat(caller.mayReadForOthers()).isFalse();
    }

    @Test
    void a_verified_administrator_may_read_for_others() {
        assertThat(known(gateway.admin("root")).mayReadForOthers()).isTrue();
    }

    @Test
    void a_caller_who_proved_nothing_has_no_role() {
        var caller = known(gateway.unprovenAdmin("root"));
        assertThat(caller.userId()).isEqualTo("root");
        assertThat(caller.mayReadForOthers()).isFalse();
    }

    @Test
    void a_token_without_roles_gives_none() {
        assertThat(known(with(claims -> claims.remove("roles"))).mayReadForOthers())
                .isFalse();
    }

    @Test
    void a_typ_in_the_header_is_fine() {
        var header = gateway.header();
        header.put("typ", "JWT");
        assertThat(known(gateway.sign(header, gateway.claims("user1"))).userId())
                .isEqualTo("user1");
    }

    @Test
    void no_field_is_absent_and_two_are_repeated_even_when_both_are_good() {
        String good = gateway.user("user1");
        assertThat(tokens.identify(List.of())).isEqualTo(new Refused(Reason.ABSENT));
        assertThat(tokens.identify(List.of(good, good))).isEqualTo(new Refused(Reason.REPEATED));
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                attack("alg none, signature left out", Reason.MALFORMED, (gateway, claims) -> {
                    String signed = gateway.sign(Map.of("alg", "none"), claims);
                    return signed.substring(0, signed.lastIndexOf('.') + 1);
                }),
                attack(
                        "alg none, signature left in",
                        Reason.WRONG_ALGORITHM,
                        (gateway, claims) ->
                                gateway.sign(Map.of("alg", "none", "kid", FakeGateway.kid(gateway.keys())), claims)),
                attack(
                        "alg None in other letters",
                        Reason.WRONG_ALGORITHM,
                        (gateway, claims) ->
                                gateway.sign(Map.of("alg", "nOnE", "kid", FakeGateway.kid(gateway.keys())), claims)),
                attack(
                        "HS256 keyed with the public key's bytes",
                        Reason.WRONG_ALGORITHM,
                        (gateway, claims) -> hmac(gateway, claims, FakeGateway.point(gateway.keys()))),
                attack(
                        "HS256 keyed with the public key's x",
                        Reason.WRONG_ALGORITHM,
                        (gateway, claims) -> hmac(
                                gateway, claims, FakeGateway.x(gateway.keys()).getBytes(StandardCharsets.US_ASCII))),
                attack(
                        "HS256 keyed with the public key's X.509 form",
                        Reason.WRONG_ALGORITHM,
                        (gateway, claims) ->
                                hmac(gateway, claims, gateway.keys().getPublic().getEncoded())),
                attack(
                        "no alg at all",
                        Reason.MALFORMED,
                        (gateway, claims) -> gateway.sign(Map.of("kid", FakeGateway.kid(gateway.keys())), claims)),
                attack(
                        "alg Ed25519, which is not what the gateway writes",
                        Reason.WRONG_ALGORITHM,
                        (gateway, claims) ->
                                gateway.sign(Map.of("alg", "Ed25519", "kid", FakeGateway.kid(gateway.keys())), claims)),
                attack(
                        "unknown kid",
                        Reason.UNKNOWN_KEY,
                        (gateway, claims) -> gateway.sign(
                                Map.of("alg", "EdDSA", "kid", FakeGateway.kid(FakeGateway.newKeys())), claims)),
                attack("no kid", Reason.UNKNOWN_KEY, (gateway, claims) -> gateway.sign(Map.of("alg", "EdDSA"), claims)),
                attack("a key of the attacker's own in the header", Reason.WRONG_ALGORITHM, (gateway, claims) -> {
                    var own = FakeGateway.newKeys();
                    var jwk = Map.of("kty", "OKP", "crv", "Ed25519", "x", FakeGateway.x(own));
                    var header = Map.of("alg", "EdDSA", "kid", FakeGateway.kid(gateway.keys()), "jwk", jwk);
                    return FakeGateway.sign(json(header), json(claims), own);
                }),
                attack(
                        "signed by another key under the gateway's kid",
                        Reason.WRONG_SIGNATURE,
                        (gateway, claims) ->
                                FakeGateway.sign(json(gateway.header()), json(claims), FakeGateway.newKeys())),
                attack("a crit member", Reason.WRONG_ALGORITHM, (gateway, claims) -> {
                    var header = gateway.header();
                    header.put("crit", List.of("exp"));
                    header.put("exp", 1);
                    return gateway.sign(header, claims);
                }),
                attack("a compressed payload", Reason.WRONG_ALGORITHM, (gateway, claims) -> {
                    var header = gateway.header();
                    header.put("zip", "DEF");
                    return gateway.sign(header, claims);
                }),
                attack("an unencoded payload", Reason.WRONG_ALGORITHM, (gateway, claims) -> {
                    var header = gateway.header();
                    header.put("b64", false);
                    header.put("crit", List.of("b64"));
                    return gateway.sign(header, claims);
                }),
                attack(
                        "five parts, as an encrypted token has",
                        Reason.MALFORMED,
                        (gateway, claims) -> gateway.sign(gateway.header(), claims) + ".AAAA.AAAA"),
                attack("wrong audience", Reason.WRONG_ISSUER_OR_AUDIENCE, changed("aud", "assistant")),
                attack(
                        "an audience too many",
                        Reason.WRONG_ISSUER_OR_AUDIENCE,
                        changed("aud", List.of("workorders", "assistant"))),
                attack("no audience", Reason.WRONG_ISSUER_OR_AUDIENCE, without("aud")),
                attack("wrong issuer", Reason.WRONG_ISSUER_OR_AUDIENCE, changed("iss", "https://attacker.example")),
                attack("no issuer", Reason.WRONG_ISSUER_OR_AUDIENCE, without("iss")),
                attack("no exp", Reason.MALFORMED, without("exp")),
                attack("no iat", Reason.MALFORMED, without("iat")),
                attack("an exp that is text", Reason.MALFORMED, changed("exp", "soon")),
                attack("expired", Reason.OUT_OF_TIME, times(-120, -60)),
                attack("made in the future", Reason.OUT_OF_TIME, times(30, 80)),
                attack("not yet good", Reason.OUT_OF_TIME, changed("nbf", NOW.getEpochSecond() + 30)),
                attack("good for five minutes", Reason.LIVES_TOO_LONG, times(0, 300)),
                attack("good for 61 seconds", Reason.LIVES_TOO_LONG, times(0, 61)),
                attack("no subject", Reason.MALFORMED, without("sub")),
                attack("an empty subject", Reason.MALFORMED, changed("sub", "")),
                attack("a subject that is no text", Reason.MALFORMED, changed("sub", List.of("user1"))),
                attack("a subject with a line break", Reason.MALFORMED, changed("sub", "user1\nuser2")),
                attack("verified left out", Reason.MALFORMED, without("verified")),
                attack("verified as text", Reason.MALFORMED, changed("verified", "true")),
                attack("roles as text", Reason.MALFORMED, changed("roles", "admin")),
                attack("roles with a number", Reason.MALFORMED, changed("roles", List.of("user", 7))),
                attack("a claim that stands twice", Reason.MALFORMED, (gateway, claims) -> {
                    String text = json(claims);
                    String twice = text.substring(0, text.length() - 1) + ",\"sub\":\"victim\"}";
                    return FakeGateway.sign(json(gateway.header()), twice, gateway.keys());
                }),
                attack(
                        "claims that are no object",
                        Reason.MALFORMED,
                        (gateway, claims) -> FakeGateway.sign(json(gateway.header()), "[1]", gateway.keys())),
                attack("padding", Reason.MALFORMED, (gateway, claims) -> gateway.sign(gateway.header(), claims) + "=="),
                attack("stray bits at the signature's end", Reason.MALFORMED, (gateway, claims) -> {
                    // 64 bytes leave four bits of the last character unused: Q and R stand for the same byte.
                    String token = gateway.sign(gateway.header(), claims);
                    char last = token.charAt(token.length() - 1);
                    return token.substring(0, token.length() - 1) + (char) (last + 1);
                }),
                attack("two tokens in one field", Reason.MALFORMED, (gateway, claims) -> {
                    String token = gateway.sign(gateway.header(), claims);
                    return token + ", " + token;
                }),
                attack(
                        "a scheme before the token",
                        Reason.MALFORMED,
                        (gateway, claims) -> "Bearer " + gateway.sign(gateway.header(), claims)),
                attack("garbage", Reason.MALFORMED, (_, _) -> "garbage"),
                attack("garbage in three parts", Reason.MALFORMED, (_, _) -> "AAAA.AAAA.AAAA"),
                attack("nothing", Reason.MALFORMED, (_, _) -> ""),
                attack("a megabyte", Reason.MALFORMED, (_, _) -> "A".repeat(1_000_000) + ".AAAA.AAAA"));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void an_attack_is_refused(Reason reason, BiFunction<FakeGateway, Map<String, Object>, String> attack) {
        String token = attack.apply(gateway, gateway.claims("user1"));
        assertThat(tokens.identify(List.of(token))).isEqualTo(new Refused(reason));
    }

    @Test
    void a_change_of_any_character_is_refused() {
        String good = gateway.user("user1");
        for (int at = 0; at < good.length(); at++) {
            char other = good.charAt(at) == 'A' ? 'B' : 'A';
            String changed = good.substring(0, at) + other + good.substring(at + 1);
            assertThat(tokens.identify(List.of(changed)))
                    .as("changed at %d", at)
                    .isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest(name = "{0} ms after exp: {1}")
    @CsvSource({"-1, true", "0, true", "4999, true", "5000, false", "5001, false"})
    void a_token_is_good_until_five_seconds_after_its_end(long millis, boolean good) throws KeysUnreadable {
        String token = gateway.user("user1");
        var later = tokens(Clock.offset(CLOCK, Duration.ofSeconds(60).plusMillis(millis)));
        assertThat(later.identify(List.of(token)) instanceof Known).isEqualTo(good);
    }

    @ParameterizedTest(name = "{0} ms before iat: {1}")
    @CsvSource({"0, true", "5000, true", "5001, false"})
    void a_token_may_be_five_seconds_ahead_of_our_clock(long millis, boolean good) throws KeysUnreadable {
        String token = gateway.user("user1");
        var earlier = tokens(Clock.offset(CLOCK, Duration.ofMillis(-millis)));
        assertThat(earlier.identify(List.of(token)) instanceof Known).isEqualTo(good);
    }

    private Caller known(String token) {
        assertThat(tokens.identify(List.of(token))).isInstanceOf(Known.class);
        return ((Known) tokens.identify(List.of(token))).caller();
    }

    private String with(Consumer<Map<String, Object>> change) {
        var claims = gateway.claims("user1");
        change.accept(claims);
        return gateway.sign(gateway.header(), claims);
    }

    private static Arguments attack(
            String name, Reason reason, BiFunction<FakeGateway, Map<String, Object>, String> token) {
        return argumentSet(name, reason, token);
    }

    private static BiFunction<FakeGateway, Map<String, Object>, String> changed(String claim, Object value) {
        return (gateway, claims) -> {
            claims.put(claim, value);
            return gateway.sign(gateway.header(), claims);
        };
    }

    private static BiFunction<FakeGateway, Map<String, Object>, String> without(String claim) {
        return (gateway, claims) -> {
            claims.remove(claim);
            return gateway.sign(gateway.header(), claims);
        };
    }

    private static BiFunction<FakeGateway, Map<String, Object>, String> times(long issued, long expires) {
        return (gateway, claims) -> {
            claims.put("iat", NOW.getEpochSecond() + issued);
            claims.put("exp", NOW.getEpochSecond() + expires);
            return gateway.sign(gateway.header(), claims);
        };
    }

    private static String hmac(FakeGateway gateway, Map<String, Object> claims, byte[] key) {
        var header = Map.of("alg", "HS256", "kid", FakeGateway.kid(gateway.keys()));
        String signed = FakeGateway.base64(json(header).getBytes(StandardCharsets.UTF_8)) + "."
                + FakeGateway.base64(json(claims).getBytes(StandardCharsets.UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return signed + "." + FakeGateway.base64(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }
}
