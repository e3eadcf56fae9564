package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.domain.exchange.Fields;
import java.util.Locale;

/// Which fields of an upstream's answer reach the client.
public final class ResponseFields {
    private ResponseFields() {}

    /// @param toHead whether it answers a HEAD request
    public static boolean isPassed(ParsedResponse response, boolean toHead, int index) {
        Fields fields = response.fields();
        if (fields.hasName(index, "server") || fields.hasName(index, "x-powered-by")) {
            return false;
        }
        if (fields.hasName(index, "content-length")) {
            // There it speaks of the body that another request would get. A 204 never has one (RFC 9110,
            // section 8.6).
            return response.status() == 304 || (toHead && response.status() != 204);
        }
        if (!response.connection().named().isEmpty()
                && response.connection().named().contains(fields.name(index).toLowerCase(Locale.ROOT))) {
            return false;
        }
        return switch (FieldKind.of(fields.bytes(), fields.nameStart(index), fields.nameEnd(index))) {
            case OWN -> fields.hasName(index, "host");
            case IDENTITY -> !fields.name(index).toLowerCase(Locale.ROOT).startsWith("drawbridge");
            case PLAIN, CREDENTIAL, EXPECT -> true;
        };
    }
}
