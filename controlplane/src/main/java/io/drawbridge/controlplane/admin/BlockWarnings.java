package io.drawbridge.controlplane.admin;

import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What an operator should know before a network is blocked.
///
/// @param allowList the allow-list of the moment
/// @param proxies whose clients are told apart by what they say
/// @param stance how far `ip-block` is raised at the moment
public record BlockWarnings(Supplier<NetworkSet> allowList, NetworkSet proxies, Supplier<Stance> stance) {
    NetworkSet allowed() {
        return allowList.get();
    }

    List<String> of(Network network) {
        List<String> warnings = new ArrayList<>();
        Stance now = stance.get();
        if (!now.equals(Stance.of(Mode.ENFORCE))) {
            warnings.add("ip-block is in " + now + ": only what it enforces is refused");
        }
        warnings.addAll(ofListed(network));
        return warnings;
    }

    /// Those that are about the network alone.
    List<String> ofListed(Network network) {
        List<String> warnings = new ArrayList<>();
        if (network.prefix() == 0) {
            warnings.add(network + " is everybody");
        }
        for (Network one : allowed().networks()) {
            if (one.contains(network)) {
                warnings.add(network + " is on the allow-list (" + one + "): this blocks nobody");
            } else if (network.contains(one)) {
                warnings.add(one + " is on the allow-list and is not blocked by this");
            }
        }
        if (proxies.overlaps(network)) {
            warnings.add(network + " holds a trusted proxy: whoever comes through it without being named is blocked");
        }
        return warnings;
    }
}
