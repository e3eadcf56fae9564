package io.drawbridge.workorders.caller;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Ed25519 public keys by their id, from a JSON Web Key Set (RFC 7517, RFC 8037). The id of a key is its thumbprint
/// (RFC 7638), so that an id cannot be given to another key.
final class KeySet {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// What precedes the 32 bytes of the key in its X.509 form (RFC 8410).
    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;

    private KeySet() {}

    static Map<String, PublicKey> parse(byte[] document) throws KeysUnreadable {
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JacksonException e) {
            throw new KeysUnreadable("is not JSON: " + e.getOriginalMessage(), e);
        }
        var entries = root.path("keys");
        if (!entries.isArray() || entries.isEmpty()) {
            throw new KeysUnreadable(
                    "has no keys: it must be a JSON Web Key Set, {\"keys\": [...]}, with one key at least");
        }
        var keys = new HashMap<String, PublicKey>();
        for (var entry : entries) {
            if (entry.has("d")) {
                throw new KeysUnreadable("holds a private key, which must never leave the gateway: make new keys there,"
                        + " and give this service the public ones only");
            }
            String x = text(entry, "x");
            if (!text(entry, "kty").equals("OKP") || !text(entry, "crv").equals("Ed25519")) {
                throw new KeysUnreadable("has a key that is not of kty OKP and crv Ed25519");
            }
            String id = thumbprint(x);
            if (!text(entry, "kid").equals(id)) {
                throw new KeysUnreadable("has a key whose kid is not its RFC 7638 thumbprint " + id);
            }
            keys.put(id, key(x));
        }
        return Map.copyOf(keys);
    }

    private static String text(JsonNode entry, String member) throws KeysUnreadable {
        return entry.path(member)
                .stringValueOpt()
                .orElseThrow(() -> new KeysUnreadable("has a key without the text member " + member));
    }

    private static PublicKey key(String x) throws KeysUnreadable {
        byte[] point;
        try {
            point = Base64.getUrlDecoder().decode(x);
        } catch (IllegalArgumentException e) {
            throw new KeysUnreadable("has a key whose x is not base64url", e);
        }
        if (point.length != KEY_BYTES) {
            throw new KeysUnreadable("has a key whose x has " + point.length + " bytes, not " + KEY_BYTES);
        }
        byte[] encoded = new byte[X509_PREFIX.length + KEY_BYTES];
        System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
        System.arraycopy(point, 0, encoded, X509_PREFIX.length, KEY_BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new KeysUnreadable("has a key that is no Ed25519 key", e);
        }
    }

    static String thumbprint(String x) {
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
