package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.PathTemplate;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a record refuses whoever makes it.
class SpecificationTest {
    private static final String FILE = """
            version: 1
            upstreams: { api: "http://127.0.0.1:8001" }
            routes:
              - { name: b, path: "/b", authentication: required }
              - { name: a, path: "/a/{id}", authentication: required, critical: true }
            """;

    @Test
    void routes_keep_the_order_of_the_file() {
        assertThat(specification().routes().keySet())
                .extracting(RouteName::text)
                .containsExactly("b", "a");
    }

    @Test
    void a_specification_cannot_be_changed() {
        Specification specification = specification();

        assertThatThrownBy(() -> specification.routes().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> specification.upstreams().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> specification.policies().stances().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> specification.cors().methods().add("X"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_route_to_an_upstream_that_is_not_there_is_no_specification() {
        Specification right = specification();

        assertThatThrownBy(() -> without("upstreams", Map.of(), right))
                .hasMessageContaining("names an upstream, class or preset that is not there");
    }

    /// The same specification with one component replaced.
    private static Specification without(String component, Object replacement, Specification right) throws Throwable {
        RecordComponent[] components = Specification.class.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].getName().equals(component)
                    ? replacement
                    : components[i].getAccessor().invoke(right);
        }
        try {
            return Specification.class.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        }
    }

    @Test
    void a_public_route_asks_for_no_role_and_no_owner() {
        assertThatThrownBy(() -> route(RouteSpec.Access.PUBLIC, Set.of("admin"), List.of()))
                .hasMessageContaining("is public");
        assertThatThrownBy(() -> route(RouteSpec.Access.PUBLIC, Set.of(), List.of(RequestField.parse("query:user_id"))))
                .hasMessageContaining("is public");
    }

    @Test
    void an_owner_in_the_path_is_a_variable_of_the_path() {
        assertThatThrownBy(
                        () -> route(RouteSpec.Access.AUTHENTICATED, Set.of(), List.of(RequestField.parse("path:user"))))
                .hasMessage("the path /a/{id} has no variable {user}");
        assertThat(route(RouteSpec.Access.AUTHENTICATED, Set.of(), List.of(RequestField.parse("path:id")))
                        .ownership())
                .hasSize(1);
    }

    @Test
    void an_admin_listener_that_others_can_reach_is_allowed_in_so_many_words() {
        ListenSpec everywhere = ListenSpec.parse("0.0.0.0:9090");

        assertThatThrownBy(() -> new AdminSpec(everywhere, false)).hasMessageContaining("allow_remote: true");
        assertThat(new AdminSpec(everywhere, true).listen()).isEqualTo(everywhere);
    }

    @Test
    void every_policy_has_a_stance() {
        assertThatThrownBy(() -> new PoliciesSpec(
                        Map.of(
                                KnownPolicies.ORIGIN,
                                new ConfiguredStance(Stance.of(Mode.WARN), ConfiguredStance.Origin.FILE)),
                        Set.of(),
                        new LegacyAuthSpec(LegacyAuthSpec.DEFAULT_DETECT, Optional.empty()),
                        ThresholdSpec.BRUTE_FORCE,
                        ThresholdSpec.REQUEST_FLOOD))
                .hasMessageContaining("every known policy has a stance");
    }

    @Test
    void legacy_authentication_is_not_looked_for_in_the_path() {
        assertThatThrownBy(() -> new LegacyAuthSpec(List.of(RequestField.parse("path:id")), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LegacyAuthSpec(List.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void login_is_a_route_of_the_gateway_only_with_accounts() {
        AccountsSpec with = new AccountsSpec(true, AccountsSpec.DEFAULT.tokenLifetime());

        assertThat(OwnRoute.with(AccountsSpec.DEFAULT))
                .containsExactly(
                        OwnRoute.HEALTH,
                        OwnRoute.LIVENESS,
                        OwnRoute.READINESS,
                        OwnRoute.MIGRATION_REPORT,
                        OwnRoute.MIGRATION_GUIDE,
                        OwnRoute.CSP_REPORTS);
        assertThat(OwnRoute.with(with)).containsExactly(OwnRoute.values());
        assertThat(OwnRoute.LOGIN.template()).hasToString("/api/v1/auth/login");
    }

    @Test
    void unused_parts_of_a_file_are_warned_of() {
        String file = FILE.replace("upstreams: {", "upstreams: { spare: \"http://127.0.0.1:8002\",")
                        .replace("authentication", "upstream: api, authentication")
                + "rate_limits: { api: 5/minute, reports: 5/hour }\nheader_presets: { page: { X-A: b } }\n";

        ReadOutcome outcome = ConfigurationReader.read("x.yaml", file, Map.of());

        assertThat(((ReadOutcome.Accepted) outcome).warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "x.yaml:2:14: upstream spare: no route leads there",
                        "x.yaml:6:31: limit class reports: no route names it",
                        "x.yaml:7:19: header preset page: no route names it");
    }

    @Test
    void a_route_for_websockets_that_any_website_may_open_is_warned_of() {
        String file = FILE.replace("authentication", "websocket: true, authentication");

        assertThat(((ReadOutcome.Accepted) ConfigurationReader.read("x.yaml", file, Map.of())).warnings())
                .extracting(Problem::message)
                .hasSize(2)
                .allSatisfy(warning ->
                        assertThat(warning).contains("pages of any website can open a WebSocket", "origins"));
        String listed = file + "cors: { origins: [\"https://app.example\"] }\n";
        assertThat(((ReadOutcome.Accepted) ConfigurationReader.read("x.yaml", listed, Map.of())).warnings())
                .isEmpty();
    }

    private static RouteSpec route(RouteSpec.Access access, Set<String> roles, List<RequestField> ownership) {
        return new RouteSpec(
                new RouteName("a"),
                PathTemplate.parse("/a/{id}"),
                Set.of(),
                "api",
                access,
                roles,
                ownership,
                Optional.empty(),
                HeaderPresetSpec.DEFAULT_PRESET,
                false,
                false,
                Optional.empty(),
                Map.of());
    }

    private static Specification specification() {
        ReadOutcome outcome = ConfigurationReader.read("x.yaml", FILE, Map.of());
        assertThat(outcome).isInstanceOf(ReadOutcome.Accepted.class);
        return ((ReadOutcome.Accepted) outcome).specification();
    }
}
