package io.drawbridge.policies.identity;

import static io.drawbridge.policies.Exchanges.NOW;
import static io.drawbridge.policies.identity.Tokens.HEADER;
import static io.drawbridge.policies.identity.Tokens.KEY;
import static io.drawbridge.policies.identity.Tokens.encoded;
import static io.drawbridge.policies.identity.Tokens.signed;
import static io.drawbridge.policies.identity.Tokens.signedParts;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.stream.Stream;

/// Tokens that must not be accepted, each by the name of the attack or the fault.
final class HostileTokens {
    static final long EXP = NOW.getEpochSecond() + 3600;
    static final String PAYLOAD = "{\"sub\":\"user1\",\"exp\":" + EXP + "}";
    static final String GOOD = signed(HEADER, PAYLOAD);

    /// @param code of the reason with which it is rejected
    record Hostile(String name, String token, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    private HostileTokens() {}

    private static Hostile claims(String name, String claims, String code) {
        return new Hostile(name, signed(HEADER, "{" + claims + "}"), code);
    }

    static Stream<Hostile> all() {
        String head = GOOD.substring(0, GOOD.indexOf('.'));
        String body = GOOD.substring(GOOD.indexOf('.') + 1, GOOD.lastIndexOf('.'));
        String signature = GOOD.substring(GOOD.lastIndexOf('.') + 1);
        String input = head + "." + body;
        String adminBody = encoded("{\"sub\":\"admin\",\"exp\":" + EXP + "}");
        return Stream.of(
                // The signature.
                new Hostile("a flipped signature", input + "." + flipped(signature), "bad-signature"),
                new Hostile("a changed payload", head + "." + adminBody + "." + signature, "bad-signature"),
                new Hostile(
                        "a changed header",
                        encoded("{\"alg\":\"HS256\",\"kid\":\"1\"}") + "." + body + "." + signature,
                        "bad-signature"),
                new Hostile(
                        "another key", input + "." + Tokens.signature(input, "HmacSHA256", KEY + "x"), "bad-signature"),
                new Hostile("a truncated signature", input + "." + signature.substring(0, 40), "bad-signature"),
                new Hostile(
                        "an HS512 signature under an HS256 header",
                        input + "." + Tokens.signature(input, "HmacSHA512", KEY),
                        "bad-signature"),
                new Hostile("no signature", input + ".", "malformed-token"),
                new Hostile("no signature and no dot", input, "malformed-token"),
                // The algorithm.
                new Hostile("alg none, unsigned", encoded("{\"alg\":\"none\"}") + "." + body + ".", "malformed-token"),
                new Hostile("alg none, signed", signed("{\"alg\":\"none\"}", PAYLOAD), "wrong-algorithm"),
                new Hostile("alg nOnE", signed("{\"alg\":\"nOnE\"}", PAYLOAD), "wrong-algorithm"),
                new Hostile("alg HS512", signed("{\"alg\":\"HS512\"}", PAYLOAD), "wrong-algorithm"),
                new Hostile("alg RS256", signed("{\"alg\":\"RS256\"}", PAYLOAD), "wrong-algorithm"),
                new Hostile("alg in lower case", signed("{\"alg\":\"hs256\"}", PAYLOAD), "wrong-algorithm"),
                new Hostile("alg empty", signed("{\"alg\":\"\"}", PAYLOAD), "wrong-algorithm"),
                new Hostile("alg an array", signed("{\"alg\":[\"HS256\"]}", PAYLOAD), "wrong-algorithm"),
                new Hostile("no alg", signed("{\"typ\":\"JWT\"}", PAYLOAD), "wrong-algorithm"),
                // The form.
                new Hostile("a fourth part", GOOD + ".x", "malformed-token"),
                new Hostile("an encrypted token's five parts", "a.b.c.d.e", "malformed-token"),
                new Hostile("a leading dot", "." + GOOD, "malformed-token"),
                new Hostile("an empty header", "." + body + "." + signature, "malformed-token"),
                new Hostile("an empty payload", head + ".." + signature, "malformed-token"),
                new Hostile("padding", signedParts(head, body + "="), "malformed-token"),
                new Hostile("padding of the signature", GOOD + "=", "malformed-token"),
                new Hostile(
                        "white space within",
                        signedParts(head, body.substring(0, 4) + " " + body.substring(4)),
                        "malformed-token"),
                new Hostile(
                        "a line break within",
                        signedParts(head, body.substring(0, 4) + "\n" + body.substring(4)),
                        "malformed-token"),
                new Hostile(
                        "junk within",
                        signedParts(head, body.substring(0, 4) + "?" + body.substring(4)),
                        "malformed-token"),
                new Hostile(
                        "junk within the signature",
                        input + "." + signature.substring(0, 9) + "!" + signature.substring(9),
                        "malformed-token"),
                new Hostile("plain base64's alphabet", signedParts(head, "eyJz+/eyJz"), "malformed-token"),
                new Hostile(
                        "left-over bits in the signature",
                        input + "." + withOtherLeftOverBits(signature),
                        "malformed-token"),
                new Hostile("left-over bits in the payload", signedParts(head, "eyJ9" + "eB"), "malformed-token"),
                new Hostile(
                        "a length that base64url has not",
                        signedParts(head, body + "AAAAA".substring(body.length() % 4)),
                        "malformed-token"),
                new Hostile("a byte outside ASCII", signedParts(head, body + "\u00e9"), "malformed-token"),
                new Hostile("the JSON serialisation", "{\"payload\":\"" + body + "\"}", "malformed-token"),
                new Hostile(
                        "more than 8 KiB", signed(HEADER, "{\"sub\":\"" + "x".repeat(8200) + "\"}"), "token-too-large"),
                // The JSON.
                new Hostile(
                        "a member of the header twice",
                        signed("{\"alg\":\"none\",\"alg\":\"HS256\"}", PAYLOAD),
                        "malformed-token"),
                new Hostile(
                        "a member of the header twice, once escaped",
                        signed("{\"alg\":\"none\",\"\\u0061lg\":\"HS256\"}", PAYLOAD),
                        "malformed-token"),
                new Hostile(
                        "a claim twice",
                        signed(HEADER, "{\"sub\":\"user1\",\"sub\":\"admin\",\"exp\":" + EXP + "}"),
                        "malformed-token"),
                new Hostile(
                        "a claim twice deep inside",
                        signed(HEADER, "{\"sub\":\"user1\",\"x\":[{\"a\":{\"b\":1,\"b\":2}}],\"exp\":" + EXP + "}"),
                        "malformed-token"),
                new Hostile("a header that is an array", signed("[\"HS256\"]", PAYLOAD), "malformed-token"),
                new Hostile("a payload that is a string", signed(HEADER, "\"user1\""), "malformed-token"),
                new Hostile("a payload that is empty JSON", signed(HEADER, "{}"), "missing-claim"),
                new Hostile("two payloads", signed(HEADER, PAYLOAD + PAYLOAD), "malformed-token"),
                new Hostile("junk after the header", signed(HEADER + "x", PAYLOAD), "malformed-token"),
                new Hostile(
                        "a payload that ends early",
                        signed(HEADER, PAYLOAD.substring(0, PAYLOAD.length() - 1)),
                        "malformed-token"),
                new Hostile("a payload that ends in an array", signed(HEADER, "{\"a\":[1,"), "malformed-token"),
                new Hostile("a comment", signed(HEADER, "/**/" + PAYLOAD), "malformed-token"),
                new Hostile(
                        "a trailing comma",
                        signed(HEADER, "{\"sub\":\"user1\",\"exp\":" + EXP + ",}"),
                        "malformed-token"),
                new Hostile("single quotes", signed(HEADER, PAYLOAD.replace('"', '\'')), "malformed-token"),
                new Hostile(
                        "a number that is none", signed(HEADER, "{\"sub\":\"user1\",\"exp\":NaN}"), "malformed-token"),
                new Hostile(
                        "a number with leading zeros",
                        signed(HEADER, "{\"sub\":\"user1\",\"exp\":0" + EXP + "}"),
                        "malformed-token"),
                new Hostile("a byte order mark", signed("\uFEFF" + HEADER, PAYLOAD), "malformed-token"),
                new Hostile(
                        "UTF-16", signedParts(Tokens.base64url(HEADER.getBytes(UTF_16BE)), body), "malformed-token"),
                new Hostile(
                        "bytes that are not UTF-8",
                        signedParts(head, Tokens.base64url(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'})),
                        "malformed-token"),
                new Hostile(
                        "overlong UTF-8",
                        signedParts(
                                head,
                                Tokens.base64url(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'})),
                        "malformed-token"),
                new Hostile(
                        "a nest a hundred deep",
                        signed(
                                HEADER,
                                "{\"x\":" + "[".repeat(100) + "]".repeat(100) + ",\"sub\":\"user1\",\"exp\":" + EXP
                                        + "}"),
                        "malformed-token"),
                new Hostile(
                        "a number of a thousand digits",
                        signed(HEADER, "{\"sub\":\"user1\",\"exp\":" + "9".repeat(1000) + "}"),
                        "malformed-token"),
                // The header's other members.
                new Hostile(
                        "crit of something unknown",
                        signed("{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}", PAYLOAD),
                        "forbidden-header"),
                new Hostile("crit empty", signed("{\"alg\":\"HS256\",\"crit\":[]}", PAYLOAD), "forbidden-header"),
                new Hostile(
                        "crit of exp",
                        signed("{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}", PAYLOAD),
                        "forbidden-header"),
                new Hostile(
                        "b64 false",
                        signedParts(encoded("{\"alg\":\"HS256\",\"b64\":false,\"crit\":[\"b64\"]}"), body),
                        "forbidden-header"),
                new Hostile(
                        "b64 without crit", signed("{\"alg\":\"HS256\",\"b64\":true}", PAYLOAD), "forbidden-header"),
                new Hostile("zip", signed("{\"alg\":\"HS256\",\"zip\":\"DEF\"}", PAYLOAD), "forbidden-header"),
                new Hostile(
                        "an embedded key",
                        signed("{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}", PAYLOAD),
                        "forbidden-header"),
                new Hostile(
                        "a key's address",
                        signed("{\"alg\":\"HS256\",\"jku\":\"https://evil.example/k\"}", PAYLOAD),
                        "forbidden-header"),
                new Hostile(
                        "a certificate's address",
                        signed("{\"alg\":\"HS256\",\"x5u\":\"https://evil.example/c\"}", PAYLOAD),
                        "forbidden-header"),
                new Hostile(
                        "an embedded certificate",
                        signed("{\"alg\":\"HS256\",\"x5c\":[\"AAAA\"]}", PAYLOAD),
                        "forbidden-header"),
                new Hostile(
                        "another type", signed("{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}", PAYLOAD), "wrong-type"),
                new Hostile("a type that is a number", signed("{\"alg\":\"HS256\",\"typ\":1}", PAYLOAD), "wrong-type"));
    }

    static Stream<Hostile> badClaims() {
        return Stream.of(
                claims("no exp", "\"sub\":\"user1\"", "missing-claim"),
                claims("exp null", "\"sub\":\"user1\",\"exp\":null", "bad-claim"),
                claims("exp a string", "\"sub\":\"user1\",\"exp\":\"" + EXP + "\"", "bad-claim"),
                claims("exp zero", "\"sub\":\"user1\",\"exp\":0", "bad-claim"),
                claims("exp negative", "\"sub\":\"user1\",\"exp\":-1", "bad-claim"),
                claims("exp after the year 9999", "\"sub\":\"user1\",\"exp\":253402300800", "bad-claim"),
                claims("exp in milliseconds", "\"sub\":\"user1\",\"exp\":" + EXP * 1000, "bad-claim"),
                claims("exp astronomical", "\"sub\":\"user1\",\"exp\":1e999999999", "bad-claim"),
                claims("exp infinitesimal", "\"sub\":\"user1\",\"exp\":1e-999999999", "bad-claim"),
                claims("exp past", "\"sub\":\"user1\",\"exp\":" + (NOW.getEpochSecond() - 1), "expired-token"),
                claims("exp now", "\"sub\":\"user1\",\"exp\":" + NOW.getEpochSecond(), "expired-token"),
                claims("no sub", "\"exp\":" + EXP, "missing-claim"),
                claims("sub empty", "\"sub\":\"\",\"exp\":" + EXP, "bad-claim"),
                claims("sub a number", "\"sub\":1,\"exp\":" + EXP, "bad-claim"),
                claims("sub null", "\"sub\":null,\"exp\":" + EXP, "bad-claim"),
                claims("sub with a line break", "\"sub\":\"user1\\nadmin\",\"exp\":" + EXP, "bad-claim"),
                claims("sub with a null byte", "\"sub\":\"user1\\u0000\",\"exp\":" + EXP, "bad-claim"),
                claims("sub with an escape", "\"sub\":\"\\u001b[2J\",\"exp\":" + EXP, "bad-claim"),
                claims("sub with C1", "\"sub\":\"user1\\u0085\",\"exp\":" + EXP, "bad-claim"),
                claims("sub with a line separator", "\"sub\":\"a\\u2028b\",\"exp\":" + EXP, "bad-claim"),
                claims("sub with half a surrogate pair", "\"sub\":\"a\\ud800b\",\"exp\":" + EXP, "bad-claim"),
                claims("sub too long", "\"sub\":\"" + "x".repeat(257) + "\",\"exp\":" + EXP, "bad-claim"),
                claims("roles a number", "\"sub\":\"user1\",\"roles\":1,\"exp\":" + EXP, "bad-claim"),
                claims("roles null", "\"sub\":\"user1\",\"roles\":null,\"exp\":" + EXP, "bad-claim"),
                claims("roles an object", "\"sub\":\"user1\",\"roles\":{\"admin\":true},\"exp\":" + EXP, "bad-claim"),
                claims("roles with a number", "\"sub\":\"user1\",\"roles\":[\"a\",1],\"exp\":" + EXP, "bad-claim"),
                claims("roles with an empty one", "\"sub\":\"user1\",\"roles\":[\"\"],\"exp\":" + EXP, "bad-claim"),
                claims("role an array", "\"sub\":\"user1\",\"role\":[\"a\"],\"exp\":" + EXP, "bad-claim"),
                claims("nbf a string", "\"sub\":\"user1\",\"nbf\":\"1\",\"exp\":" + EXP, "bad-claim"),
                claims("iat a truth value", "\"sub\":\"user1\",\"iat\":true,\"exp\":" + EXP, "bad-claim"),
                claims(
                        "nbf beyond the skew",
                        "\"sub\":\"user1\",\"nbf\":" + (NOW.getEpochSecond() + 61) + ",\"exp\":" + EXP,
                        "not-yet-valid"),
                claims(
                        "iat beyond the skew",
                        "\"sub\":\"user1\",\"iat\":" + (NOW.getEpochSecond() + 61) + ",\"exp\":" + EXP,
                        "not-yet-valid"),
                claims(
                        "nbf a moment beyond the skew",
                        "\"sub\":\"user1\",\"nbf\":" + (NOW.getEpochSecond() + 60) + ".000000001,\"exp\":" + EXP,
                        "not-yet-valid"));
    }

    private static String flipped(String signature) {
        byte[] bytes = Base64.getUrlDecoder().decode(signature);
        bytes[0] ^= 1;
        return Tokens.base64url(bytes);
    }

    /// The last character of 43 holds two bits that decode to nothing; a lenient decoder takes any.
    private static String withOtherLeftOverBits(String signature) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(signature.charAt(signature.length() - 1));
        String other = signature.substring(0, signature.length() - 1) + alphabet.charAt(last ^ 1);
        assertThat(Base64.getUrlDecoder().decode(other))
                .isEqualTo(Base64.getUrlDecoder().decode(signature));
        return other;
    }
}
