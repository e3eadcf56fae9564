package io.drawbridge.domain.route;

import java.time.Duration;
import java.util.Optional;

/// What is done so that a failing, slow or moving target is not felt by clients.
///
/// @param health absent where targets are not asked
/// @param dnsRefresh how old the addresses of a name may get
/// @param overload absent where nothing is shed
public record Resilience(
        Balance balance,
        Optional<HealthCheck> health,
        Ejection ejection,
        Retries retries,
        ConnectionQueue queue,
        Duration dnsRefresh,
        Optional<Overload> overload) {
    public static final Resilience DEFAULT = new Resilience(
            Balance.LEAST_REQUEST,
            Optional.empty(),
            Ejection.DEFAULT,
            Retries.DEFAULT,
            ConnectionQueue.DEFAULT,
            Duration.ofSeconds(30),
            Optional.of(Overload.DEFAULT));

    public Resilience {
        if (!dnsRefresh.isPositive()) {
            throw new IllegalArgumentException("addresses are kept for some time");
        }
    }

    public Resilience with(Balance other) {
        return new Resilience(other, health, ejection, retries, queue, dnsRefresh, overload);
    }

    public Resilience with(HealthCheck other) {
        return new Resilience(balance, Optional.of(other), ejection, retries, queue, dnsRefresh, overload);
    }

    public Resilience with(Ejection other) {
        return new Resilience(balance, health, other, retries, queue, dnsRefresh, overload);
    }

    public Resilience with(Retries other) {
        return new Resilience(balance, health, ejection, other, queue, dnsRefresh, overload);
    }

    public Resilience with(ConnectionQueue other) {
        return new Resilience(balance, health, ejection, retries, other, dnsRefresh, overload);
    }

    public Resilience with(Overload other) {
        return new Resilience(balance, health, ejection, retries, queue, dnsRefresh, Optional.of(other));
    }
}
