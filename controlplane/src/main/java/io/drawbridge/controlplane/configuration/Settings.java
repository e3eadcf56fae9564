package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.identity.Secret;
import java.util.Map;
import java.util.Optional;

/// What belongs to a node rather than to the gateway: secrets, where the shared state lies, how much is
/// logged. Most of it comes from the environment. None of it is part of the [Specification], so that a
/// specification can be compared, kept and shown.
///
/// @param environment from `ENVIRONMENT` or `AI_SERVICE_ENV`; development where neither is set
/// @param secretKey `SECRET_KEY`, at least 32 bytes; whether it may be absent is for the wiring to decide
/// @param adminApiKey `ADMIN_API_KEY`, likewise
/// @param databaseUrl `DATABASE_URL`, or `database` in the file, as it is; it may hold a password
/// @param redisUrl `REDIS_URL`, or `shared: { redis }` in the file, likewise
/// @param node `NODE_NAME`, or `shared: { node }` in the file: which of several nodes this is
/// @param logLevel `LOG_LEVEL`; `INFO` where it is not set
public record Settings(
        Environment environment,
        Optional<Secret> secretKey,
        Optional<Secret> adminApiKey,
        Optional<String> databaseUrl,
        Optional<String> redisUrl,
        Optional<String> node,
        System.Logger.Level logLevel) {

    /// Reads the variables, for those who need no configuration file. [ConfigurationReader] does it too.
    public static SettingsOutcome read(Map<String, String> environment) {
        Problems problems = new Problems("environment");
        Settings settings = EnvironmentVariables.read(environment, problems).settings();
        return problems.isEmpty()
                ? new SettingsOutcome.Accepted(settings, problems.warnings())
                : new SettingsOutcome.Refused(problems.all());
    }

    /// Without the secrets and the database's address.
    @Override
    public String toString() {
        return "Settings[" + environment.word() + ", log level " + logLevel + "]";
    }
}
