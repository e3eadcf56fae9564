package io.drawbridge.app;

import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.configuration.ThresholdSpec;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.policies.ipblock.IpBlockPolicy;
import io.drawbridge.policies.threshold.BruteForcePolicy;
import io.drawbridge.policies.threshold.RequestFloodPolicy;
import io.drawbridge.policies.threshold.Suspects;
import io.drawbridge.policies.threshold.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The policies that ask only where a request comes from, and judge it even when no route is found for it:
/// `ip-block`, `brute-force`, `request-flood`.
final class Doors {
    /// Whether requests count for a flood: those for health do not, which a monitor may ask for as often as it
    /// likes.
    enum RequestsCount {
        YES,
        NO
    }

    private final NetworkSet allowed;
    private final IpBlockPolicy ipBlock;
    private final BruteForcePolicy bruteForce;
    private final RequestFloodPolicy requestFlood;

    /// @param blocklist who is blocked
    /// @param failing who fails to authenticate
    /// @param flooding who sends too many requests
    Doors(Specification specification, Blocklist blocklist, Suspects failing, Suspects flooding) {
        this.allowed = new NetworkSet(specification.allowed());
        NetworkSet exempt = exempt(specification);
        this.ipBlock = new IpBlockPolicy(blocklist, allowed);
        this.bruteForce =
                new BruteForcePolicy(failing, threshold(specification.policies().bruteForce()), exempt);
        this.requestFlood = new RequestFloodPolicy(
                flooding, threshold(specification.policies().requestFlood()), exempt);
    }

    /// Whom no threshold counts: the allow-list, and the proxies, because what is counted on a proxy was done
    /// by somebody behind it.
    private static NetworkSet exempt(Specification specification) {
        Set<Network> exempt = new LinkedHashSet<>(specification.allowed());
        exempt.addAll(specification.clients().trustedProxies());
        exempt.addAll(specification.clients().proxyProtocol());
        return new NetworkSet(exempt);
    }

    private static Threshold threshold(ThresholdSpec spec) {
        return new Threshold(spec.limit(), spec.within(), spec.block(), spec.longest());
    }

    /// The allow-list.
    NetworkSet allowed() {
        return allowed;
    }

    List<Binding<Arrived>> on(Bindings bindings, RequestsCount count) {
        List<Binding<Arrived>> doors = new ArrayList<>();
        doors.add(bindings.of(KnownPolicies.IP_BLOCK, ipBlock));
        doors.add(bindings.of(KnownPolicies.BRUTE_FORCE, bruteForce));
        switch (count) {
            case YES -> doors.add(bindings.of(KnownPolicies.REQUEST_FLOOD, requestFlood));
            case NO -> {}
        }
        return doors;
    }
}
