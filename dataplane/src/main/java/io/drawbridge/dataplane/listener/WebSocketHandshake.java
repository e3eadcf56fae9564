package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.Version;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.verdict.HeaderField;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// The opening of a WebSocket connection (RFC 6455, section 4): the only upgrade that opens a tunnel through
/// the gateway, and only on routes that allow it. Everywhere else a wish for an upgrade is not passed on.
sealed interface WebSocketHandshake {
    /// The request is no such handshake.
    record None() implements WebSocketHandshake {}

    /// It wants to be one and is wrong.
    record Wrong(Problem problem, String why) implements WebSocketHandshake {}

    /// It is one.
    ///
    /// @param key what the service has to answer to
    record Asked(String key) implements WebSocketHandshake {
        /// Whether this answer of the service's opens the connection.
        boolean isAcceptedBy(ParsedResponse head) {
            Fields fields = head.fields();
            List<String> accept = fields.all("sec-websocket-accept");
            List<String> upgrade = fields.all("upgrade");
            return head.status() == 101
                    && head.connection().named().contains("upgrade")
                    && upgrade.size() == 1
                    && upgrade.getFirst().equalsIgnoreCase("websocket")
                    && accept.equals(List.of(accept(key)));
        }
    }

    WebSocketHandshake NONE = new None();

    /// As the RFC has it: it belongs to no other protocol.
    String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    static WebSocketHandshake of(ParsedRequest request) {
        Fields fields = request.head().fields();
        if (!fields.has("upgrade")
                || request.version() != Version.HTTP_1_1
                || !request.connection().named().contains("upgrade")) {
            return NONE;
        }
        List<String> upgrade = fields.all("upgrade");
        if (upgrade.stream()
                .noneMatch(value -> value.toLowerCase(java.util.Locale.ROOT).contains("websocket"))) {
            return NONE;
        }
        if (upgrade.size() != 1 || !upgrade.getFirst().equalsIgnoreCase("websocket")) {
            return wrong("it asks for other protocols too");
        }
        if (!request.head().method().equals("GET") || !request.framing().equals(Framing.NONE)) {
            return wrong("it is no GET without a body");
        }
        if (!fields.all("sec-websocket-version").equals(List.of("13"))) {
            return new Wrong(
                    Problem.of(
                            400,
                            "websocket-version",
                            "This version of WebSocket is not spoken here",
                            "Use version 13.",
                            new HeaderField("Sec-WebSocket-Version", "13")),
                    "a version of WebSocket other than 13");
        }
        List<String> key = fields.all("sec-websocket-key");
        if (key.size() != 1 || !isKey(key.getFirst())) {
            return wrong("its key is not 16 bytes in base64");
        }
        return new Asked(key.getFirst());
    }

    private static Wrong wrong(String why) {
        return new Wrong(
                Problem.of(
                        400,
                        "websocket-handshake",
                        "The WebSocket handshake is wrong",
                        "Open the connection as RFC 6455 says."),
                "a WebSocket handshake that is wrong: " + why);
    }

    private static boolean isKey(String key) {
        if (key.length() != 24) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length == 16;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String accept(String key) {
        try {
            // The RFC chose it; it proves understanding here, and protects nothing.
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + SALT).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-1", missing);
        }
    }
}
