package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.policy.PolicyName;
import java.util.Map;
import java.util.Set;

/// The policies, as they are everywhere unless a route says otherwise.
///
/// @param stances one for every policy of [KnownPolicies]
/// @param ownershipExemptRoles who may act for others
public record PoliciesSpec(
        Map<PolicyName, ConfiguredStance> stances,
        Set<String> ownershipExemptRoles,
        LegacyAuthSpec legacyAuth,
        ThresholdSpec bruteForce,
        ThresholdSpec requestFlood) {
    public PoliciesSpec {
        stances = Ordered.map(stances);
        ownershipExemptRoles = Ordered.set(ownershipExemptRoles);
        if (!stances.keySet().equals(Set.copyOf(KnownPolicies.ALL))) {
            throw new IllegalArgumentException("every known policy has a stance, and no other: " + stances.keySet());
        }
    }

    /// @throws IllegalArgumentException for a policy that is not among [KnownPolicies]
    public ConfiguredStance stance(PolicyName policy) {
        ConfiguredStance stance = stances.get(policy);
        if (stance == null) {
            throw new IllegalArgumentException("there is no policy " + policy);
        }
        return stance;
    }
}
