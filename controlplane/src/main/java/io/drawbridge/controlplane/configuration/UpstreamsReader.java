package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.domain.route.Overload;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamSecurity;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads the section `upstreams`: by name a URL, or a mapping with the URL or several targets, and what else
/// there is to say.
final class UpstreamsReader {
    private static final List<String> KEYS = Stream.concat(
                    Stream.of(
                            "url",
                            "targets",
                            "connect_timeout",
                            "response_timeout",
                            "idle_timeout",
                            "max_connections",
                            "forward_authorization",
                            "protocol",
                            "authorities"),
                    ResilienceReader.KEYS.stream())
            .toList();
    private static final List<String> TARGET_KEYS = List.of("url", "weight");
    private static final Form<Duration> CONNECT = Forms.duration(Duration.ofMillis(10), Duration.ofMinutes(1));
    private static final Form<Duration> RESPONSE = Forms.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Form<Duration> IDLE = Forms.duration(Duration.ofMillis(100), Duration.ofMinutes(10));
    private static final Form<Upstream.Protocol> PROTOCOL = Form.closed("http1 or http2", UpstreamsReader::protocol);
    private static final int MOST_TARGETS = 256;

    private final Reading reading;
    private final Optional<Overload> overload;
    private final Instant now;
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, Position> positions = new LinkedHashMap<>();

    /// @param overload what is said of all upstreams
    /// @param now certificates of authorities have to be good at this instant
    UpstreamsReader(Reading reading, Optional<Overload> overload, Instant now) {
        this.now = now;
        this.reading = reading;
        this.overload = overload;
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
            section(entry.value(), SpecificationFacts.upstream(name), "upstream " + name, KEYS)
                    .flatMap(section -> upstream(name, section))
                    .ifPresent(up -> upstreams.put(name, up));
        }
    }

    private static Upstream.Protocol protocol(String text) {
        return switch (text) {
            case "http1" -> Upstream.Protocol.HTTP1;
            case "http2" -> Upstream.Protocol.HTTP2;
            default -> throw new IllegalArgumentException("this is http1 or http2, not " + Problem.quoted(text));
        };
    }

    /// The short form is the long one with nothing but a URL.
    private Optional<Section> section(Node value, String label, String called, List<String> keys) {
        Node longForm = value instanceof Node.Scalar url
                ? new Mapping(url.at(), List.of(new Entry(new Node.Scalar(url.at(), "url", true), url)))
                : value;
        return Section.of(reading, longForm, label, called, keys);
    }

    private Optional<Upstream> upstream(String name, Section section) {
        List<Target> targets = trusting(section, targets(name, section));
        Duration connect = section.value("connect_timeout", CONNECT, Duration.ofSeconds(2));
        Duration response = section.value("response_timeout", RESPONSE, Duration.ofSeconds(30));
        Duration idle = section.value("idle_timeout", IDLE, Duration.ofSeconds(4));
        int connections = section.value("max_connections", Forms.number(1, 65_535), 512);
        boolean authorization = section.flag("forward_authorization", false);
        Upstream.Protocol protocol = section.value("protocol", PROTOCOL, Upstream.Protocol.HTTP1);
        concealTogether(name, "url", "targets");
        var resilience = new ResilienceReader(reading, name, section, overload).read();
        concealTogether(name, "path", "health");
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(new Upstream(
                        name, targets, connect, response, idle, connections, authorization, resilience, protocol));
    }

    /// The targets with the authorities that the upstream names.
    private List<Target> trusting(Section section, List<Target> targets) {
        Optional<TrustedAuthorities> authorities = section.value("authorities", TlsReader.FILE)
                .flatMap(path -> TlsReader.authorities(reading, section, "authorities", path, now));
        if (authorities.isEmpty()) {
            return targets;
        }
        if (targets.stream().noneMatch(target -> target.security() instanceof UpstreamSecurity.Tls)) {
            reading.problems()
                    .add(
                            section.at("authorities"),
                            "authorities: no target has an https URL, so that nobody's certificate is looked at:"
                                    + " write https://host:port, or leave them out");
        }
        return targets.stream()
                .map(target -> switch (target.security()) {
                    case UpstreamSecurity.Plain _ -> target;
                    case UpstreamSecurity.Tls _ ->
                        new Target(
                                target.host(), target.port(), target.weight(), new UpstreamSecurity.Tls(authorities));
                })
                .toList();
    }

    /// Where a value must not be shown, the setting that tells of it must not be either.
    private void concealTogether(String name, String key, String setting) {
        String subject = SpecificationFacts.upstream(name);
        if (reading.concealed().contains(SpecificationFacts.name(subject, key))) {
            reading.conceal(SpecificationFacts.name(subject, setting));
        }
    }

    private List<Target> targets(String name, Section section) {
        String missing = "write url: http://host:port";
        if (section.has("url") == section.has("targets")) {
            reading.problems()
                    .add(
                            section.at("targets"),
                            "upstream " + name + ": "
                                    + (section.has("url")
                                            ? "`url` and `targets` say the same: keep one of them"
                                            : "`url` is missing: " + missing));
            return List.of();
        }
        if (section.has("url")) {
            return section.value("url", Forms.UPSTREAM)
                    .map(url -> List.of(target(url, 1)))
                    .orElse(List.of());
        }
        return section.node("targets").map(node -> targets(name, node)).orElse(List.of());
    }

    private List<Target> targets(String name, Node node) {
        if (!(node instanceof Node.Sequence sequence)) {
            reading.problems()
                    .add(node.at(), "upstream " + name + ": targets: a list of URLs belongs here, not " + node.kind());
            return List.of();
        }
        if (sequence.items().isEmpty() || sequence.items().size() > MOST_TARGETS) {
            reading.problems()
                    .add(
                            node.at(),
                            "upstream " + name + ": targets: there are 1 to " + MOST_TARGETS + " targets, not "
                                    + sequence.items().size());
            return List.of();
        }
        Map<String, Target> targets = new LinkedHashMap<>();
        for (Node item : sequence.items()) {
            Optional<Target> target = section(
                            item, SpecificationFacts.upstream(name), "a target of upstream " + name, TARGET_KEYS)
                    .flatMap(section -> target(name, section));
            if (target.isPresent() && targets.put(target.get().authority(), target.get()) != null) {
                reading.problems()
                        .add(
                                item.at(),
                                "upstream " + name + ": the target "
                                        + target.get().url()
                                        + " is here a second time: keep one, with a weight");
            }
        }
        return new ArrayList<>(targets.values());
    }

    private Optional<Target> target(String name, Section section) {
        if (!section.has("url")) {
            reading.problems()
                    .add(
                            section.at(),
                            "a target of upstream " + name + ": `url` is missing: write url: http://host:port");
        }
        int weight = section.value("weight", Forms.number(1, 1000), 1);
        return section.value("url", Forms.UPSTREAM).map(url -> target(url, weight));
    }

    private static Target target(UpstreamUrl url, int weight) {
        return new Target(
                url.authority().host(),
                url.port(),
                weight,
                switch (url.scheme()) {
                    case HTTP -> UpstreamSecurity.PLAIN;
                    case HTTPS -> new UpstreamSecurity.Tls(Optional.empty());
                });
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
