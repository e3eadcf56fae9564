package io.drawbridge.controlplane.configuration;

/// Where a service is, as a URL says it.
record UpstreamUrl(Scheme scheme, Authority authority) {
    enum Scheme {
        HTTP(80),
        HTTPS(443);

        private final int port;

        Scheme(int port) {
            this.port = port;
        }
    }

    int port() {
        return authority.port().orElse(scheme.port);
    }
}
