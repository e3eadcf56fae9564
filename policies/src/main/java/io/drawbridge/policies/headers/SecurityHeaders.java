package io.drawbridge.policies.headers;

import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import java.util.ArrayList;
import java.util.List;

/// The preset of security fields for an environment.
public final class SecurityHeaders {
    private static final List<String> SWITCHED_OFF = List.of(
            "accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb");

    private SecurityHeaders() {}

    /// `X-Frame-Options`, `X-Content-Type-Options`, `Referrer-Policy`, `Permissions-Policy`, the cross-origin
    /// policies and the Content-Security-Policy; over TLS, and not in development, `Strict-Transport-Security` (RFC
    /// 6797) too, which browsers ignore on plain HTTP.
    ///
    /// @param contentSecurityPolicy the value of the field, for example [ContentSecurityPolicy#text]
    public static FieldBlock preset(Environment environment, PublicSide side, String contentSecurityPolicy) {
        List<HeaderField> fields = new ArrayList<>(List.of(
                new HeaderField("X-Frame-Options", "DENY"),
                new HeaderField("X-Content-Type-Options", "nosniff"),
                new HeaderField("Referrer-Policy", "strict-origin-when-cross-origin"),
                new HeaderField("Permissions-Policy", String.join("=(), ", SWITCHED_OFF) + "=()"),
                new HeaderField("Cross-Origin-Opener-Policy", "same-origin"),
                new HeaderField("Cross-Origin-Resource-Policy", "same-origin"),
                new HeaderField("Content-Security-Policy", contentSecurityPolicy)));
        switch (side) {
            case PLAIN -> {}
            case TLS -> {
                switch (environment) {
                    case DEVELOPMENT -> {}
                    case STAGING -> fields.add(hsts("max-age=86400; includeSubDomains"));
                    case PRODUCTION -> fields.add(hsts("max-age=63072000; includeSubDomains; preload"));
                }
            }
        }
        return new FieldBlock(fields);
    }

    private static HeaderField hsts(String value) {
        return new HeaderField("Strict-Transport-Security", value);
    }
}
