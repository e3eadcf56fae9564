package io.drawbridge.policies.identity;

import io.drawbridge.domain.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens made by hand with nothing but the JDK, so that the code under test is not checked by itself.
final class Tokens {
    static final String KEY = "a-secret-key-of-more-than-32-bytes, ümlaut";
    static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";

    private Tokens() {}

    static String signed(String header, String payload) {
        return signedParts(encoded(header), encoded(payload));
    }

    /// Signs whatever the two parts are.
    static String signedParts(String header, String payload) {
        return header + "." + payload + "." + signature(header + "." + payload, "HmacSHA256", KEY);
    }

    static String signature(String input, String algorithm, String key) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return base64url(mac.doFinal(input.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static String encoded(String json) {
        return base64url(json.getBytes(StandardCharsets.UTF_8));
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    /// The code of a rejection, or what else it was.
    static String code(Identity identity) {
        return identity instanceof Identity.Rejected rejected
                ? rejected.reason().code()
                : identity.toString();
    }
}
