package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.ConfiguredStance.Origin;
import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Scalar;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads a route's `modes`: by policy how far it is raised there.
record RouteModesReader(Reading reading, EnvironmentVariables variables) {
    /// @param section the route
    Map<PolicyName, ConfiguredStance> read(Section section, boolean critical) {
        Map<PolicyName, ConfiguredStance> modes = new LinkedHashMap<>();
        Optional<Node> node = section.node("modes");
        if (node.isEmpty()) {
            return modes;
        }
        for (Entry entry : reading.entries(node.get(), "modes", "legacy-auth: warn")) {
            Position at = entry.key().at();
            Text word = new Text(at, entry.key().text(), entry.key().text(), false, true);
            reading.reference(word, "modes", "policy", KnownPolicies.words())
                    .map(PolicyName::new)
                    .ifPresent(policy -> mode(policy, entry.value()).ifPresent(stance -> {
                        if (critical && !KnownPolicies.isThreshold(policy) && !isOffOrEnforced(stance.stance())) {
                            reading.problems()
                                    .add(
                                            at,
                                            "modes: critical: true enforces " + policy + " here, and this says "
                                                    + stance.stance()
                                                    + ": write off or enforce, or remove one of the two");
                        }
                        modes.put(policy, switchedOff(policy, stance, at));
                    }));
        }
        return modes;
    }

    private Optional<ConfiguredStance> mode(PolicyName policy, Node value) {
        StanceReader stances = new StanceReader(reading);
        if (value instanceof Scalar) {
            return reading.text(value, policy.text()).flatMap(text -> stances.read(text, policy.text()));
        }
        return Section.of(reading, value, "modes", policy.text(), StanceReader.KEYS)
                .map(section -> {
                    if (!section.has("mode")) {
                        reading.problems()
                                .add(section.at(), policy + ": `mode` is missing: write it, such as mode: warn");
                    }
                    return stances.read(section, KnownPolicies.defaultMode(policy));
                });
    }

    private static boolean isOffOrEnforced(Stance stance) {
        return stance.floor() == stance.ceiling() && (stance.floor() == Mode.OFF || stance.floor() == Mode.ENFORCE);
    }

    /// `ENABLE_SECURITY_MIGRATION=false` lets the legacy pattern pass as before, on every route.
    private ConfiguredStance switchedOff(PolicyName policy, ConfiguredStance stance, Position at) {
        Stance off = Stance.of(Mode.OFF);
        if (!policy.equals(KnownPolicies.LEGACY_AUTH)
                || !variables.legacyAuth().equals(Optional.of(Mode.OFF))
                || stance.stance().equals(off)) {
            return stance;
        }
        reading.problems()
                .warn(
                        at,
                        "modes: legacy-auth is off here too, and not " + stance.stance() + ", because the variable "
                                + EnvironmentVariables.MIGRATION + " is false");
        return new ConfiguredStance(off, Origin.ENVIRONMENT);
    }
}
