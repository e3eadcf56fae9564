package io.drawbridge.domain.readiness;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import java.util.Optional;

/// Answers who would break. It counts over restarts and includes what happened a moment ago.
public interface ReadinessSource {
    /// @param route absent for all routes
    PolicyReadiness readiness(PolicyName policy, Optional<RouteName> route);
}
