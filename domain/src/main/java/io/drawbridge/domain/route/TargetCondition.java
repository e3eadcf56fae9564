package io.drawbridge.domain.route;

import java.util.Locale;

/// Whether a target gets requests.
public enum TargetCondition {
    /// It does.
    HEALTHY,
    /// It does not: its health checks fail.
    UNHEALTHY,
    /// It does not for a while: it failed requests.
    EJECTED,
    /// It does not: no address of its name is known.
    UNRESOLVED;

    /// The stable name, in small letters.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
