package io.drawbridge.cli.gateway;

import io.drawbridge.domain.identity.Secret;
import java.net.URI;
import java.util.Locale;

/// A gateway's admin listener, and what opens it.
///
/// @param url http or https, without a path's final slash
/// @param urlSource where the address was found, in words
/// @param keySource where the key was found, in words
record Gateway(URI url, String urlSource, Secret key, String keySource) {
    boolean sendsKeyInTheClear() {
        return url.getScheme().equals("http") && !isLoopback(url.getHost());
    }

    /// Whether a host, as it stands in a URL, is this machine; judged by its spelling, without asking a name server.
    static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.equals("[::1]")
                || lower.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
