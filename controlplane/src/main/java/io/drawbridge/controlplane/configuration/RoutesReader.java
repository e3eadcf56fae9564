package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.controlplane.configuration.Node.Scalar;
import io.drawbridge.controlplane.configuration.RouteSpec.Access;
import io.drawbridge.controlplane.configuration.Section.Located;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.route.PathTemplate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the section `routes`.
final class RoutesReader {
    private static final List<String> KEYS = List.of(
            "name",
            "path",
            "methods",
            "upstream",
            "authentication",
            "public",
            "roles",
            "ownership",
            "limit",
            "headers",
            "critical",
            "websocket",
            "max_body",
            "modes");
    private static final Form<Integer> BODY = Forms.size(0, 1 << 30);
    private static final Form<Optional<Long>> MAX_BODY =
            Form.closed("a size up to 1024MiB, such as 10MiB, or none", RoutesReader::maxBody);
    private static final Form<String> REQUIRED = Form.closed("`required`", RoutesReader::required);

    private final Reading reading;
    private final EnvironmentVariables variables;
    private final UpstreamsReader upstreams;
    private final RateLimitsReader limits;
    private final HeaderPresetsReader presets;
    private final RouteConflicts conflicts;
    private final Map<RouteName, RouteSpec> routes = new LinkedHashMap<>();
    private final Set<String> usedUpstreams = new LinkedHashSet<>();
    private final Set<String> usedLimits = new LinkedHashSet<>();
    private final Set<String> usedPresets = new LinkedHashSet<>();

    RoutesReader(
            Reading reading,
            EnvironmentVariables variables,
            UpstreamsReader upstreams,
            RateLimitsReader limits,
            HeaderPresetsReader presets,
            List<OwnRoute> ownRoutes) {
        this.reading = reading;
        this.variables = variables;
        this.upstreams = upstreams;
        this.limits = limits;
        this.presets = presets;
        this.conflicts = new RouteConflicts(reading.problems(), ownRoutes);
    }

    void read(Node node) {
        if (node instanceof Node.Sequence sequence) {
            if (sequence.items().isEmpty()) {
                reading.problems().add(node.at(), "routes: there are none: write at least one");
            }
            sequence.items().forEach(this::route);
        } else if (!(node instanceof Node.Unreadable)) {
            reading.problems()
                    .add(node.at(), "routes: a list belongs here (each route begins with '- '), not " + node.kind());
        }
    }

    private void route(Node node) {
        Section.of(reading, node, SpecificationFacts.route(nameToBe(node)), "route", KEYS)
                .ifPresent(this::route);
    }

    /// The name as it is written, known before the route has been read.
    private static String nameToBe(Node node) {
        if (node instanceof Mapping mapping) {
            for (String key : List.of("name", "path")) {
                for (Entry entry : mapping.entries()) {
                    if (entry.key().text().equals(key) && entry.value() instanceof Scalar name) {
                        return name.text().strip();
                    }
                }
            }
        }
        return "";
    }

    private void route(Section section) {
        Optional<PathTemplate> path = writtenOut(section, "path", Forms.TEMPLATE);
        if (!section.has("path")) {
            reading.problems().add(section.at(), "route: `path` is missing: write it, such as path: /api/**");
        }
        Optional<RouteName> name = name(section, path);
        Set<String> methods = methods(section);
        Optional<String> upstream = upstream(section);
        Access access = access(section);
        List<String> roles = section.values("roles", Forms.ROLE, List.of());
        List<RequestField> ownership = ownership(section, path);
        for (String key : List.of("roles", "ownership")) {
            if (access == Access.PUBLIC && section.has(key)) {
                reading.problems()
                        .add(
                                section.at(key),
                                key + ": a public route knows no user whose " + key
                                        + " it could check: remove it, or write authentication: required in place of"
                                        + " public: true");
            }
        }
        Optional<String> limit = limit(section);
        String headers = headers(section);
        boolean critical = section.flag("critical", false);
        boolean webSocket = section.flag("websocket", false);
        Optional<Long> maxBody = section.value("max_body", MAX_BODY, Optional.of(RouteSpec.DEFAULT_MAX_BODY));
        Map<PolicyName, ConfiguredStance> modes = new RouteModesReader(reading, variables).read(section, critical);
        if (name.isEmpty() || path.isEmpty()) {
            return;
        }
        Position at = section.at(section.has("name") ? "name" : "path");
        conflicts.add(name.get(), path.get(), methods, at);
        if (reading.problems().isEmpty()) {
            routes.put(
                    name.get(),
                    new RouteSpec(
                            name.get(),
                            path.get(),
                            methods,
                            upstream.orElseThrow(),
                            access,
                            Ordered.set(roles),
                            ownership,
                            limit,
                            headers,
                            critical,
                            webSocket,
                            maxBody,
                            modes));
        }
    }

    /// A value that stands in logs and metrics, so that it must not come from outside.
    private <T> Optional<T> writtenOut(Section section, String key, Form<T> form) {
        Optional<Text> text = section.text(key);
        if (text.isPresent() && text.get().fromOutside()) {
            reading.problems()
                    .add(text.get().at(), key + ": this is shown in logs and reports: write it out, without ${…}");
            return Optional.empty();
        }
        return text.flatMap(value -> reading.parsed(value, key, form));
    }

