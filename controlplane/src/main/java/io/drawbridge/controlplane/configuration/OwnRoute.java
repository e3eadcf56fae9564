package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.route.PathTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The routes that the gateway answers itself. A configured route cannot take their place, nor their names.
public enum OwnRoute {
    HEALTH("/api/v1/health"),
    LIVENESS("/livez"),
    READINESS("/readyz"),
    LOGIN("/api/v1/auth/login"),
    ME("/api/v1/auth/me"),
    MIGRATION_REPORT("/api/v1/security/migration-report"),
    MIGRATION_GUIDE("/api/v1/security/migration-guide"),
    CSP_REPORTS("/api/v1/security/csp-reports");

    private final String path;

    OwnRoute(String path) {
        this.path = path;
    }

    /// Its path.
    public RouteName routeName() {
        return new RouteName(path);
    }

    public PathTemplate template() {
        return PathTemplate.parse(path);
    }

    public Set<String> methods() {
        return switch (this) {
            case HEALTH, LIVENESS, READINESS -> Ordered.set(List.of("GET", "HEAD"));
            case LOGIN, CSP_REPORTS -> Set.of("POST");
            case ME, MIGRATION_REPORT, MIGRATION_GUIDE -> Set.of("GET");
        };
    }

    /// Those that are there: login and the like only with accounts.
    public static List<OwnRoute> with(AccountsSpec accounts) {
        return Arrays.stream(values())
                .filter(route -> switch (route) {
                    case HEALTH, LIVENESS, READINESS, MIGRATION_REPORT, MIGRATION_GUIDE, CSP_REPORTS -> true;
                    case LOGIN, ME -> accounts.enabled();
                })
                .toList();
    }
}
