package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.configuration.ConfiguredStance.Origin;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `ENABLE_SECURITY_MIGRATION` and `BLOCK_LEGACY_AUTH`, and what they make of the policy legacy-auth.
class MigrationVariablesTest {
    private static final String FILE = """
            version: 1
            upstreams: { api: "http://127.0.0.1:8001" }
            routes: [{ path: /a, authentication: required }]
            """;

    @ParameterizedTest
    @CsvSource({
        // ENABLE_SECURITY_MIGRATION, BLOCK_LEGACY_AUTH, mode, who says so
        ", , monitor, DEFAULT",
        "false, , off, ENVIRONMENT",
        "false, false, off, ENVIRONMENT",
        "true, , monitor, ENVIRONMENT",
        "true, false, monitor, ENVIRONMENT",
        "true, true, enforce, ENVIRONMENT",
        ", true, enforce, ENVIRONMENT",
        ", false, monitor, ENVIRONMENT",
        "TRUE, Yes, enforce, ENVIRONMENT",
        "1, on, enforce, ENVIRONMENT",
        "No, 0, off, ENVIRONMENT",
        "OFF, , off, ENVIRONMENT",
        "'', '', monitor, DEFAULT"
    })
    void the_migration_variables_set_the_mode_of_legacy_auth(
            String migration, String block, String mode, Origin origin) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (migration != null) {
            variables.put("ENABLE_SECURITY_MIGRATION", migration);
        }
        if (block != null) {
            variables.put("BLOCK_LEGACY_AUTH", block);
        }

        assertThat(legacyAuth(FILE, variables))
                .isEqualTo(new ConfiguredStance(Stance.of(Mode.of(mode).orElseThrow()), origin));
    }

    @Test
    void blocking_what_is_not_watched_is_an_error() {
        assertThat(problems(Map.of("ENABLE_SECURITY_MIGRATION", "false", "BLOCK_LEGACY_AUTH", "true")))
                .containsExactly("BLOCK_LEGACY_AUTH: is true while ENABLE_SECURITY_MIGRATION is false, and what is not"
                        + " watched cannot be blocked: set ENABLE_SECURITY_MIGRATION=true to block legacy authentication,"
                        + " or BLOCK_LEGACY_AUTH=false to let it pass");
    }

    @Test
    void a_flag_that_is_neither_yes_nor_no_is_an_error() {
        assertThat(problems(Map.of("ENABLE_SECURITY_MIGRATION", "maybe", "BLOCK_LEGACY_AUTH", "2")))
                .containsExactly(
                        "ENABLE_SECURITY_MIGRATION: is true or false, not 'maybe'",
                        "BLOCK_LEGACY_AUTH: is true or false, not '2'");
    }

    @Test
    void the_variables_come_before_the_file_and_it_is_said_so() {
        String file = FILE + "policies: { legacy-auth: { mode: enforce, share: 25%, rest: warn } }\n";
        assertThat(legacyAuth(file, Map.of()).toString())
                .isEqualTo("enforce for 25%, warn for the rest (from the file)");

        ReadOutcome.Accepted accepted = accepted(file, Map.of("ENABLE_SECURITY_MIGRATION", "true"));
        assertThat(accepted.specification().policies().stance(KnownPolicies.LEGACY_AUTH))
                .isEqualTo(new ConfiguredStance(Stance.of(Mode.MONITOR), Origin.ENVIRONMENT));
        assertThat(accepted.warnings())
                .extracting(Problem::toString)
                .containsExactly("x.yaml:4:11: legacy-auth: the file says enforce for 25%, warn for the rest, but the"
                        + " variables ENABLE_SECURITY_MIGRATION and BLOCK_LEGACY_AUTH come first and say monitor");
    }

    @Test
    void switching_migration_off_switches_it_off_on_every_route() {
        String file = """
                version: 1
                upstreams: { api: "http://127.0.0.1:8001" }
                routes:
                  - { name: a, path: /a, authentication: required, modes: { legacy-auth: enforce, origin: warn } }
                """;

        ReadOutcome.Accepted off = accepted(file, Map.of("ENABLE_SECURITY_MIGRATION", "false"));
        ReadOutcome.Accepted on = accepted(file, Map.of("ENABLE_SECURITY_MIGRATION", "true"));

        assertThat(modes(off))
                .containsEntry(KnownPolicies.LEGACY_AUTH, new ConfiguredStance(Stance.of(Mode.OFF), Origin.ENVIRONMENT))
                .containsEntry(KnownPolicies.ORIGIN, new ConfiguredStance(Stance.of(Mode.WARN), Origin.FILE));
        assertThat(off.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "x.yaml:4:61: modes: legacy-auth is off here too, and not enforce, because the variable"
                                + " ENABLE_SECURITY_MIGRATION is false");
        assertThat(modes(on))
                .containsEntry(KnownPolicies.LEGACY_AUTH, new ConfiguredStance(Stance.of(Mode.ENFORCE), Origin.FILE));
    }

    private static Map<PolicyName, ConfiguredStance> modes(ReadOutcome.Accepted accepted) {
        return accepted.specification().routes().values().iterator().next().modes();
    }

    private static ConfiguredStance legacyAuth(String file, Map<String, String> variables) {
        return accepted(file, variables).specification().policies().stance(KnownPolicies.LEGACY_AUTH);
    }

    private static ReadOutcome.Accepted accepted(String file, Map<String, String> variables) {
        ReadOutcome outcome = ConfigurationReader.read("x.yaml", file, variables);
        assertThat(outcome).isInstanceOf(ReadOutcome.Accepted.class);
        return (ReadOutcome.Accepted) outcome;
    }

    private static List<String> problems(Map<String, String> variables) {
        return switch (Settings.read(variables)) {
            case SettingsOutcome.Accepted _ -> List.of();
            case SettingsOutcome.Refused refused ->
                refused.problems().stream().map(Problem::toString).toList();
        };
    }
}
