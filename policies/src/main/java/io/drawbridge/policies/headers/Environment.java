package io.drawbridge.policies.headers;

/// Where the gateway runs, as far as answers depend on it.
public enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION
}
