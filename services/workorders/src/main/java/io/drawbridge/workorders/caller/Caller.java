package io.drawbridge.workorders.caller;

import java.util.Set;

/// Somebody whom the gateway named. Only [IdentityTokens] makes one.
public final class Caller {
    private static final String ADMIN = "admin";

    private final String userId;
    private final Set<String> roles;

    /// @param roles those that the caller may act in: none when the gateway did not verify who this is
    Caller(String userId, Set<String> roles) {
        this.userId = userId;
        this.roles = Set.copyOf(roles);
    }

    /// Whose orders are the caller's own.
    public String userId() {
        return userId;
    }

    /// Whether the caller may read what belongs to others.
    public boolean mayReadForOthers() {
        return roles.contains(ADMIN);
    }
}
