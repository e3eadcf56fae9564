package io.drawbridge.policies.ratelimit;

/// By what a limit counts.
public enum LimitKey {
    /// The verified subject; where there is none, the address.
    CLIENT,
    /// The address (IPv6: its /64), whoever asks: for endpoints that take a credential.
    ADDRESS
}
