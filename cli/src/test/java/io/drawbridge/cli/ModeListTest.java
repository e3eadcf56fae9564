package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ModeListTest {
    private final FakeAdmin admin = new FakeAdmin().answers("GET /v1/policies", Answers.POLICIES);

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void every_policy_has_a_line_and_so_has_every_route_with_a_mode_of_its_own() {
        Golden.matches("mode-list", Shell.at(admin).run("mode", "list").transcript());
    }

    @Test
    void json_is_the_gateways_own_document() {
        Shell.Outcome outcome = Shell.at(admin).run("mode", "list", "-o", "json");

        assertThat(outcome.exitCode()).isZero();
        JsonMapper json = JsonMapper.shared();
        assertThat(json.readTree(outcome.out())).isEqualTo(json.readTree(Answers.POLICIES));
        Golden.matches("mode-list-json", outcome.transcript());
    }

    @Test
    void yaml_says_the_same() {
        Golden.matches(
                "mode-list-yaml",
                Shell.at(admin).run("mode", "list", "-o", "yaml").transcript());
    }

    @Test
    void a_field_that_must_be_there_and_is_not_is_said_to_be_missing() {
        admin.answers("GET /v1/policies", "{\"policies\": []}");

        Shell.Outcome outcome = Shell.at(admin).run("mode", "list");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("has no 'version'").contains("different versions");
    }
}
