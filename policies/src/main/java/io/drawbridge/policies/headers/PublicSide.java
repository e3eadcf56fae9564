package io.drawbridge.policies.headers;

/// How clients reach the gateway, TLS that ends before it included.
public enum PublicSide {
    /// Over plain HTTP, at least sometimes.
    PLAIN,
    /// Over TLS, always.
    TLS
}
