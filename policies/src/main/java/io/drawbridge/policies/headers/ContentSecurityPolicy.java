package io.drawbridge.policies.headers;

import java.util.ArrayList;
import java.util.List;

/// A Content-Security-Policy (CSP level 3) for each environment.
public enum ContentSecurityPolicy {
    /// For any API with pages: what the page's own origin serves, and nothing else.
    GENERIC("", "", "", ""),
    /// For FossaWork: the work-order site and Google's fonts too.
    FOSSAWORK(" https://fonts.gstatic.com", " https://fonts.googleapis.com", " https:", " https://app.workfossa.com");

    private final String fontHosts;
    private final String styleHosts;
    private final String imageHosts;
    private final String connectHosts;

    ContentSecurityPolicy(String fontHosts, String styleHosts, String imageHosts, String connectHosts) {
        this.fontHosts = fontHosts;
        this.styleHosts = styleHosts;
        this.imageHosts = imageHosts;
        this.connectHosts = connectHosts;
    }

    /// The field's value.
    public String text(Environment environment) {
        List<String> directives = new ArrayList<>(List.of(
                "default-src 'self'",
                "script-src 'self'" + scripts(environment),
                "style-src 'self' 'unsafe-inline'" + styleHosts,
                "font-src 'self'" + fontHosts,
                "img-src 'self' data: blob:" + imageHosts
                        + (environment == Environment.DEVELOPMENT ? " http://localhost:*" : ""),
                "connect-src 'self'" + connections(environment),
                "media-src 'self'",
                "worker-src 'self' blob:",
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'"));
        if (environment != Environment.DEVELOPMENT) {
            directives.add("upgrade-insecure-requests");
        }
        return String.join("; ", directives);
    }

    private static String scripts(Environment environment) {
        return switch (environment) {
            // Development servers reload pages over web sockets and evaluate what they send.
            case DEVELOPMENT -> " 'unsafe-inline' 'unsafe-eval' http://localhost:* ws://localhost:*";
            case STAGING -> " 'unsafe-inline'";
            case PRODUCTION -> "";
        };
    }

    private String connections(Environment environment) {
        return switch (environment) {
            case DEVELOPMENT -> " http://localhost:* ws://localhost:* wss://localhost:*" + connectHosts;
            case STAGING, PRODUCTION -> connectHosts.isEmpty() ? "" : " wss:" + connectHosts;
        };
    }
}
