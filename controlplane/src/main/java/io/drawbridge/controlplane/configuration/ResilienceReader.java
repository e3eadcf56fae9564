package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.domain.route.Balance;
import io.drawbridge.domain.route.ConnectionQueue;
import io.drawbridge.domain.route.Ejection;
import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Overload;
import io.drawbridge.domain.route.Resilience;
import io.drawbridge.domain.route.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads of an upstream what is done so that a failing, slow or moving target is not felt.
final class ResilienceReader {
    static final List<String> KEYS = List.of("balance", "health", "ejection", "retries", "queue", "dns_refresh");

    private static final Form<Duration> INTERVAL = Forms.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Form<Duration> PROBE = Forms.duration(Duration.ofMillis(10), Duration.ofMinutes(1));
    private static final Form<Duration> EJECTED = Forms.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Form<Duration> QUEUED = Forms.duration(Duration.ofMillis(10), Duration.ofMinutes(1));
    private static final Form<Duration> REFRESH = Forms.duration(Duration.ofSeconds(1), Duration.ofDays(1));
    private static final Form<String> PATH = Form.open("a path, such as /health", ResilienceReader::path);
    private static final Form<String> LEAST_REQUEST =
            Form.closed("least_request, or the mapping hash: client", ResilienceReader::leastRequest);
    private static final Form<String> HASH_KEY = Form.closed("client", ResilienceReader::hashKey);
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,4}) ?%");

    private final Reading reading;
    private final String upstream;
    private final Section section;
    private final Optional<Overload> overload;

    /// @param upstream its name
    /// @param section of the upstream
    ResilienceReader(Reading reading, String upstream, Section section, Optional<Overload> overload) {
        this.reading = reading;
        this.upstream = upstream;
        this.section = section;
        this.overload = overload;
    }

    Resilience read() {
        Resilience standard = Resilience.DEFAULT;
        return new Resilience(
                balance(),
                health(),
                ejection(standard.ejection()),
                retries(standard.retries()),
                queue(standard.queue()),
                section.value("dns_refresh", REFRESH, standard.dnsRefresh()),
                overload);
    }

    /// The section `overload`, which is about all upstreams.
    ///
    /// @return empty where nothing is shed
    static Optional<Overload> overload(Section section) {
        Overload standard = Overload.DEFAULT;
        boolean enabled = section.flag("enabled", true);
        Overload overload = new Overload(
                section.value("floor", Forms.number(1, 65_535), standard.floor()),
                section.value("tolerance", percentage(110, 1000), standard.tolerancePercent()));
        return enabled ? Optional.of(overload) : Optional.empty();
    }

    static final List<String> OVERLOAD_KEYS = List.of("enabled", "floor", "tolerance");

    private Balance balance() {
        if (section.node("balance").isPresent() && section.node("balance").get() instanceof Mapping) {
            part("balance", List.of("hash")).value("hash", HASH_KEY);
            return Balance.HASH_CLIENT;
        }
        section.value("balance", LEAST_REQUEST);
        return Balance.LEAST_REQUEST;
    }

    private Optional<HealthCheck> health() {
        if (!section.has("health")) {
            return Optional.empty();
        }
        Section health = part("health", List.of("path", "interval", "timeout", "healthy", "unhealthy"));
        if (!health.has("path")) {
            reading.problems()
                    .add(
                            section.at("health"),
                            "upstream " + upstream + ": health: `path` is missing: write it, such as path: /health");
        }
        Duration interval = health.value("interval", INTERVAL, Duration.ofSeconds(5));
        Duration timeout = health.value("timeout", PROBE, Duration.ofSeconds(1));
        if (timeout.compareTo(interval) > 0) {
            reading.problems()
                    .add(
                            health.at("timeout"),
                            "upstream " + upstream + ": health: the timeout of " + Amounts.text(timeout)
                                    + " is longer than the interval of " + Amounts.text(interval)
                                    + ": make it shorter");
        }
        int healthy = health.value("healthy", Forms.number(1, 100), 2);
        int unhealthy = health.value("unhealthy", Forms.number(1, 100), 3);
        return health.value("path", PATH).map(path -> new HealthCheck(path, interval, timeout, healthy, unhealthy));
    }

    private Ejection ejection(Ejection standard) {
        Section ejection = part("ejection", List.of("failures", "time", "at_most"));
        return new Ejection(
                ejection.value("failures", Forms.number(1, 1000), standard.failures()),
                ejection.value("time", EJECTED, standard.time()),
                ejection.value("at_most", percentage(0, 100), standard.atMostPercent()));
    }

    private Retries retries(Retries standard) {
        Section retries = part("retries", List.of("attempts", "budget"));
        return new Retries(
                retries.value("attempts", Forms.number(0, 5), standard.attempts()),
                retries.value("budget", percentage(0, 100), standard.budgetPercent()));
    }

    private ConnectionQueue queue(ConnectionQueue standard) {
        Section queue = part("queue", List.of("length", "timeout"));
        return new ConnectionQueue(
                queue.value("length", Forms.number(0, 100_000), standard.length()),
                queue.value("timeout", QUEUED, standard.timeout()));
    }

    /// A section within that of the upstream; an empty one where it is missing or wrong.
    private Section part(String key, List<String> keys) {
        return section.node(key)
                .flatMap(node -> Section.of(
                        reading,
                        node,
                        SpecificationFacts.upstream(upstream),
                        "upstream " + upstream + ": " + key,
                        keys))
                .orElseGet(() -> Section.absent(reading, key));
    }

    private static String leastRequest(String text) {
        if (!text.equals("least_request")) {
            throw new IllegalArgumentException(
                    "requests are balanced by least_request, or by { hash: client }, not by " + Problem.quoted(text));
        }
        return text;
    }

    private static String hashKey(String text) {
        if (!text.equals("client")) {
            throw new IllegalArgumentException("what is hashed is the client, not " + Problem.quoted(text));
        }
        return text;
    }

    private static String path(String text) {
        if (!text.startsWith("/") || text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == '#')) {
            throw new IllegalArgumentException(
                    "a path begins with / and has no spaces, such as /health, unlike " + Problem.quoted(text));
        }
        return text;
    }

    private static Form<Integer> percentage(int least, int most) {
        String range = "a percentage from " + least + "% to " + most + "%";
        return Form.closed(range, text -> {
            Matcher match = PERCENTAGE.matcher(text);
            if (!match.matches()
                    || Integer.parseInt(match.group(1)) < least
                    || Integer.parseInt(match.group(1)) > most) {
                throw new IllegalArgumentException("this is " + range + ", not " + Problem.quoted(text));
            }
            return Integer.parseInt(match.group(1));
        });
    }
}
