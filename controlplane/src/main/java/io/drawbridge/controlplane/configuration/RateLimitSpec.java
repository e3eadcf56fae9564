package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.policy.Rate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A class of routes that share a limit.
public record RateLimitSpec(Rate rate, Key key) {
    /// What a client is counted by.
    public enum Key {
        /// The verified subject, else the address.
        CLIENT,
        /// The address, whoever asks.
        ADDRESS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The class of routes that name none.
    public static final String DEFAULT_CLASS = "api";

    /// The classes that are there without being configured.
    static Map<String, RateLimitSpec> defaults() {
        Map<String, RateLimitSpec> classes = new LinkedHashMap<>();
        classes.put("auth", new RateLimitSpec(Rate.parse("5/minute"), Key.CLIENT));
        classes.put(DEFAULT_CLASS, new RateLimitSpec(Rate.parse("60/minute"), Key.CLIENT));
        classes.put("automation", new RateLimitSpec(Rate.parse("10/minute"), Key.CLIENT));
        return classes;
    }
}
