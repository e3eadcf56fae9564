package io.drawbridge.dataplane.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {
    private static Route route(String path, String... methods) {
        return new Route(
                new RouteName(path),
                PathTemplate.parse(path),
                Set.of(methods),
                new Destination.Own((_, _) -> Answer.json(200, "{}")),
                CrossOrigin.NONE,
                List.of(),
                Authenticator.NONE,
                List.of());
    }

    private static RouteTable table(String... paths) {
        return new RouteTable(Arrays.stream(paths).map(path -> route(path)).toList());
    }

    /// The template of the route found and the values of its variables, or what else the table says.
    private static String found(RouteTable table, String path, String method) {
        return switch (table.match(path, method)) {
            case RouteMatch.Found found ->
                found.route().template() + (found.values().isEmpty() ? "" : " " + found.values());
            case RouteMatch.WrongMethod wrong -> "wrong method: " + new TreeSet<>(wrong.allowed());
            case RouteMatch.NoRoute _ -> "nothing";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/|/",
                "/a|/a",
                "/a/|nothing",
                "/A|nothing",
                "/b|/b",
                "/b/|/b/",
                "/users/me|/users/me",
                "/users/you|/users/{id} {id=you}",
                "/users/|nothing",
                "/users|nothing",
                "/users/me/orders|/users/{id}/orders {id=me}",
                "/users/you/orders|/users/{id}/orders {id=you}",
                "/users/me/settings|/users/me/settings",
                "/users/you/settings|nothing",
                "/users/me/orders/7|/users/{id}/orders/{order} {id=me, order=7}",
                "/users/me/orders/|nothing",
                "/users/me/|nothing",
                "/files|/files/**",
                "/files/|/files/**",
                "/files/a|/files/**",
                "/files/a/b/c/|/files/**",
                "/filesystem|nothing",
                "/files/special|/files/special",
                "/files/special/|/files/**",
                "/files/special/a|/files/**",
                "/files/x/special|/files/{name}/special {name=x}",
                "/files/x/y|/files/**",
                "/deep/a/b/c/d|/deep/{one}/b/c/d {one=a}",
                "/deep/x/b/c/e|/deep/{one}/{two}/c/e {one=x, two=b}",
                "/deep/a/b/c/e|/deep/{one}/{two}/c/e {one=a, two=b}",
                "/deep/a/b/c/f|nothing",
                "/deep/a/z/c/d|nothing",
                "/%C3%BC|nothing",
                "/users/%C3%BC|/users/{id} {id=%C3%BC}",
                "/users/a;b=c|/users/{id} {id=a;b=c}",
                "/x/1/y/2/z|/x/{a}/y/{b}/** {a=1, b=2}",
                "/x/1/y/2|/x/{a}/y/{b}/** {a=1, b=2}",
                "/x/1/y/2/|/x/{a}/y/{b}/** {a=1, b=2}",
                "/x/1/y|nothing",
                "/dir/|/dir/",
                "/dir|nothing",
                "/dir/x|nothing"
            })
    void the_most_specific_path_wins(String path, String expected) {
        RouteTable table = table(
                "/",
                "/a",
                "/b",
                "/b/",
                "/users/me",
                "/users/{id}",
                "/users/{id}/orders",
                "/users/me/settings",
                "/users/{id}/orders/{order}",
                "/files/**",
                "/files/special",
                "/files/{name}/special",
                "/deep/{one}/b/c/d",
                "/deep/{one}/{two}/c/e",
                "/x/{a}/y/{b}/**",
                "/dir/");
        assertThat(found(table, path, "GET")).isEqualTo(expected);
    }

    @Test
    void everything_else_can_have_a_route_of_its_own() {
        RouteTable table = table("/**", "/api/{id}", "/api/v1/**");
        assertThat(found(table, "/", "GET")).isEqualTo("/**");
        assertThat(found(table, "/a/b/", "GET")).isEqualTo("/**");
        assertThat(found(table, "/api", "GET")).isEqualTo("/**");
        assertThat(found(table, "/api/", "GET")).isEqualTo("/**");
        assertThat(found(table, "/api/x", "GET")).isEqualTo("/api/{id} {id=x}");
        assertThat(found(table, "/api/x/y", "GET")).isEqualTo("/**");
        assertThat(found(table, "/api/v1", "GET")).isEqualTo("/api/v1/**");
        assertThat(found(table, "/api/v1/x", "GET")).isEqualTo("/api/v1/**");
    }

    @Test
    void an_empty_table_finds_nothing() {
        assertThat(found(table(), "/", "GET")).isEqualTo("nothing");
        assertThat(found(table(), "/a/b", "GET")).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a|GET|/a",
                "/a|HEAD|/a",
                "/a|POST|/a",
                "/a|DELETE|wrong method: [GET, HEAD, POST]",
                "/a|get|wrong method: [GET, HEAD, POST]",
                "/a|OPTIONS|wrong method: [GET, HEAD, POST]",
                "/b|HEAD|wrong method: [POST]",
                "/b|GET|wrong method: [POST]",
                "/c|ANYTHING|/c",
                "/c|HEAD|/c",
                "/d/1|GET|/d/{id} {id=1}",
                "/d/1|DELETE|/d/{name} {name=1}",
                "/d/1|PUT|wrong method: [DELETE, GET, HEAD]",
                "/d/me|GET|/d/me",
                "/d/me|DELETE|wrong method: [GET, HEAD]",
                "/e|GET|nothing"
            })
    void a_method_is_looked_at_when_the_path_is_found(String path, String method, String expected) {
        RouteTable table = new RouteTable(List.of(
                route("/a", "GET", "POST"),
                route("/b", "POST"),
                route("/c"),
                route("/d/{id}", "GET"),
                route("/d/{name}", "DELETE"),
                route("/d/me", "GET")));
        assertThat(found(table, path, method)).isEqualTo(expected);
    }

    @Test
    void of_two_routes_for_the_same_requests_the_first_one_is_found() {
        Route first = route("/a", "GET");
        Route second = route("/a");
        RouteTable table = new RouteTable(List.of(first, second));
        assertThat(table.match("/a", "GET")).isEqualTo(new RouteMatch.Found(first, Map.of()));
        assertThat(table.match("/a", "POST")).isEqualTo(new RouteMatch.Found(second, Map.of()));
    }

    @Test
    void ten_thousand_routes_are_told_apart() {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            routes.add(route("/api/v" + i % 7 + "/r" + i, "GET"));
            routes.add(route("/api/v" + i % 7 + "/r" + i + "/{id}", "GET", "PUT"));
            routes.add(route("/api/v" + i % 7 + "/r" + i + "/{id}/x", "POST"));
            routes.add(route("/api/v" + i % 7 + "/r" + i + "/all/**"));
        }
        RouteTable table = new RouteTable(routes);
        for (int i = 0; i < 2_500; i++) {
            String base = "/api/v" + i % 7 + "/r" + i;
            assertThat(found(table, base, "GET")).isEqualTo(base);
            assertThat(found(table, base, "PUT")).isEqualTo("wrong method: [GET, HEAD]");
            assertThat(found(table, base + "/7", "PUT")).isEqualTo(base + "/{id} {id=7}");
            assertThat(found(table, base + "/7/x", "POST")).isEqualTo(base + "/{id}/x {id=7}");
            assertThat(found(table, base + "/all/7/x", "POST")).isEqualTo(base + "/all/**");
            assertThat(found(table, base + "/all/x", "POST")).isEqualTo(base + "/all/**");
            assertThat(found(table, base + "/7/y", "POST")).isEqualTo("nothing");
            assertThat(found(table, "/api/v" + (i + 1) % 7 + "/r" + i, "GET")).isEqualTo("nothing");
        }
    }

    /// The tree against the definition of its order: of all templates that fit, the one whose first differing segment
    /// is
    /// the more specific.
    @Test
    void the_tree_finds_what_a_list_in_order_would_find() {
        Random random = new Random(20250731);
        String[] parts = {"a", "b", "{x}"};
        for (int round = 0; round < 200; round++) {
            Set<String> paths = new TreeSet<>();
            while (paths.size() < 12) {
                StringBuilder path = new StringBuilder();
                for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
                    path.append('/').append(parts[random.nextInt(3)].replace("x", "x" + depth));
                }
                paths.add(path + (random.nextInt(5) == 0 ? "/**" : random.nextInt(8) == 0 ? "/" : ""));
            }
            RouteTable table = table(paths.toArray(String[]::new));
            List<PathTemplate> ordered = paths.stream()
                    .map(PathTemplate::parse)
                    .sorted(RouteTableTest::bySpecificity)
                    .toList();
            for (int i = 0; i < 40; i++) {
                StringBuilder path = new StringBuilder();
                for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
                    path.append('/').append((char) ('a' + random.nextInt(3)));
                }
                String wanted = path + (random.nextInt(6) == 0 ? "/" : "");
                String expected = ordered.stream()
                        .filter(template -> fits(template, wanted))
                        .findFirst()
                        .map(PathTemplate::text)
                        .orElse("nothing");
                assertThat(found(table, wanted, "GET").replaceFirst(" .*", ""))
                        .as("%s in %s", wanted, paths)
                        .isEqualTo(expected);
            }
        }
    }

    private static boolean fits(PathTemplate template, String path) {
        return path.matches(template.text().replaceAll("\\{[a-z0-9]+}", "[^/]+").replace("/**", "(/.*)?"));
    }

    private static int bySpecificity(PathTemplate one, PathTemplate other) {
        int shared = Math.min(one.segments().size(), other.segments().size());
        for (int i = 0; i < shared; i++) {
            int order = Integer.compare(
                    rank(one.segments().get(i)), rank(other.segments().get(i)));
            if (order != 0) {
                return order;
            }
        }
        // Where one ends, the other can only go on with a rest for both to fit.
        return Integer.compare(one.segments().size(), other.segments().size());
    }

    private static int rank(PathTemplate.Segment segment) {
        return switch (segment) {
            case PathTemplate.Segment.Literal _ -> 0;
            case PathTemplate.Segment.Variable _ -> 1;
            case PathTemplate.Segment.Rest _ -> 2;
        };
    }
}
