package io.drawbridge.dataplane.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/// Who does the cryptography of TLS: BoringSSL where its native library loads, the JDK elsewhere.
public enum TlsEngine {
    BORINGSSL("BoringSSL"),
    JDK("JDK");

    private final String title;

    TlsEngine(String title) {
        this.title = title;
    }

    public static TlsEngine best() {
        return OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(SslProvider.OPENSSL_REFCNT) ? BORINGSSL : JDK;
    }

    /// For people.
    public String title() {
        return title;
    }

    SslProvider provider() {
        return switch (this) {
            // Counted references: what a reload replaced is given back at once, and no finalizer is needed.
            case BORINGSSL -> SslProvider.OPENSSL_REFCNT;
            case JDK -> SslProvider.JDK;
        };
    }
}
