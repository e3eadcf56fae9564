package io.drawbridge.dataplane.route;

import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The routes of one snapshot as a tree of path segments; immutable once built.
public final class RouteTable {
    private static final RouteMatch NO_ROUTE = new RouteMatch.NoRoute();
    private final Node root = new Node();

    public RouteTable(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (PathTemplate.Segment segment : route.template().segments()) {
            node = switch (segment) {
                case PathTemplate.Segment.Literal literal ->
                    node.literals.computeIfAbsent(literal.text(), _ -> new Node());
                case PathTemplate.Segment.Variable _ -> node.variable();
                case PathTemplate.Segment.Rest _ -> node.rest();
            };
        }
        node.routes.add(route);
    }

    /// @param path a normalised path
    /// @param method the method; a preflight is matched by the method that it asks for
    public RouteMatch match(String path, String method) {
        Node node = find(root, path, 1);
        if (node == null) {
            return NO_ROUTE;
        }
        for (Route route : node.routes) {
            if (route.serves(method)) {
                return new RouteMatch.Found(route, values(route.template(), path));
            }
        }
        Set<String> allowed = new TreeSet<>();
        for (Route route : node.routes) {
            allowed.addAll(route.methods());
            if (route.methods().contains("GET")) {
                allowed.add("HEAD");
            }
        }
        return new RouteMatch.WrongMethod(allowed);
    }

    /// The deepest node that has routes for the path from `from` on; literal first, then variable, then rest.
    private static @Nullable Node find(Node node, String path, int from) {
        if (from > path.length()) {
            return node.routes.isEmpty() ? node.rest : node;
        }
        int slash = path.indexOf('/', from);
        int end = slash < 0 ? path.length() : slash;
        Node found = null;
        if (!node.literals.isEmpty()) {
            Node literal = node.literals.get(path.substring(from, end));
            found = literal == null ? null : find(literal, path, end + 1);
        }
        if (found == null && node.variable != null && end > from) {
            found = find(node.variable, path, end + 1);
        }
        return found == null ? node.rest : found;
    }

    private static Map<String, String> values(PathTemplate template, String path) {
        Map<String, String> values = Map.of();
        int from = 1;
        for (PathTemplate.Segment segment : template.segments()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            if (segment instanceof PathTemplate.Segment.Variable variable) {
                if (values.isEmpty()) {
                    values = new LinkedHashMap<>();
                }
                values.put(variable.name(), path.substring(from, end));
            }
            from = Math.min(end + 1, path.length());
        }
        return values;
    }

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final List<Route> routes = new ArrayList<>();

        @Nullable
        Node variable;

        @Nullable
        Node rest;

        Node variable() {
            Node child = variable == null ? new Node() : variable;
            variable = child;
            return child;
        }

        Node rest() {
            Node child = rest == null ? new Node() : rest;
            rest = child;
            return child;
        }
    }
}
