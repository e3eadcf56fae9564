package io.drawbridge.domain.tls;

/// A version of TLS that is fit for use (RFC 9325 allows no older one).
public enum TlsVersion {
    /// RFC 5246.
    TLS_1_2("TLSv1.2"),
    /// RFC 8446.
    TLS_1_3("TLSv1.3");

    private final String word;

    TlsVersion(String word) {
        this.word = word;
    }

    /// As the JDK, OpenSSL and the configuration write it.
    public String word() {
        return word;
    }
}
