package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.route.PathTemplate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds routes that have the same name, or that match the same requests: the same shape of path and a method in
/// common. A
/// variable's name is no part of the shape.
final class RouteConflicts {
    private static final String ALL = "*";

    private final Problems problems;
    private final Map<RouteName, String> names = new HashMap<>();
    private final Map<String, Map<String, String>> takenByShape = new HashMap<>();

    RouteConflicts(Problems problems, List<OwnRoute> ownRoutes) {
        this.problems = problems;
        for (OwnRoute own : ownRoutes) {
            String who = "the gateway's own route " + own.routeName();
            names.put(own.routeName(), who);
            take(own.template(), own.methods(), who);
        }
    }

    /// @param methods empty for all
    void add(RouteName name, PathTemplate path, Set<String> methods, Position at) {
        String who = "the route in line " + at.line();
        Optional<Taken> taken = firstTaken(path, methods);
        if (taken.isPresent()) {
            problems.add(
                    at,
                    "route " + name + ": " + taken.get().by() + " matches "
                            + taken.get().what() + " " + path
                            + " already: change the path, or list other `methods`");
        }
        String first = names.putIfAbsent(name, who);
        // Two of the same name and requests are one mistake, and it has been told.
        if (first != null && taken.isEmpty()) {
            problems.add(at, "route " + name + ": " + first + " has the same name: give this one another `name`");
        }
        take(path, methods, who);
    }

    private record Taken(String what, String by) {}

    private Optional<Taken> firstTaken(PathTemplate path, Set<String> methods) {
        Map<String, String> taken = takenByShape.getOrDefault(shape(path), Map.of());
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        if (methods.isEmpty()) {
            Map.Entry<String, String> any = taken.entrySet().iterator().next();
            return Optional.of(new Taken(any.getKey().equals(ALL) ? "every method of" : any.getKey(), any.getValue()));
        }
        for (String method : served(methods)) {
            String by = taken.getOrDefault(method, taken.get(ALL));
            if (by != null) {
                return Optional.of(new Taken(method, by));
            }
        }
        return Optional.empty();
    }

    private void take(PathTemplate path, Set<String> methods, String who) {
        Map<String, String> taken = takenByShape.computeIfAbsent(shape(path), _ -> new LinkedHashMap<>());
        for (String method : methods.isEmpty() ? Set.of(ALL) : served(methods)) {
            taken.putIfAbsent(method, who);
        }
    }

    /// `HEAD` is served where `GET` is.
    private static Set<String> served(Set<String> methods) {
        Set<String> served = new LinkedHashSet<>(methods);
        if (methods.contains("GET")) {
            served.add("HEAD");
        }
        return served;
    }

    /// No literal segment holds a brace or an asterisk next to a slash, so these stand for themselves.
    private static String shape(PathTemplate path) {
        StringBuilder shape = new StringBuilder();
        for (PathTemplate.Segment segment : path.segments()) {
            shape.append('/')
                    .append(
                            switch (segment) {
                                case PathTemplate.Segment.Literal literal -> literal.text();
                                case PathTemplate.Segment.Variable _ -> "{}";
                                case PathTemplate.Segment.Rest _ -> "**";
                            });
        }
        return shape.toString();
    }
}
