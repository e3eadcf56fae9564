package io.drawbridge.policies.identity;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// Writes a compact JWS (RFC 7515, section 3.1).
final class CompactJws {
    private CompactJws() {}

    /// @param sign gives the signature, in base64url, of the bytes to sign
    static String write(
            Consumer<JsonGenerator> header, Consumer<JsonGenerator> payload, Function<byte[], String> sign) {
        String signingInput = base64url(object(header)) + '.' + base64url(object(payload));
        return signingInput + '.' + sign.apply(signingInput.getBytes(StandardCharsets.US_ASCII));
    }

    static void strings(JsonGenerator json, String name, Collection<String> values) {
        json.writeName(name);
        json.writeStartArray();
        values.stream().sorted().forEach(json::writeString);
        json.writeEndArray();
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] object(Consumer<JsonGenerator> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.Reading.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
