package io.drawbridge.domain.verdict;

/// The names that operators grep for in `logs/security.log` and that events carry as `event.action`.
public enum EventName {
    /// A credential is missing, wrong or expired, or a login failed.
    AUTH_FAILED(Severity.WARN),
    /// A login succeeded.
    AUTH_SUCCEEDED(Severity.INFO),
    /// Somebody known asked for what is not theirs.
    ACCESS_DENIED(Severity.WARN),
    /// A legacy pattern of authentication was seen.
    SECURITY_MIGRATION(Severity.INFO),
    /// A client is over its rate limit.
    RATE_LIMITED(Severity.WARN),
    /// A browser asked on behalf of an origin that is not allowed.
    ORIGIN_DENIED(Severity.WARN),
    /// A request was refused before any policy saw it, because it can be read in two ways.
    REQUEST_MALFORMED(Severity.WARN),
    /// A browser reports that a page did, or would do, what the Content-Security-Policy forbids.
    CSP_VIOLATION(Severity.INFO),
    /// The body of a request is larger than its route takes.
    REQUEST_TOO_LARGE(Severity.WARN),
    /// A policy could not decide.
    POLICY_UNDECIDED(Severity.ERROR),
    /// An operator or a changed file changed the snapshot.
    CONFIG_CHANGED(Severity.INFO),
    /// A user was created or changed by an administrator.
    USER_CHANGED(Severity.INFO),
    /// An address was blocked, or a blocked one was refused.
    IP_BLOCKED(Severity.WARN),
    /// An address has passed a threshold.
    SUSPICIOUS(Severity.WARN),
    /// A block was lifted, or has ended.
    IP_UNBLOCKED(Severity.INFO);

    /// How an operator should take it.
    public enum Severity {
        INFO,
        WARN,
        ERROR
    }

    private final Severity severity;

    EventName(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }
}
