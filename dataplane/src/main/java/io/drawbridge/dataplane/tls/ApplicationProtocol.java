package io.drawbridge.dataplane.tls;

/// A protocol that a client can choose in the handshake (ALPN, RFC 7301).
public enum ApplicationProtocol {
    HTTP_1_1("http/1.1"),
    HTTP_2("h2");

    private final String id;

    ApplicationProtocol(String id) {
        this.id = id;
    }

    /// As the handshake has it.
    public String id() {
        return id;
    }
}
