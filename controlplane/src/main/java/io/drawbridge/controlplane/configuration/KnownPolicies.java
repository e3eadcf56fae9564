package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import java.util.List;

/// The policies that a configuration can set.
public final class KnownPolicies {
    public static final PolicyName AUTHENTICATION = new PolicyName("authentication");
    public static final PolicyName OWNERSHIP = new PolicyName("ownership");
    public static final PolicyName LEGACY_AUTH = new PolicyName("legacy-auth");
    public static final PolicyName RATE_LIMIT = new PolicyName("rate-limit");
    public static final PolicyName ORIGIN = new PolicyName("origin");
    public static final PolicyName SECURITY_HEADERS = new PolicyName("security-headers");
    public static final PolicyName BODY_SIZE = new PolicyName("body-size");

    public static final PolicyName IP_BLOCK = new PolicyName("ip-block");
    public static final PolicyName BRUTE_FORCE = new PolicyName("brute-force");
    public static final PolicyName REQUEST_FLOOD = new PolicyName("request-flood");

    /// In the order in which people read of them.
    public static final List<PolicyName> ALL = List.of(
            AUTHENTICATION,
            OWNERSHIP,
            LEGACY_AUTH,
            RATE_LIMIT,
            ORIGIN,
            SECURITY_HEADERS,
            IP_BLOCK,
            BRUTE_FORCE,
            REQUEST_FLOOD,
            BODY_SIZE);

    private KnownPolicies() {}

    /// The mode of a policy that nothing is said about.
    static Mode defaultMode(PolicyName policy) {
        return policy.equals(LEGACY_AUTH) || isThreshold(policy) ? Mode.MONITOR : Mode.ENFORCE;
    }

    /// Whether a policy blocks addresses everywhere for what they did somewhere. A critical route does not
    /// raise it: that would shut them out of all other routes too.
    public static boolean isThreshold(PolicyName policy) {
        return policy.equals(BRUTE_FORCE) || policy.equals(REQUEST_FLOOD);
    }

    static List<String> words() {
        return ALL.stream().map(PolicyName::text).toList();
    }
}
