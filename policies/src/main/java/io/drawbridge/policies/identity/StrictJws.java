package io.drawbridge.policies.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a compact JWS (RFC 7515) that is signed with HS256, and accepts it in one spelling only.
///
/// A token is a key in caches, logs and revocation lists, so two texts must never be the same token: base64url is
/// taken in its canonical form alone, without padding, white space, foreign characters or left-over bits. The
/// header's algorithm is pinned (RFC 8725, section 3.1), no key comes from the token itself, and no extension that
/// changes how a token is read (`crit`, `b64`, `zip`) is understood, so none is let pass. The payload is not read
/// before the signature is known to be good.
final class StrictJws {
    /// Longer ones would not fit into many servers' heads either.
    static final int LONGEST = 8 * 1024;

    /// They carry a key, point to one, or change how the token must be read.
    private static final List<String> FORBIDDEN = List.of("crit", "b64", "zip", "jwk", "jku", "x5u", "x5c");

    private final HmacKey key;

    StrictJws(HmacKey key) {
        this.key = key;
    }

    /// The payload of a token whose signature is good.
    byte[] verifiedPayload(String token) throws RejectedToken {
        if (token.length() > LONGEST) {
            throw new RejectedToken("token-too-large", "the token is longer than " + LONGEST + " characters");
        }
        int first = token.indexOf('.');
        int last = token.lastIndexOf('.');
        if (first < 0 || first == last || token.indexOf('.', first + 1) != last) {
            throw new RejectedToken("malformed-token", "the token has not three parts");
        }
        byte[] header = decoded(token.substring(0, first), "header");
        byte[] payload = decoded(token.substring(first + 1, last), "payload");
        String signature = token.substring(last + 1);
        if (decoded(signature, "signature").length != 32) {
            throw new RejectedToken("bad-signature", "its signature has not the length of one made with HS256");
        }
        checkHeader(Json.members(header, "header"));
        if (!key.signed(token.substring(0, last).getBytes(StandardCharsets.US_ASCII), signature)) {
            throw new RejectedToken("bad-signature", "its signature was not made with the key");
        }
        return payload;
    }

    /// Canonical base64url (RFC 4648, section 5, without padding): decoding and encoding again gives the same text.
    private static byte[] decoded(String part, String name) throws RejectedToken {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (bytes.length > 0
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, like every other text that is not the canonical form.
        }
        throw new RejectedToken("malformed-token", "its " + name + " is empty or not canonical base64url");
    }

    private static void checkHeader(Json.Members header) throws RejectedToken {
        if (!header.member("alg").equals(Optional.of(new Json.Text("HS256")))) {
            throw new RejectedToken("wrong-algorithm", "its algorithm is not HS256");
        }
        for (String name : FORBIDDEN) {
            if (header.has(name)) {
                throw new RejectedToken("forbidden-header", "its header holds '" + name + "'");
            }
        }
        if (header.has("typ") && !isAccessTokenType(header.values().get("typ"))) {
            throw new RejectedToken("wrong-type", "its type is neither JWT nor at+jwt");
        }
    }

    /// `JWT` (RFC 7519) or `at+jwt` (RFC 9068); media types are compared without case (RFC 7515, section 4.1.9).
    private static boolean isAccessTokenType(@Nullable Json type) {
        return type instanceof Json.Text(String text)
                && Arrays.asList("jwt", "at+jwt").contains(text.toLowerCase(Locale.ROOT));
    }
}
