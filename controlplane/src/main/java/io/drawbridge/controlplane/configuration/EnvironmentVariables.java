package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.storage.DatabaseUrl;
import io.drawbridge.storage.redis.Redis;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The environment variables that mean something to the gateway. Those of the second kind come before what the
/// file says. An empty variable is one that is not set.
///
/// @param rates `RATE_LIMIT_AUTH`, `RATE_LIMIT_API`, `RATE_LIMIT_AUTOMATION`, by class
/// @param origins `CORS_ALLOWED_ORIGINS` or `CORS_ORIGINS`
/// @param legacyAuth what `ENABLE_SECURITY_MIGRATION` and `BLOCK_LEGACY_AUTH` make of the policy legacy-auth;
///     absent where neither is set
/// @param cspReportUri `CSP_REPORT_URI`, a collector of reports
record EnvironmentVariables(
        Settings settings,
        Map<String, Rate> rates,
        Optional<Set<String>> origins,
        Optional<Mode> legacyAuth,
        Optional<URI> cspReportUri) {
    static final String MIGRATION = "ENABLE_SECURITY_MIGRATION";
    static final String CSP_REPORT_URI = "CSP_REPORT_URI";
    static final String BLOCK = "BLOCK_LEGACY_AUTH";
    private static final int LEAST_SECRET_BYTES = 32;
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Anything wrong is a problem, and is then as if it were not set.
    static EnvironmentVariables read(Map<String, String> environment, Problems problems) {
        Reader reader = new Reader(environment, problems);
        return new EnvironmentVariables(
                reader.settings(), reader.rates(), reader.origins(), reader.legacyAuth(), reader.cspReportUri());
    }

    static String rateVariable(String limitClass) {
        return "RATE_LIMIT_" + limitClass.toUpperCase(Locale.ROOT);
    }

    private record Reader(Map<String, String> environment, Problems problems) {
        private Optional<String> variable(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        Settings settings() {
            Optional<Secret> secretKey = secret("SECRET_KEY", "openssl rand -base64 64");
            Optional<Secret> adminApiKey = secret("ADMIN_API_KEY", "openssl rand -base64 48");
            if (secretKey.isPresent()
                    && adminApiKey.isPresent()
                    && variable("SECRET_KEY").equals(variable("ADMIN_API_KEY"))) {
                problems.warnOfVariable("ADMIN_API_KEY", "is the same as SECRET_KEY: give each a value of its own");
            }
            return new Settings(
                    environmentName(),
                    secretKey,
                    adminApiKey,
                    checked("DATABASE_URL", DatabaseUrl::parse),
                    checked("REDIS_URL", url -> Redis.check(new Secret(url))),
                    checked("NODE_NAME", NodesReader::name),
                    logLevel());
        }

        private Optional<String> checked(String name, Consumer<String> check) {
            Optional<String> value = variable(name);
            try {
                value.ifPresent(check);
            } catch (IllegalArgumentException wrong) {
                problems.addVariable(name, String.valueOf(wrong.getMessage()));
            }
            return value;
        }

        private Environment environmentName() {
            Optional<String> name = variable("ENVIRONMENT");
            Optional<String> alias = variable("AI_SERVICE_ENV");
            Optional<Environment> first = name.flatMap(word -> environmentName("ENVIRONMENT", word));
            Optional<Environment> second = alias.flatMap(word -> environmentName("AI_SERVICE_ENV", word));
            if (first.isPresent() && second.isPresent() && !first.equals(second)) {
                problems.addVariable(
                        "AI_SERVICE_ENV",
                        "is " + second.get().word() + ", but ENVIRONMENT, which means the same, is "
                                + first.get().word() + ": set one of them, or both alike");
            }
            return first.or(() -> second).orElse(Environment.DEVELOPMENT);
        }

        private Optional<Environment> environmentName(String variable, String word) {
            Optional<Environment> environment = Environment.of(word);
            if (environment.isEmpty()) {
                problems.addVariable(
                        variable,
                        "there is no environment " + Problem.quoted(word)
                                + DidYouMean.question(word, Environment.words())
                                + Reading.among(Environment.words()));
            }
            return environment;
        }

        private Optional<Secret> secret(String variable, String command) {
            Optional<Secret> secret = variable(variable).map(Secret::new);
            if (secret.isPresent() && secret.get().length() < LEAST_SECRET_BYTES) {
                problems.addVariable(
                        variable,
                        "has " + secret.get().length() + " bytes, and a secret needs " + LEAST_SECRET_BYTES
                                + " at the least: make one with " + command);
            }
            return secret;
        }

        private System.Logger.Level logLevel() {
            return variable("LOG_LEVEL")
                    .flatMap(word -> switch (word.toLowerCase(Locale.ROOT)) {
                        case "trace" -> Optional.of(System.Logger.Level.TRACE);
                        case "debug" -> Optional.of(System.Logger.Level.DEBUG);
                        case "info" -> Optional.of(System.Logger.Level.INFO);
                        case "warn", "warning" -> Optional.of(System.Logger.Level.WARNING);
                        case "error", "critical" -> Optional.of(System.Logger.Level.ERROR);
                        default -> {
                            problems.addVariable(
                                    "LOG_LEVEL",
                                    "there is no log level " + Problem.quoted(word)
                                            + Reading.among(List.of("TRACE", "DEBUG", "INFO", "WARNING", "ERROR")));
                            yield Optional.empty();
                        }
                    })
                    .orElse(System.Logger.Level.INFO);
        }

        Map<String, Rate> rates() {
            Map<String, Rate> rates = new LinkedHashMap<>();
            for (String limitClass : RateLimitSpec.defaults().keySet()) {
                String variable = rateVariable(limitClass);
                variable(variable).ifPresent(text -> {
                    try {
                        rates.put(limitClass, Rate.parse(text));
                    } catch (IllegalArgumentException wrong) {
                        problems.addVariable(variable, String.valueOf(wrong.getMessage()));
                    }
                });
            }
            return rates;
        }

        Optional<Set<String>> origins() {
            Optional<Set<String>> array = variable("CORS_ALLOWED_ORIGINS")
                    .flatMap(this::jsonArray)
                    .map(texts -> origins("CORS_ALLOWED_ORIGINS", texts));
            Optional<Set<String>> list =
                    variable("CORS_ORIGINS").map(text -> origins("CORS_ORIGINS", List.of(text.split(","))));
            if (array.isPresent() && list.isPresent() && !array.equals(list)) {
                problems.addVariable(
                        "CORS_ORIGINS",
                        "lists other origins than CORS_ALLOWED_ORIGINS, which means the same: set one of them");
            }
            return array.or(() -> list);
        }

        private Optional<List<String>> jsonArray(String json) {
            List<String> texts = new ArrayList<>();
            try {
                JsonNode array = JSON.readTree(json);
                if (array.isArray() && array.valueStream().allMatch(JsonNode::isString)) {
                    array.valueStream().map(JsonNode::stringValue).forEach(texts::add);
                    return Optional.of(texts);
                }
            } catch (JacksonException _) {
                // Said below, in the same words.
            }
            problems.addVariable(
                    "CORS_ALLOWED_ORIGINS",
                    "is not a JSON array of texts, such as [\"https://app.example.com\"]; for a list with commas use"
                            + " CORS_ORIGINS");
            return Optional.empty();
        }

        private Set<String> origins(String variable, List<String> texts) {
            List<String> origins = new ArrayList<>();
            for (String text : texts) {
                try {
                    origins.add(Forms.origin(text.strip()));
                } catch (IllegalArgumentException wrong) {
                    problems.addVariable(variable, String.valueOf(wrong.getMessage()));
                }
            }
            return Ordered.set(origins);
        }

        Optional<URI> cspReportUri() {
            return variable(CSP_REPORT_URI).flatMap(text -> {
                try {
                    return Optional.of(Forms.PAGE.parse(text));
                } catch (IllegalArgumentException _) {
                    problems.addVariable(
                            CSP_REPORT_URI, "is not the URL of a collector, such as https://csp.example.com/report");
                    return Optional.empty();
                }
            });
        }

        /// Migration is on where only the other variable is set, and nothing is blocked unless it is said.
        Optional<Mode> legacyAuth() {
            Optional<Boolean> migration = flag(MIGRATION);
            Optional<Boolean> block = flag(BLOCK);
            if (migration.isEmpty() && block.isEmpty()) {
                return Optional.empty();
            }
            boolean blocked = block.orElse(false);
            if (!migration.orElse(true)) {
                if (blocked) {
                    problems.addVariable(
                            BLOCK,
                            "is true while " + MIGRATION + " is false, and what is not watched cannot be blocked: set "
                                    + MIGRATION + "=true to block legacy authentication, or " + BLOCK
                                    + "=false to let it pass");
                }
                return Optional.of(Mode.OFF);
            }
            return Optional.of(blocked ? Mode.ENFORCE : Mode.MONITOR);
        }

        private Optional<Boolean> flag(String variable) {
            return variable(variable).flatMap(word -> switch (word.toLowerCase(Locale.ROOT)) {
                case "true", "1", "yes", "on" -> Optional.of(true);
                case "false", "0", "no", "off" -> Optional.of(false);
                default -> {
                    problems.addVariable(variable, "is true or false, not " + Problem.quoted(word));
                    yield Optional.empty();
                }
            });
        }
    }
}
