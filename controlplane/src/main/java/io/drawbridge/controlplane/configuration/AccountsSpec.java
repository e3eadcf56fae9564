package io.drawbridge.controlplane.configuration;

import java.time.Duration;

/// The gateway's own accounts.
///
/// @param enabled whether the gateway answers `POST /api/v1/auth/login` and `GET /api/v1/auth/me`
/// @param tokenLifetime from a minute to 30 days
public record AccountsSpec(boolean enabled, Duration tokenLifetime) {
    static final AccountsSpec DEFAULT = new AccountsSpec(false, Duration.ofHours(1));
}
