package io.drawbridge.domain.policy;

/// What an undecided verdict comes to when the policy is enforced.
public enum OnUndecided {
    /// Fail closed.
    REFUSE,
    /// Let pass, and record it: for policies whose loss opens no door.
    PROCEED
}