    private Optional<RouteName> name(Section section, Optional<PathTemplate> path) {
        if (section.has("name")) {
            return writtenOut(section, "name", Forms.ROUTE_NAME);
        }
        try {
            return path.map(template -> new RouteName(template.text()));
        } catch (IllegalArgumentException _) {
            reading.problems()
                    .add(
                            section.at("path"),
                            "route: this path cannot serve as the route's name: give the route a `name` of letters,"
                                    + " digits and . _ -");
            return Optional.empty();
        }
    }

    private Set<String> methods(Section section) {
        Optional<List<Located<String>>> methods = section.values("methods", Forms.METHOD);
        if (methods.isPresent()
                && methods.get().isEmpty()
                && section.node("methods").orElseThrow() instanceof Node.Sequence(var _, var items)
                && items.isEmpty()) {
            reading.problems()
                    .add(section.at("methods"), "methods: the list is empty: fill it, or remove it for all methods");
        }
        return Ordered.set(
                methods.orElse(List.of()).stream().map(Located::value).toList());
    }

    /// Where there is only one upstream, no route has to name it.
    private Optional<String> upstream(Section section) {
        if (!section.has("upstream")) {
            Set<String> names = upstreams.names();
            if (names.size() == 1) {
                usedUpstreams.addAll(names);
                return names.stream().findFirst();
            }
            reading.problems()
                    .add(
                            section.at(),
                            "route: `upstream` is missing: write which of the upstreams answers"
                                    + Reading.among(names));
            return Optional.empty();
        }
        Optional<String> upstream = section.text("upstream")
                .flatMap(text -> reading.reference(text, "upstream", "upstream", upstreams.names()));
        upstream.ifPresent(usedUpstreams::add);
        return upstream;
    }

    private Access access(Section section) {
        boolean required = section.has("authentication");
        section.value("authentication", REQUIRED);
        boolean isPublic = section.flag("public", false);
        if (required && isPublic) {
            reading.problems()
                    .add(section.at("public"), "public: true contradicts authentication: required: keep one of them");
        } else if (!required && !isPublic) {
            reading.problems()
                    .add(
                            section.at(),
                            "route: it does not say who may come: write authentication: required, or public: true where"
                                    + " anybody may");
        }
        return isPublic && !required ? Access.PUBLIC : Access.AUTHENTICATED;
    }

    private static Optional<Long> maxBody(String text) {
        return text.equals("none") ? Optional.empty() : Optional.of((long) BODY.parse(text));
    }

    private static String required(String text) {
        if (!text.equals("required")) {
            throw new IllegalArgumentException(
                    "write authentication: required; a route for anybody has public: true in its place");
        }
        return text;
    }

    private List<RequestField> ownership(Section section, Optional<PathTemplate> path) {
        List<Located<RequestField>> fields =
                section.values("ownership", Forms.REQUEST_FIELD).orElse(List.of());
        for (Located<RequestField> located : fields) {
            RequestField field = located.value();
            if (field.source() == RequestField.Source.PATH
                    && path.isPresent()
                    && !path.get().hasVariable(field.name())) {
                Set<String> names = path.get().segments().stream()
                        .filter(PathTemplate.Segment.Variable.class::isInstance)
                        .map(segment -> ((PathTemplate.Segment.Variable) segment).name())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
                reading.problems()
                        .add(
                                located.at(),
                                "ownership: the path " + path.get() + " has no variable of this name"
                                        + Reading.among(names));
            }
        }
        return fields.stream().map(Located::value).toList();
    }

    private Optional<String> limit(Section section) {
        if (!section.has("limit")) {
            return Optional.of(RateLimitSpec.DEFAULT_CLASS);
        }
        Optional<Text> text = section.text("limit");
        if (text.isPresent() && text.get().value().equals(RateLimitsReader.NO_LIMIT)) {
            return Optional.empty();
        }
        Optional<String> limit =
                text.flatMap(written -> reading.reference(written, "limit", "limit class", limits.names()));
        limit.ifPresent(usedLimits::add);
        return limit;
    }

    private String headers(Section section) {
        String headers = section.text("headers")
                .flatMap(text -> reading.reference(text, "headers", "header preset", presets.names()))
                .orElse(HeaderPresetSpec.DEFAULT_PRESET);
        usedPresets.add(headers);
        return headers;
    }

    Map<RouteName, RouteSpec> routes() {
        return routes;
    }

    /// Says what is configured and never used: more often a slip than meant.
    void warnOfUnused() {
        upstreams.names().stream()
                .filter(name -> !usedUpstreams.contains(name))
                .forEach(name ->
                        reading.problems().warn(upstreams.at(name), "upstream " + name + ": no route leads there"));
        presets.names().stream()
                .filter(name -> !HeaderPresetSpec.isBuiltIn(name) && !usedPresets.contains(name))
                .forEach(name ->
                        reading.problems().warn(presets.at(name), "header preset " + name + ": no route names it"));
        limits.names().stream()
                .filter(name -> !RateLimitSpec.defaults().containsKey(name) && !usedLimits.contains(name))
                .forEach(name ->
                        reading.problems().warn(limits.at(name), "limit class " + name + ": no route names it"));
    }
}
