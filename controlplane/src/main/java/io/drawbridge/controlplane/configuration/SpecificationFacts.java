package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamSecurity;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A specification as facts, each a subject, a property of it and a value in words. Together they hold
/// everything that makes two specifications differ. A value that is not written in the file is masked.
public final class SpecificationFacts {
    static final String NOT_SHOWN = "a value from outside the file (not shown)";

    private static final String MODE = "mode";
    private static final String MODE_OF = "mode of ";

    private final Map<String, Map<String, String>> bySubject = new LinkedHashMap<>();

    private SpecificationFacts() {}

    /// Every fact, by subject and then by property, in the order of the file's sections. The subject of what
    /// concerns the gateway as a whole is empty.
    public static Map<String, Map<String, String>> of(Specification specification) {
        Map<String, Map<String, String>> facts = unmasked(specification);
        facts.forEach((subject, properties) -> properties.replaceAll(
                (property, value) -> specification.concealed().contains(name(subject, property)) ? NOT_SHOWN : value));
        return facts;
    }

    /// Every fact but the stances, by its name (`upstream workorders: url`).
    public static SortedMap<String, String> settings(Specification specification) {
        SortedMap<String, String> settings = new TreeMap<>();
        of(specification)
                .forEach((subject, properties) -> properties.forEach((property, value) -> {
                    if (!isStance(subject, property)) {
                        settings.put(
                                name(subject, property)
                                        + (isForStart(subject, property) ? " (from the next start on)" : ""),
                                value);
                    }
                }));
        return settings;
    }

    private static boolean isStance(String subject, String property) {
        return subject.startsWith(policy("")) ? property.equals(MODE) : property.startsWith(MODE_OF);
    }

    /// What only a start applies: sockets, files and connections that are there already, and keys.
    private static boolean isForStart(String subject, String property) {
        return switch (subject) {
            case "" -> !property.equals("environment");
            case "admin", "logs", "tokens", "connection", "http2", "proxy_protocol", "tls acme" -> true;
            case "tls" -> !TlsFacts.isTakenByReload(property);
            case "accounts" -> property.equals("token_lifetime");
            case "csp" -> property.equals("forward");
            default -> false;
        };
    }

    /// The name of a setting: its subject, which is empty for the gateway as a whole, and its key.
    static String name(String subject, String property) {
        return subject.isEmpty() ? property : subject + ": " + property;
    }

    static String upstream(String name) {
        return "upstream " + name;
    }

    static String rateLimit(String name) {
        return "limit class " + name;
    }

    static String headerPreset(String name) {
        return "header preset " + name;
    }

    static String policy(PolicyName name) {
        return policy(name.text());
    }

    private static String policy(String name) {
        return "policy " + name;
    }

    static String route(String name) {
        return "route " + name;
    }

    /// With the values that must not be shown, to compare them.
    static Map<String, Map<String, String>> unmasked(Specification specification) {
        SpecificationFacts facts = new SpecificationFacts();
        facts.gateway(specification);
        specification
                .tls()
                .ifPresent(tls -> TlsFacts.of(tls)
                        .forEach((subject, properties) ->
                                properties.forEach((property, value) -> facts.add(subject, property, value))));
        specification.upstreams().values().forEach(facts::upstream);
        facts.cors(specification.cors());
        specification.rateLimits().forEach((name, limit) -> {
            facts.add(rateLimit(name), "rate", limit.rate().toString());
            facts.add(rateLimit(name), "key", limit.key().word());
        });
        specification
                .headerPresets()
                .forEach((name, preset) ->
                        preset.fields().forEach(field -> facts.add(headerPreset(name), field.name(), field.value())));
        facts.add("csp", "collect", String.valueOf(specification.csp().collect()));
        specification.csp().candidate().ifPresent(policy -> facts.add("csp", "report_only", policy));
        specification.csp().forward().ifPresent(where -> facts.add("csp", "forward", where.toString()));
        facts.policies(specification.policies());
        specification.routes().values().forEach(facts::route);
        return facts.bySubject;
    }

    private void gateway(Specification specification) {
        add("", "environment", specification.environment().word());
        add("", "listen", specification.listen().toString());
        add("", "data", specification.data().toString());
        add("", "drain", specification.drain());
        add("", "drain_notice", specification.drainNotice());
        add("logs", "format", specification.logs().word());
        add("admin", "listen", specification.admin().listen().toString());
        add("admin", "allow_remote", specification.admin().allowRemote());
        ClientsSpec clients = specification.clients();
        add("", "trusted_proxies", inAnyOrder(texts(clients.trustedProxies())));
        add("", "forwarded_header", clients.forwardedHeader().word());
        add("proxy_protocol", "from", inAnyOrder(texts(clients.proxyProtocol())));
        add("proxy_protocol", "timeout", clients.proxyProtocolTimeout());
        add("blocks", "allow", inAnyOrder(texts(specification.allowed())));
        TokensSpec tokens = specification.tokens();
        add("tokens", "issuer", tokens.issuer());
        add("tokens", "audience", tokens.audience());
        add("tokens", "roles_claim", tokens.rolesClaim());
        add("accounts", "enabled", specification.accounts().enabled());
        add("accounts", "token_lifetime", specification.accounts().tokenLifetime());
        ConnectionSpec connection = specification.connection();
        add("connection", "max_head", Amounts.size(connection.maxHead()));
        add("connection", "max_fields", Integer.toString(connection.maxFields()));
        add("connection", "head_timeout", connection.headTimeout());
        add("connection", "idle_timeout", connection.idleTimeout());
        add("connection", "body_timeout", connection.bodyTimeout());
        add("http2", "enabled", connection.http2().enabled());
        add("http2", "clear_text", connection.http2().clearText());
        add("http2", "max_streams", Integer.toString(connection.http2().maxStreams()));
        add("websocket", "idle_timeout", connection.webSocketIdle());
    }

