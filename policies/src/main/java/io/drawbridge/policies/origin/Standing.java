package io.drawbridge.policies.origin;

/// What a request's `Origin` comes to.
enum Standing {
    /// It has none: no browser asks across origins.
    NONE,
    /// It is the origin of the gateway itself.
    SAME,
    /// It is on the list.
    LISTED,
    /// It is something else, `null` included.
    FOREIGN,
    /// It has several, which no browser sends.
    REPEATED
}
