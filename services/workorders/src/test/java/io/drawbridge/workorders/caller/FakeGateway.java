package io.drawbridge.workorders.caller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Signs tokens as the gateway does, by hand and with the JDK alone, so that it shares no mistake with what verifies
/// them.
public final class FakeGateway {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;
    private final Clock clock;
    private KeyPair keys = newKeys();

    public FakeGateway(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        publish(List.of(keys));
    }

    public Path file() {
        return file;
    }

    static KeyPair newKeys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Signs with a new key from now on; the file names both.
    void rotate() {
        var old = keys;
        keys = newKeys();
        publish(List.of(old, keys));
    }

    private void publish(List<KeyPair> pairs) {
        var entries = new ArrayList<Map<String, String>>();
        for (var pair : pairs) {
            entries.add(Map.of(
                    "kty", "OKP", "crv", "Ed25519", "x", x(pair), "kid", kid(pair), "use", "sig", "alg", "EdDSA"));
        }
        write(JSON.writeValueAsString(Map.of("keys", entries)));
    }

    /// Puts a file with that text in the place of the key file.
    void write(String text) {
        try {
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KeyPair keys() {
        return keys;
    }

    static byte[] point(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    static String x(KeyPair pair) {
        return base64(point(pair));
    }

    static String kid(KeyPair pair) {
        try {
            String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x(pair) + "\"}";
            return base64(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Map<String, Object> header() {
        var header = new LinkedHashMap<String, Object>();
        header.put("alg", "EdDSA");
        header.put("kid", kid(keys));
        return header;
    }

    Map<String, Object> claims(String subject) {
        long now = clock.instant().getEpochSecond();
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", "drawbridge");
        claims.put("aud", "workorders");
        claims.put("sub", subject);
        claims.put("roles", List.of("user"));
        claims.put("scheme", "bearer");
        claims.put("verified", true);
        claims.put("iat", now);
        claims.put("exp", now + 60);
        return claims;
    }

    String sign(Map<String, Object> header, Map<String, Object> claims) {
        return sign(JSON.writeValueAsString(header), JSON.writeValueAsString(claims), keys);
    }

    static String sign(String header, String claims, KeyPair keys) {
        String signed =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A user who proved who he is.
    public String user(String subject) {
        return sign(header(), claims(subject));
    }

    public String admin(String subject) {
        var claims = claims(subject);
        claims.put("roles", List.of("user", "admin"));
        return sign(header(), claims);
    }

    /// Somebody of whom the gateway only heard, with the admin role, which such a token should never have.
    public String unprovenAdmin(String subject) {
        var claims = claims(subject);
        claims.put("roles", List.of("admin"));
        claims.put("verified", false);
        claims.put("scheme", "query");
        return sign(header(), claims);
    }

    /// A good token of a minute ago and a bit more.
    public String expired(String subject) {
        var claims = claims(subject);
        Instant then = clock.instant().minusSeconds(90);
        claims.put("iat", then.getEpochSecond());
        claims.put("exp", then.getEpochSecond() + 60);
        return sign(header(), claims);
    }
}