    private void upstream(Upstream upstream) {
        String subject = upstream(upstream.name());
        Target first = upstream.targets().getFirst();
        if (upstream.targets().size() == 1 && first.weight() == 1) {
            add(subject, "url", first.url());
        } else {
            add(
                    subject,
                    "targets",
                    inOrder(upstream.targets().stream()
                            .map(target ->
                                    target.url() + (target.weight() == 1 ? "" : " (weight " + target.weight() + ")"))
                            .toList()));
        }
        if (first.security() instanceof UpstreamSecurity.Tls tls) {
            add(subject, "authorities", tls.authorities().map(TlsFacts::fingerprint));
        }
        add(subject, "connect_timeout", upstream.connectTimeout());
        add(subject, "response_timeout", upstream.responseTimeout());
        add(subject, "idle_timeout", upstream.idleTimeout());
        add(
                subject,
                "protocol",
                switch (upstream.protocol()) {
                    case HTTP1 -> "http1";
                    case HTTP2 -> "http2";
                });
        add(subject, "max_connections", Integer.toString(upstream.maxConnections()));
        add(subject, "forward_authorization", upstream.forwardAuthorization());
        ResilienceFacts.of(upstream.resilience()).forEach((property, value) -> add(subject, property, value));
    }

    private void cors(CorsSpec cors) {
        add("cors", "origins", inAnyOrder(cors.origins()));
        add("cors", "methods", inAnyOrder(cors.methods()));
        add("cors", "headers", inAnyOrder(cors.headers()));
        add("cors", "expose", inAnyOrder(cors.expose()));
        add("cors", "credentials", cors.credentials());
        add("cors", "max_age", cors.maxAge());
    }

    private void policies(PoliciesSpec policies) {
        policies.stances().forEach((name, stance) -> add(policy(name), MODE, stance.toString()));
        add(policy(KnownPolicies.OWNERSHIP), "exempt_roles", inAnyOrder(policies.ownershipExemptRoles()));
        threshold(KnownPolicies.BRUTE_FORCE, policies.bruteForce());
        threshold(KnownPolicies.REQUEST_FLOOD, policies.requestFlood());
        String legacyAuth = policy(KnownPolicies.LEGACY_AUTH);
        for (RequestField.Source source : List.of(RequestField.Source.QUERY, RequestField.Source.HEADER)) {
            add(
                    legacyAuth,
                    source.word(),
                    inOrder(policies.legacyAuth().detect().stream()
                            .filter(field -> field.source() == source)
                            .map(RequestField::name)
                            .toList()));
        }
        add(
                legacyAuth,
                "migration_guide",
                policies.legacyAuth().migrationGuide().map(Object::toString));
    }

    private void threshold(PolicyName policy, ThresholdSpec threshold) {
        add(policy(policy), "limit", Integer.toString(threshold.limit()));
        add(policy(policy), "within", threshold.within());
        add(policy(policy), "block", threshold.block());
        add(policy(policy), "longest", threshold.longest());
    }

    private static List<String> texts(Collection<Network> networks) {
        return networks.stream().map(Network::toString).toList();
    }

    private void route(RouteSpec route) {
        String subject = route(route.name().text());
        add(subject, "path", route.path().text());
        add(subject, "methods", route.methods().isEmpty() ? Optional.of("all") : inAnyOrder(route.methods()));
        add(subject, "upstream", route.upstream());
        add(
                subject,
                "authentication",
                switch (route.access()) {
                    case AUTHENTICATED -> "required";
                    case PUBLIC -> "none (public)";
                });
        add(subject, "roles", inAnyOrder(route.roles()));
        add(
                subject,
                "ownership",
                inOrder(route.ownership().stream().map(RequestField::toString).toList()));
        add(subject, "limit", route.limit().orElse(RateLimitsReader.NO_LIMIT));
        add(subject, "headers", route.headers());
        add(subject, "critical", route.critical());
        add(subject, "websocket", route.webSocket());
        add(subject, "max_body", route.maxBody().map(Amounts::size).orElse("none"));
        route.modes().forEach((policy, stance) -> add(subject, MODE_OF + policy, stance.toString()));
    }

    private void add(String subject, String property, String value) {
        bySubject.computeIfAbsent(subject, _ -> new LinkedHashMap<>()).put(property, value);
    }

    private void add(String subject, String property, Optional<String> value) {
        value.ifPresent(text -> add(subject, property, text));
    }

    private void add(String subject, String property, Duration value) {
        add(subject, property, Amounts.text(value));
    }

    private void add(String subject, String property, boolean value) {
        add(subject, property, Boolean.toString(value));
    }

    private static Optional<String> inOrder(List<String> values) {
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }

    private static Optional<String> inAnyOrder(Collection<String> values) {
        return inOrder(values.stream().sorted().toList());
    }
}
