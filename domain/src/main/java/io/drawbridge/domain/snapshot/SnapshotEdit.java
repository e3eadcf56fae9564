package io.drawbridge.domain.snapshot;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import java.util.Optional;

/// The only way a snapshot changes. An edit names the version that it expects to change, and has an inverse.
public sealed interface SnapshotEdit {
    /// The version of the snapshot that this edit was made for; with any other it is refused.
    long expectedVersion();

    /// The edit that takes this one back, made for the version that this one led to.
    SnapshotEdit inverse(long version);

    /// Sets a policy's stance, everywhere or on one route.
    ///
    /// @param route absent for every route that has no stance of its own
    /// @param before absent when there was none of its own
    /// @param after absent to fall back to the wider one
    record SetStance(
            long expectedVersion,
            PolicyName policy,
            Optional<RouteName> route,
            Optional<StanceSetting> before,
            Optional<StanceSetting> after)
            implements SnapshotEdit {
        @Override
        public SetStance inverse(long version) {
            return new SetStance(version, policy, route, after, before);
        }
    }

    /// Takes another configuration file in place of the present one.
    ///
    /// @param before the present file's text
    /// @param after the new file's text
    record Reconfigure(long expectedVersion, String before, String after) implements SnapshotEdit {
        @Override
        public Reconfigure inverse(long version) {
            return new Reconfigure(version, after, before);
        }
    }
}
