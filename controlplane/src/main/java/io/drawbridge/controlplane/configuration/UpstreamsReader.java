package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.domain.route.Upstream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the section `upstreams`: by name a URL, or a mapping with the URL and what else there is to say.
final class UpstreamsReader {
    private static final List<String> KEYS = List.of(
            "url", "connect_timeout", "response_timeout", "idle_timeout", "max_connections", "forward_authorization");
    private static final Form<Duration> CONNECT = Forms.duration(Duration.ofMillis(10), Duration.ofMinutes(1));
    private static final Form<Duration> RESPONSE = Forms.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Form<Duration> IDLE = Forms.duration(Duration.ofMillis(100), Duration.ofMinutes(10));

    private final Reading reading;
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, Position> positions = new LinkedHashMap<>();

    UpstreamsReader(Reading reading) {
        this.reading = reading;
    }

    void read(Node node) {
        for (Entry entry : reading.entries(node, "upstreams", "api: http://127.0.0.1:8001")) {
            String name = entry.key().text();
            positions.put(name, entry.key().at());
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
                reading.problems()
                        .add(
                                entry.key().at(),
                                "an upstream's name is letters, digits and . _ -, 63 at the most, unlike "
                                        + Problem.quoted(name));
                continue;
            }
            section(entry, name).flatMap(section -> upstream(name, section)).ifPresent(up -> upstreams.put(name, up));
        }
    }

    /// The short form is the long one with nothing but a URL.
    private Optional<Section> section(Entry entry, String name) {
        Node value = entry.value();
        Node longForm = value instanceof Node.Scalar url
                ? new Mapping(url.at(), List.of(new Entry(new Node.Scalar(url.at(), "url", true), url)))
                : value;
        return Section.of(reading, longForm, SpecificationFacts.upstream(name), "upstream " + name, KEYS);
    }

    private Optional<Upstream> upstream(String name, Section section) {
        if (!section.has("url")) {
            reading.problems()
                    .add(section.at(), "upstream " + name + ": `url` is missing: write url: http://host:port");
        }
        Optional<Authority> url = section.value("url", Forms.UPSTREAM_URL);
        Duration connect = section.value("connect_timeout", CONNECT, Duration.ofSeconds(2));
        Duration response = section.value("response_timeout", RESPONSE, Duration.ofSeconds(30));
        Duration idle = section.value("idle_timeout", IDLE, Duration.ofSeconds(4));
        int connections = section.value("max_connections", Forms.number(1, 65_535), 512);
        boolean authorization = section.flag("forward_authorization", false);
        return url.map(authority -> new Upstream(
                name,
                authority.host(),
                authority.port().orElse(80),
                connect,
                response,
                idle,
                connections,
                authorization));
    }

    /// Those that are right.
    Map<String, Upstream> upstreams() {
        return upstreams;
    }

    /// All that were named, so that a mistake in one is not reported again wherever it is used.
    Set<String> names() {
        return new LinkedHashSet<>(positions.keySet());
    }

    Position at(String name) {
        return positions.getOrDefault(name, Position.START);
    }
}
