package io.drawbridge.domain.route;

/// Where a service can be reached. A name with several addresses is one target; its requests spread over them.
///
/// @param host a name, or an IP address without brackets
/// @param port from 1 to 65535
/// @param weight its part of the requests, in proportion to the weights of the others; from 1 to 1000
/// @param security whether it is spoken to over TLS
public record Target(String host, int port, int weight, UpstreamSecurity security) {
    /// In clear text.
    public Target(String host, int port, int weight) {
        this(host, port, weight, UpstreamSecurity.PLAIN);
    }

    public Target {
        if (host.isBlank() || port < 1 || port > 65_535 || weight < 1 || weight > 1_000) {
            throw new IllegalArgumentException(
                    "a target has a host, a port from 1 to 65535 and a weight from 1 to 1000," + " not '" + host + "', "
                            + port + " and " + weight);
        }
    }

    /// As a URL.
    public String url() {
        return switch (security) {
                    case UpstreamSecurity.Plain _ -> "http://";
                    case UpstreamSecurity.Tls _ -> "https://";
                }
                + authority();
    }

    /// Host and port as a URL writes them.
    public String authority() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
