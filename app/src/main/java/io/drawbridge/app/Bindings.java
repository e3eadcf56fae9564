package io.drawbridge.app;

import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.controlplane.snapshots.StanceSource;
import io.drawbridge.domain.exchange.Exchange;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.OnUndecided;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;

/// Binds policies on one route.
record Bindings(RouteName route, StanceSource stances, Buckets buckets) {
    /// On the ladder, where operators have set it.
    <E extends Exchange> Binding<E> of(PolicyName name, Policy<? super E> policy) {
        return bound(name, policy, stances.stance(name, route).stance());
    }

    /// Enforced whatever operators set, because it guards the gateway itself.
    <E extends Exchange> Binding<E> always(PolicyName name, Policy<? super E> policy) {
        return bound(name, policy, Stance.of(Mode.ENFORCE));
    }

    private <E extends Exchange> Binding<E> bound(PolicyName name, Policy<? super E> policy, Stance stance) {
        // A header that cannot be added lets nobody in, and neither does a count that is not known;
        // everything else refuses when it cannot tell.
        OnUndecided onUndecided = name.equals(KnownPolicies.SECURITY_HEADERS) || KnownPolicies.isThreshold(name)
                ? OnUndecided.PROCEED
                : OnUndecided.REFUSE;
        return new Binding<>(name, policy, stance, onUndecided, buckets);
    }
}
