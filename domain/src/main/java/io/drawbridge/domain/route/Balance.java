package io.drawbridge.domain.route;

/// How the requests for an upstream spread over its targets.
public enum Balance {
    /// Of two targets drawn by weight, the one with fewer requests in flight for its weight.
    LEAST_REQUEST,
    /// Every client has a target of its own, as long as it can take requests (consistent hashing).
    HASH_CLIENT
}
