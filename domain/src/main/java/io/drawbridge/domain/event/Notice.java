package io.drawbridge.domain.event;

import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.verdict.EventName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Something of note that happened beside the judging of an exchange: a login, a changed configuration.
///
/// @param details in order; keys are words of ours, values may hold text from outside
/// @param address whose act it was; absent for the gateway's own acts
public record Notice(EventName name, Instant at, Map<String, String> details, Optional<ClientAddress> address)
        implements Event {
    public Notice {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
