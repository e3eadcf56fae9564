package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.snapshot.StanceSetting;

/// Says which stance a policy has on a route, all things considered.
@FunctionalInterface
public interface StanceSource {
    /// @throws IllegalArgumentException for a policy that is not configured
    StanceSetting stance(PolicyName policy, RouteName route);
}
