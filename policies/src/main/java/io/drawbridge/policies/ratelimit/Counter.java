package io.drawbridge.policies.ratelimit;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Rate;
import java.time.Duration;
import java.util.Optional;

/// What a counter is called on all nodes: class, limit, seconds and client, so that nodes with different
/// limits, for as long as a new configuration is on its way to all of them, do not share one.
record Counter(RateLimiter.Key key, Rate rate) {
    private static final int LONGEST = 1024;

    /// Empty for a client that has no short name; its limit is each node's own.
    Optional<String> text() {
        String client = switch (key.client()) {
            case Client.Subject subject -> "s|" + subject.subject();
            case Client.Network network -> "n|" + network.network();
            case Client.Claimed _ -> "";
        };
        String text =
                key.limitClass() + "|" + rate.limit() + "|" + rate.period().toSeconds() + "|" + client;
        return client.isEmpty() || text.length() > LONGEST ? Optional.empty() : Optional.of(text);
    }

    /// Empty where it is no counter of this version.
    static Optional<Counter> parse(String text) {
        String[] parts = text.split("\\|", 5);
        if (parts.length != 5 || !parts[1].matches("\\d{1,9}") || !parts[2].matches("\\d{1,6}")) {
            return Optional.empty();
        }
        try {
            Rate rate = new Rate(Integer.parseInt(parts[1]), Duration.ofSeconds(Integer.parseInt(parts[2])));
            return switch (parts[3]) {
                case "s" -> Optional.of(new Counter(new RateLimiter.Key(parts[0], new Client.Subject(parts[4])), rate));
                case "n" -> Optional.of(new Counter(new RateLimiter.Key(parts[0], new Client.Network(parts[4])), rate));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
