package io.drawbridge.dataplane.listener;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What the gateway does with a field, by its name. Names are compared as services might read them: in any
/// case, and with every character that is no letter or digit taken for a hyphen, because CGI-like servers make
/// `X_User_Id` and `X-User-Id` one.
public enum FieldKind {
    /// Passed on.
    PLAIN,
    /// About one connection only, or written anew by the gateway: never passed on.
    OWN,
    /// Says who the client is, where it comes from or how it came: from outside it is never believed and never
    /// passed on.
    IDENTITY,
    /// A credential for the gateway.
    CREDENTIAL,
    /// `Expect`.
    EXPECT;

    private static final Map<String, FieldKind> KINDS = Map.ofEntries(
            Map.entry("host", OWN),
            Map.entry("connection", OWN),
            Map.entry("keep-alive", OWN),
            Map.entry("proxy-connection", OWN),
            Map.entry("proxy-authorization", OWN),
            Map.entry("proxy-authenticate", OWN),
            Map.entry("te", OWN),
            Map.entry("trailer", OWN),
            Map.entry("transfer-encoding", OWN),
            Map.entry("content-length", OWN),
            Map.entry("upgrade", OWN),
            Map.entry("http2-settings", OWN),
            Map.entry("proxy", OWN),
            Map.entry("x-admin-key", OWN),
            Map.entry("expect", EXPECT),
            Map.entry("authorization", CREDENTIAL),
            Map.entry("forwarded", IDENTITY),
            Map.entry("x-forwarded", IDENTITY),
            Map.entry("forwarded-for", IDENTITY),
            Map.entry("front-end-https", IDENTITY),
            Map.entry("x-scheme", IDENTITY),
            Map.entry("x-url-scheme", IDENTITY),
            Map.entry("x-arr-ssl", IDENTITY),
            Map.entry("x-arr-clientcert", IDENTITY),
            Map.entry("x-client-verify", IDENTITY),
            Map.entry("x-client-dn", IDENTITY),
            Map.entry("x-proxyuser-ip", IDENTITY),
            Map.entry("x-credential-identifier", IDENTITY),
            Map.entry("x-anonymous-consumer", IDENTITY),
            Map.entry("x-userinfo", IDENTITY),
            Map.entry("x-id-token", IDENTITY),
            Map.entry("x-envoy-original-path", IDENTITY),
            Map.entry("x-real-ip", IDENTITY),
            Map.entry("x-client-ip", IDENTITY),
            Map.entry("client-ip", IDENTITY),
            Map.entry("cf-connecting-ip", IDENTITY),
            Map.entry("fastly-client-ip", IDENTITY),
            Map.entry("x-originating-ip", IDENTITY),
            Map.entry("x-remote-ip", IDENTITY),
            Map.entry("x-remote-addr", IDENTITY),
            Map.entry("x-original-forwarded-for", IDENTITY),
            Map.entry("x-original-host", IDENTITY),
            Map.entry("x-host", IDENTITY),
            Map.entry("x-client-cert", IDENTITY),
            Map.entry("true-client-ip", IDENTITY),
            Map.entry("x-cluster-client-ip", IDENTITY),
            Map.entry("x-original-url", IDENTITY),
            Map.entry("x-original-uri", IDENTITY),
            Map.entry("x-original-method", IDENTITY),
            Map.entry("x-rewrite-url", IDENTITY),
            Map.entry("x-http-method", IDENTITY),
            Map.entry("x-http-method-override", IDENTITY),
            Map.entry("x-method-override", IDENTITY),
            Map.entry("remote-user", IDENTITY),
            Map.entry("x-remote-user", IDENTITY),
            Map.entry("x-user", IDENTITY),
            Map.entry("x-role", IDENTITY),
            Map.entry("x-roles", IDENTITY),
            Map.entry("x-groups", IDENTITY),
            Map.entry("x-principal", IDENTITY),
            Map.entry("x-subject", IDENTITY),
            Map.entry("x-authorization", IDENTITY),
            Map.entry("x-jwt-assertion", IDENTITY),
            Map.entry("x-envoy-external-address", IDENTITY),
            Map.entry("x-azure-clientip", IDENTITY),
            Map.entry("fly-client-ip", IDENTITY),
            Map.entry("x-remote-groups", IDENTITY),
            Map.entry("x-user-id", IDENTITY),
            Map.entry("x-userid", IDENTITY),
            Map.entry("x-user-name", IDENTITY),
            Map.entry("x-user-email", IDENTITY),
            Map.entry("x-user-role", IDENTITY),
            Map.entry("x-user-roles", IDENTITY),
            Map.entry("x-username", IDENTITY),
            Map.entry("x-authenticated-user", IDENTITY),
            Map.entry("x-authenticated-userid", IDENTITY),
            Map.entry("x-consumer-id", IDENTITY),
            Map.entry("x-consumer-username", IDENTITY));

    private static final String[] IDENTITY_PREFIXES = {
        "x-forwarded-",
        "x-auth-request-",
        "x-auth-user",
        "x-authenticated-",
        "x-webauth-",
        "x-remote-",
        "x-consumer-",
        "x-ssl-client-",
        "ssl-client-",
        "client-cert",
        "x-goog-authenticated-user-",
        "x-goog-iap-",
        "x-amzn-oidc-",
        "x-ms-client-principal",
        "cf-access-",
        "tailscale-",
        "remote-",
        "drawbridge-"
    };
    private static final int LONGEST = 64;
    private static final byte[][] NAMES = new byte[256][];
    private static final FieldKind[] KIND_OF = new FieldKind[256];

    static {
        KINDS.forEach((name, kind) -> {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            int slot = hash(bytes, 0, bytes.length) & 255;
            while (NAMES[slot] != null) {
                slot = slot + 1 & 255;
            }
            NAMES[slot] = bytes;
            KIND_OF[slot] = kind;
        });
    }

    /// The kind of the field whose name these bytes are.
    public static FieldKind of(byte[] bytes, int start, int end) {
        if (end - start > LONGEST) {
            return startsLikeIdentity(bytes, start, end) ? IDENTITY : PLAIN;
        }
        for (int slot = hash(bytes, start, end) & 255; NAMES[slot] != null; slot = slot + 1 & 255) {
            if (NAMES[slot].length == end - start && matches(bytes, start, NAMES[slot])) {
                return KIND_OF[slot];
            }
        }
        return startsLikeIdentity(bytes, start, end) ? IDENTITY : PLAIN;
    }

    private static boolean startsLikeIdentity(byte[] bytes, int start, int end) {
        int first = folded(bytes[start]);
        if (first != 'x' && first != 'd' && first != 'c' && first != 't' && first != 'r' && first != 's') {
            return false;
        }
        for (String prefix : IDENTITY_PREFIXES) {
            if (end - start >= prefix.length() && matches(bytes, start, prefix.getBytes(StandardCharsets.US_ASCII))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int start, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (folded(bytes[start + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static int hash(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + folded(bytes[i]);
        }
        return hash ^ hash >>> 8;
    }

    private static int folded(byte octet) {
        if (octet >= 'A' && octet <= 'Z') {
            return octet + ('a' - 'A');
        }
        return (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') ? octet : '-';
    }
}
