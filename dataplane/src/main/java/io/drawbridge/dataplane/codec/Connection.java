package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// What the `Connection` fields of a message say (RFC 9110, section 7.6.1).
///
/// @param close whether the sender closes after this message
/// @param keepAlive whether it says that it does not
/// @param named the fields, in lower case, that concern this connection alone
public record Connection(boolean close, boolean keepAlive, Set<String> named) {
    private static final Connection NOTHING = new Connection(false, false, Set.of());
    private static final Connection KEEP_ALIVE = new Connection(false, true, Set.of());
    private static final Connection CLOSE = new Connection(true, false, Set.of());
    /// Fields that concern the whole way. Naming one of them is an attempt to have it removed.
    private static final Set<String> END_TO_END = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "content-range",
            "authorization",
            "x-api-key",
            "cookie",
            "origin",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "drawbridge-identity");

    public Connection {
        named = Set.copyOf(named);
    }

    static Connection of(Fields fields) throws MalformedMessage {
        int index = fields.indexOf("connection", 0);
        if (index < 0) {
            return NOTHING;
        }
        if (fields.indexOf("connection", index + 1) < 0) {
            String only = fields.value(index);
            if (only.equalsIgnoreCase("keep-alive")) {
                return KEEP_ALIVE;
            }
            if (only.equalsIgnoreCase("close")) {
                return CLOSE;
            }
        }
        boolean close = false;
        boolean keepAlive = false;
        Set<String> named = new HashSet<>();
        for (String value : fields.all("connection")) {
            for (String part : value.split(",", -1)) {
                String option = part.strip().toLowerCase(Locale.ROOT);
                if (END_TO_END.contains(option)) {
                    throw MalformedMessage.ambiguous("a Connection field that names " + option);
                }
                close |= option.equals("close");
                keepAlive |= option.equals("keep-alive");
                if (!option.isEmpty()) {
                    refuseUnlessToken(option);
                    named.add(option);
                }
            }
        }
        return new Connection(close, keepAlive, named);
    }

    /// Some reader might take a part of it for `close`, or for the name of a field.
    private static void refuseUnlessToken(String option) throws MalformedMessage {
        for (int i = 0; i < option.length(); i++) {
            if (!Octets.isToken((byte) option.charAt(i))) {
                throw MalformedMessage.ambiguous("a Connection field with an option that is no token");
            }
        }
    }
}
