package io.drawbridge.policies.identity;

import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;

/// A token that is not accepted, and why. It never leaves this package, and it has no stack trace, because a bad
/// token is an everyday thing.
final class RejectedToken extends Exception {
    private final transient Reason reason;

    /// @param detail one sentence for operators; never any part of the token's signature
    RejectedToken(String code, String detail) {
        super(detail, null, false, false);
        this.reason = new Reason(EventName.AUTH_FAILED, code, detail);
    }

    Reason reason() {
        return reason;
    }
}
