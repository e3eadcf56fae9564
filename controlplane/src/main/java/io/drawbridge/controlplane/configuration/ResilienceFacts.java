package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Overload;
import io.drawbridge.domain.route.Resilience;
import java.util.LinkedHashMap;
import java.util.Map;

/// An upstream's resilience as facts: properties with their values in words, those that are not as they are by
/// default.
final class ResilienceFacts {
    private ResilienceFacts() {}

    static Map<String, String> of(Resilience resilience) {
        Map<String, String> facts = all(resilience);
        all(Resilience.DEFAULT).forEach(facts::remove);
        return facts;
    }

    private static Map<String, String> all(Resilience resilience) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "balance",
                switch (resilience.balance()) {
                    case LEAST_REQUEST -> "least_request";
                    case HASH_CLIENT -> "hash: client";
                });
        facts.put("health", resilience.health().map(ResilienceFacts::health).orElse("not checked"));
        facts.put(
                "ejection",
                "for " + Amounts.text(resilience.ejection().time()) + " after "
                        + resilience.ejection().failures() + " failures, "
                        + resilience.ejection().atMostPercent() + "% of the targets at most");
        facts.put(
                "retries",
                resilience.retries().attempts() + ", for "
                        + resilience.retries().budgetPercent() + "% of the requests at most");
        facts.put(
                "queue",
                resilience.queue().length() + " requests, for "
                        + Amounts.text(resilience.queue().timeout()));
        facts.put("dns_refresh", Amounts.text(resilience.dnsRefresh()));
        facts.put(
                "overload", resilience.overload().map(ResilienceFacts::overload).orElse("nothing is shed"));
        return facts;
    }

    private static String health(HealthCheck check) {
        return check.path() + " every " + Amounts.text(check.interval()) + " within " + Amounts.text(check.timeout())
                + ", unhealthy after " + check.unhealthy() + ", healthy after " + check.healthy();
    }

    private static String overload(Overload overload) {
        return "beyond " + overload.tolerancePercent() + "% of the usual time, never below " + overload.floor()
                + " requests";
    }
}
