package io.drawbridge.domain.policy;

import io.drawbridge.domain.identity.Client;

/// How far a policy has been raised: the ceiling for a share of clients and the floor for the rest, for example
/// "enforce for
/// 25 % of clients, warn for the others".
public record Stance(Mode floor, Mode ceiling, Share share) {
    public Stance {
        if (floor.compareTo(ceiling) > 0) {
            throw new IllegalArgumentException("the rest of the clients cannot be in " + floor.word()
                    + " when the share is in " + ceiling.word() + ": the share's mode is the stricter one");
        }
    }

    /// The same mode for everybody.
    public static Stance of(Mode mode) {
        return new Stance(mode, mode, Share.ALL);
    }

    public Mode modeFor(PolicyName policy, Client client, Buckets buckets) {
        if (floor == ceiling || share.isAll()) {
            return ceiling;
        }
        return share.includes(buckets.bucket(policy, client)) ? ceiling : floor;
    }

    /// This stance with both modes at least as strict as `mode`, but `off` stays off.
    public Stance raisedTo(Mode mode) {
        return ceiling == Mode.OFF ? this : new Stance(floor.atLeast(mode), ceiling.atLeast(mode), share);
    }

    /// As people read it: `warn`, or `enforce for 25%, warn for the rest`.
    @Override
    public String toString() {
        return floor == ceiling || share.isAll()
                ? ceiling.word()
                : ceiling.word() + " for " + share + ", " + floor.word() + " for the rest";
    }
}
