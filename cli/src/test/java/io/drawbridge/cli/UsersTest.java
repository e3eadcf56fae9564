package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class UsersTest {
    private final FakeAdmin admin = new FakeAdmin()
            .answers("GET /v1/users", Answers.USERS)
            .answers(
                    "POST /v1/users",
                    201,
                    "application/json",
                    "{\"id\": \"u-1\", \"username\": \"anna\", \"roles\": [\"admin\", \"auditor\"]}");

    @AfterEach
    void stop() {
        admin.close();
    }

    private void sent(String json) {
        JsonMapper mapper = JsonMapper.shared();
        assertThat(mapper.readTree(admin.asked().getLast().body())).isEqualTo(mapper.readTree(json));
    }

    @Test
    void a_password_is_asked_for_twice_and_shown_nowhere() {
        Shell.Outcome outcome = Shell.at(admin)
                .typing("correct horse", "correct horse")
                .run("users", "create", "anna", "--role", "admin", "--role", "auditor", "--email", "anna@example.com");

        Golden.matches("users-create", outcome.transcript());
        sent("""
                {"username": "anna", "password": "correct horse", "roles": ["admin", "auditor"],
                 "email": "anna@example.com"}""");
    }

    @Test
    void two_different_passwords_make_no_account() {
        Shell.Outcome outcome =
                Shell.at(admin).typing("first secret", "second secret").run("users", "create", "anna");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("differ").doesNotContain("secret");
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void no_password_makes_no_account() {
        assertThat(Shell.at(admin).typing("").run("users", "create", "anna").exitCode())
                .isEqualTo(2);
        assertThat(Shell.at(admin).typing().run("users", "create", "anna").exitCode())
                .isEqualTo(2);
        assertThat(Shell.at(admin).typing("once").run("users", "create", "anna").exitCode())
                .isEqualTo(2);
        assertThat(Shell.at(admin)
                        .input("")
                        .run("users", "create", "anna", "--password-stdin")
                        .exitCode())
                .isEqualTo(2);
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void without_a_terminal_it_says_how_to_give_a_password() {
        Shell.Outcome outcome = Shell.at(admin).run("users", "create", "anna");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--password-stdin").contains("--generate");
    }

    @Test
    void a_password_comes_from_the_first_line_of_standard_input() {
        Shell.at(admin).input("pass word \nmore\n").run("users", "create", "anna", "--id", "user1", "--password-stdin");

        sent("{\"username\": \"anna\", \"id\": \"user1\", \"password\": \"pass word \", \"roles\": []}");
    }

    @Test
    void a_password_that_the_gateway_makes_is_shown_once() {
        admin.answers(
                "POST /v1/users",
                201,
                "application/json",
                "{\"id\": \"u-1\", \"username\": \"anna\", \"roles\": [], \"password\": \"made-by-the-gateway\"}");

        Shell.Outcome outcome = Shell.at(admin).run("users", "create", "anna", "--generate");

        Golden.matches("users-create-generated", outcome.transcript());
        sent("{\"username\": \"anna\", \"roles\": []}");
    }

    @Test
    void two_sources_of_a_password_are_one_too_many() {
        assertThat(Shell.at(admin)
                        .run("users", "create", "anna", "--generate", "--password-stdin")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void a_name_that_is_taken_is_a_finding() {
        admin.refuses("POST /v1/users", 409, "{\"status\": 409, \"detail\": \"There is a user 'anna' already.\"}");

        Shell.Outcome outcome = Shell.at(admin).run("users", "create", "anna", "--generate");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("drawbridge: There is a user 'anna' already.\n");
    }

    @Test
    void accounts_are_listed() {
        Golden.matches("users-list", Shell.at(admin).run("users", "list").transcript());
    }

    @Test
    void without_an_account_it_says_how_to_make_one() {
        admin.answers("GET /v1/users", "{\"users\": []}");

        assertThat(Shell.at(admin).run("users", "list").out()).contains("drawbridge users create NAME --role admin");
    }
}
