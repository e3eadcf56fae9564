package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.policy.Rate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {
    private static final String FILE = """
            version: 1
            upstreams: { api: "http://127.0.0.1:8001" }
            routes: [{ path: /a, authentication: required }]
            """;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void without_variables_it_is_development_without_secrets() {
        Settings settings = settings(Map.of());

        assertThat(settings.environment()).isEqualTo(Environment.DEVELOPMENT);
        assertThat(settings.secretKey()).isEmpty();
        assertThat(settings.adminApiKey()).isEmpty();
        assertThat(settings.databaseUrl()).isEmpty();
        assertThat(settings.logLevel()).isEqualTo(System.Logger.Level.INFO);
    }

    @ParameterizedTest
    @CsvSource({"ENVIRONMENT", "AI_SERVICE_ENV"})
    void either_variable_names_the_environment(String variable) {
        assertThat(settings(Map.of(variable, "production")).environment()).isEqualTo(Environment.PRODUCTION);
        assertThat(settings(Map.of(variable, "staging")).environment()).isEqualTo(Environment.STAGING);
        assertThat(settings(Map.of(variable, "development")).environment()).isEqualTo(Environment.DEVELOPMENT);
        assertThat(settings(Map.of(variable, "")).environment()).isEqualTo(Environment.DEVELOPMENT);
    }

    @Test
    void both_environment_variables_may_say_the_same_but_not_different_things() {
        assertThat(settings(Map.of("ENVIRONMENT", "staging", "AI_SERVICE_ENV", "staging"))
                        .environment())
                .isEqualTo(Environment.STAGING);
        assertThat(problems(Map.of("ENVIRONMENT", "staging", "AI_SERVICE_ENV", "production")))
                .containsExactly("AI_SERVICE_ENV: is production, but ENVIRONMENT, which means the same, is staging: set"
                        + " one of them, or both alike");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "Production", "testing", "production "})
    void an_unknown_environment_is_an_error_that_lists_the_three(String name) {
        assertThat(problems(Map.of("ENVIRONMENT", name)))
                .singleElement()
                .asString()
                .startsWith("ENVIRONMENT: there is no environment '" + name + "'")
                .endsWith("(there are development, staging, production)");
    }

    @Test
    void secrets_are_kept_and_not_shown() {
        Settings settings = settings(Map.of(
                "SECRET_KEY",
                SECRET,
                "ADMIN_API_KEY",
                SECRET + "x",
                "DATABASE_URL",
                "postgresql://me:pw@db/drawbridge"));

        assertThat(settings.secretKey())
                .hasValueSatisfying(secret -> assertThat(secret.matches(SECRET)).isTrue());
        assertThat(settings.adminApiKey())
                .hasValueSatisfying(
                        secret -> assertThat(secret.matches(SECRET + "x")).isTrue());
        assertThat(settings.databaseUrl()).contains("postgresql://me:pw@db/drawbridge");
        assertThat(settings.toString()).doesNotContain(SECRET).doesNotContain("pw@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECRET_KEY", "ADMIN_API_KEY"})
    void a_secret_has_32_bytes_at_the_least(String variable) {
        assertThat(problems(Map.of(variable, SECRET.substring(1))))
                .singleElement()
                .asString()
                .startsWith(variable + ": has 31 bytes, and a secret needs 32 at the least: make one with openssl rand")
                .doesNotContain(SECRET.substring(1, 9));
        assertThat(problems(Map.of(variable, SECRET))).isEmpty();
        // Bytes and not characters: 16 of these have 32.
        assertThat(problems(Map.of(variable, "\u00e4".repeat(16)))).isEmpty();
    }

    @Test
    void an_empty_or_blank_secret_counts_as_missing() {
        assertThat(settings(Map.of("SECRET_KEY", "")).secretKey()).isEmpty();
        assertThat(settings(Map.of("ADMIN_API_KEY", "   ")).adminApiKey()).isEmpty();
    }

    @Test
    void one_secret_for_two_purposes_is_warned_of() {
        assertThat(Settings.read(Map.of("SECRET_KEY", SECRET, "ADMIN_API_KEY", SECRET)))
                .isInstanceOfSatisfying(
                        SettingsOutcome.Accepted.class,
                        accepted -> assertThat(accepted.warnings())
                                .extracting(Problem::toString)
                                .containsExactly(
                                        "ADMIN_API_KEY: is the same as SECRET_KEY: give each a value of its own"));
    }

    @ParameterizedTest
    @CsvSource({
        "debug, DEBUG",
        "INFO, INFO",
        "Warning, WARNING",
        "WARN, WARNING",
        "error, ERROR",
        "CRITICAL, ERROR",
        "trace, TRACE"
    })
    void log_levels_are_known_by_their_usual_names(String word, System.Logger.Level level) {
        assertThat(settings(Map.of("LOG_LEVEL", word)).logLevel()).isEqualTo(level);
    }

    @Test
    void an_unknown_log_level_is_an_error() {
        assertThat(problems(Map.of("LOG_LEVEL", "loud")))
                .containsExactly(
                        "LOG_LEVEL: there is no log level 'loud' (there are TRACE, DEBUG, INFO, WARNING, ERROR)");
    }

    @Test
    void rates_come_from_defaults_then_from_the_file_then_from_variables() {
        String file = FILE + "rate_limits: { api: { rate: 7/minute, key: address }, auth: 3/minute }\n";

        Map<String, RateLimitSpec> byDefault =
                accepted(FILE, Map.of()).specification().rateLimits();
        assertThat(byDefault)
                .containsEntry("auth", new RateLimitSpec(Rate.parse("5/minute"), RateLimitSpec.Key.CLIENT))
                .containsEntry("api", new RateLimitSpec(Rate.parse("60/minute"), RateLimitSpec.Key.CLIENT))
                .containsEntry("automation", new RateLimitSpec(Rate.parse("10/minute"), RateLimitSpec.Key.CLIENT));

        ReadOutcome.Accepted both =
                accepted(file, Map.of("RATE_LIMIT_API", "9/second", "RATE_LIMIT_AUTOMATION", "1/day"));
        assertThat(both.specification().rateLimits())
                .containsEntry("auth", new RateLimitSpec(Rate.parse("3/minute"), RateLimitSpec.Key.CLIENT))
                .containsEntry("api", new RateLimitSpec(Rate.parse("9/second"), RateLimitSpec.Key.ADDRESS))
                .containsEntry("automation", new RateLimitSpec(Rate.parse("1/day"), RateLimitSpec.Key.CLIENT));
        assertThat(both.warnings())
                .extracting(Problem::toString)
                .containsExactly("x.yaml:4:16: limit class api: the file says 7/minute, but the variable"
                        + " RATE_LIMIT_API comes first and says 9/second");
        assertThat(accepted(FILE, Map.of("RATE_LIMIT_AUTH", "2/minute")).warnings())
                .isEmpty();
    }

    @Test
    void a_rate_that_is_none_names_its_variable() {
        assertThat(problems(Map.of("RATE_LIMIT_AUTH", "five")))
                .singleElement()
                .asString()
                .startsWith("RATE_LIMIT_AUTH: a rate is written as a number, a slash and second");
    }

    @Test
    void origins_come_from_the_file_or_from_either_variable() {
        String file = FILE + "cors: { origins: ['https://a.example.com'] }\n";

        assertThat(origins(FILE, Map.of())).isEmpty();
        assertThat(origins(file, Map.of())).containsExactly("https://a.example.com");
        assertThat(origins(
                        file, Map.of("CORS_ALLOWED_ORIGINS", "[\"https://b.example.com\", \"http://localhost:3000\"]")))
                .containsExactly("https://b.example.com", "http://localhost:3000");
        assertThat(origins(file, Map.of("CORS_ORIGINS", "https://b.example.com , https://c.example.com")))
                .containsExactly("https://b.example.com", "https://c.example.com");
        assertThat(origins(file, Map.of("CORS_ALLOWED_ORIGINS", "[]"))).isEmpty();
        assertThat(origins(file, Map.of("CORS_ALLOWED_ORIGINS", ""))).containsExactly("https://a.example.com");
        assertThat(accepted(file, Map.of("CORS_ORIGINS", "https://b.example.com"))
                        .warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "x.yaml:4:9: origins: the variable CORS_ALLOWED_ORIGINS or CORS_ORIGINS comes first and"
                                + " lists others");
    }

    @Test
    void both_origin_variables_may_list_the_same_in_any_order_but_nothing_else() {
        String array = "[\"https://a.example.com\",\"https://b.example.com\"]";

        assertThat(origins(
                        FILE,
                        Map.of(
                                "CORS_ALLOWED_ORIGINS",
                                array,
                                "CORS_ORIGINS",
                                "https://b.example.com,https://a.example.com")))
                .containsExactly("https://a.example.com", "https://b.example.com");
        assertThat(problems(Map.of("CORS_ALLOWED_ORIGINS", array, "CORS_ORIGINS", "https://a.example.com")))
                .containsExactly("CORS_ORIGINS: lists other origins than CORS_ALLOWED_ORIGINS, which means the same:"
                        + " set one of them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://a.example.com", "{\"a\": 1}", "[1]", "[\"https://a.example.com\"] x", "[\"https://a"})
    void an_array_of_origins_is_json(String value) {
        assertThat(problems(Map.of("CORS_ALLOWED_ORIGINS", value)))
                .containsExactly("CORS_ALLOWED_ORIGINS: is not a JSON array of texts, such as"
                        + " [\"https://app.example.com\"]; for a list with commas use CORS_ORIGINS");
    }

    @Test
    void an_origin_of_a_variable_is_checked_like_one_of_the_file() {
        assertThat(problems(Map.of("CORS_ORIGINS", "*,https://a.example.com/")))
                .containsExactly(
                        "CORS_ORIGINS: origins are exact: list each of them in place of '*'",
                        "CORS_ORIGINS: an origin is scheme, host and port, without a slash or anything behind it, unlike"
                                + " 'https://a.example.com/'");
    }

    @Test
    void an_origin_without_tls_is_warned_of_in_production_alone() {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("CORS_ORIGINS", "http://localhost:5173"));
        assertThat(accepted(FILE, variables).warnings()).isEmpty();

        variables.put("ENVIRONMENT", "production");
        assertThat(accepted(FILE, variables).warnings())
                .singleElement()
                .asString()
                .contains("in production a page comes over https, and 1 of these origins do not");
    }

    @Test
    void problems_of_variables_are_listed_after_those_of_the_file() {
        ReadOutcome outcome = ConfigurationReader.read("x.yaml", FILE + "x: 1\n", Map.of("LOG_LEVEL", "loud"));

        assertThat(((ReadOutcome.Refused) outcome).problems())
                .extracting(Problem::file)
                .containsExactly("x.yaml", "LOG_LEVEL");
    }

    private static Set<String> origins(String file, Map<String, String> variables) {
        return accepted(file, variables).specification().cors().origins();
    }

    private static ReadOutcome.Accepted accepted(String file, Map<String, String> variables) {
        ReadOutcome outcome = ConfigurationReader.read("x.yaml", file, variables);
        assertThat(outcome).isInstanceOf(ReadOutcome.Accepted.class);
        return (ReadOutcome.Accepted) outcome;
    }

    private static Settings settings(Map<String, String> variables) {
        SettingsOutcome outcome = Settings.read(variables);
        assertThat(outcome).isInstanceOf(SettingsOutcome.Accepted.class);
        return ((SettingsOutcome.Accepted) outcome).settings();
    }

    private static List<String> problems(Map<String, String> variables) {
        return switch (Settings.read(variables)) {
            case SettingsOutcome.Accepted _ -> List.of();
            case SettingsOutcome.Refused refused ->
                refused.problems().stream().map(Problem::toString).toList();
        };
    }
}
