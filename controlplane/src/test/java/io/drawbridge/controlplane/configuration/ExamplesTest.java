package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The configurations in `examples/` are documentation, and documentation is loaded.
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> examples = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
            return examples.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_accepted_without_a_warning(Path file) {
        assertThat(load(file, Map.of()).warnings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_example_is_accepted_in_production_too(Path file) {
        load(file, Map.of("ENVIRONMENT", "production"));
    }

    @Test
    void an_api_of_ones_own_takes_ten_lines() throws IOException {
        Path file = EXAMPLES.resolve("own-api.yaml");

        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(10);
        Specification specification = load(file, Map.of()).specification();
        assertThat(specification.upstreams()).containsOnlyKeys("api");
        assertThat(specification.upstreams().values())
                .allSatisfy(api -> assertThat(api.targets().getFirst().port()).isEqualTo(8000));
        assertThat(specification.policies().stance(KnownPolicies.LEGACY_AUTH).stance())
                .isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void the_demo_monitors_legacy_authentication_and_enforces_everything_else() {
        Specification specification =
                load(EXAMPLES.resolve("fossawork.yaml"), Map.of()).specification();

        specification
                .policies()
                .stances()
                .forEach((policy, configured) -> assertThat(configured.stance())
                        .as("%s", policy)
                        .isEqualTo(Stance.of(
                                policy.equals(KnownPolicies.LEGACY_AUTH) || KnownPolicies.isThreshold(policy)
                                        ? Mode.MONITOR
                                        : Mode.ENFORCE)));
        assertThat(specification.policies().legacyAuth().detect()).containsExactly(RequestField.parse("query:user_id"));
        assertThat(specification.accounts().enabled()).isTrue();
        assertThat(specification.routes().keySet())
                .extracting(RouteName::text)
                .containsExactly("work-orders", "work-order", "work-order-status");
        assertThat(specification.routes().values())
                .allSatisfy(
                        route -> assertThat(route.ownership()).containsExactly(RequestField.parse("query:user_id")));
    }

    @Test
    void an_example_finds_its_services_by_variables() {
        Specification specification = load(
                        EXAMPLES.resolve("fossawork.yaml"), Map.of("WORKORDERS_URL", "http://127.0.0.1:18001"))
                .specification();

        assertThat(specification.upstreams().values())
                .allSatisfy(upstream ->
                        assertThat(upstream.targets().getFirst().port()).isEqualTo(18001));
    }

    private static ReadOutcome.Accepted load(Path file, Map<String, String> environment) {
        FileOutcome loaded = ConfigurationFile.load(file);
        assertThat(loaded).isInstanceOf(FileOutcome.Text.class);
        ReadOutcome outcome =
                ConfigurationReader.read(file.toString(), ((FileOutcome.Text) loaded).text(), environment);
        assertThat(outcome).as("%s", outcome).isInstanceOf(ReadOutcome.Accepted.class);
        return (ReadOutcome.Accepted) outcome;
    }
}
