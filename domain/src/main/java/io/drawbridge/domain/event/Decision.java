package io.drawbridge.domain.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is kept of one decision, for `drawbridge explain`.
///
/// @param identity in words, for example `verified subject user1`
/// @param client the client's label
/// @param ending in kebab-case
/// @param findings what every policy that ran said, in order
public record Decision(
        DecisionId id,
        Instant at,
        long snapshotVersion,
        String route,
        String method,
        String path,
        String address,
        String client,
        String identity,
        String userAgent,
        int status,
        String ending,
        List<Finding> findings) {
    public Decision {
        findings = List.copyOf(findings);
    }

    /// What one policy said.
    ///
    /// @param effect `proceed`, `observe`, `advise` or `refuse`
    /// @param status the status of the refusal; 0 for an allowance
    /// @param reason the reason's code; empty for an allowance
    /// @param remediation what would let it pass, as the client is told
    public record Finding(
            String policy, String mode, String effect, int status, String reason, String detail, String remediation) {}

    /// Finds what is kept of a decision.
    @FunctionalInterface
    public interface Source {
        Optional<Decision> find(DecisionId id);
    }
}
