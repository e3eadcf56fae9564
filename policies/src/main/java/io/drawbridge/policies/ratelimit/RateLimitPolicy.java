package io.drawbridge.policies.ratelimit;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.verdict.Verdict;

/// One class of rate limit. Who is within it is allowed, with the `RateLimit-Policy` and `RateLimit` fields of
/// draft-ietf-httpapi-ratelimit-headers; who is over it is denied with 429, the same fields, and a `Retry-After`
/// after which a request is admitted, if no other of the same client comes first.
public final class RateLimitPolicy implements Policy<Identified> {
    private final String limitClass;
    private final Rate rate;
    private final LimitKey key;
    private final RateLimiter limiter;
    private final Standings standings;

    /// @param limitClass the class's name, under which the limiter counts
    /// @param rate a period from a second to a day, in whole seconds
    /// @throws IllegalArgumentException where the name or the period cannot be told to clients
    public RateLimitPolicy(String limitClass, Rate rate, LimitKey key, RateLimiter limiter) {
        this.limitClass = limitClass;
        this.rate = rate;
        this.key = key;
        this.limiter = limiter;
        this.standings = limiter.standings(limitClass, rate);
    }

    @Override
    public Verdict judge(Identified exchange) {
        Client client = switch (key) {
            case CLIENT -> Client.limited(exchange.identity(), exchange.address());
            case ADDRESS -> new Client.Network(exchange.address().network());
        };
        return standings.of(limiter.admit(limitClass, client, rate));
    }
}
