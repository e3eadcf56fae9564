package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.tls.TlsVersion;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;

/// What both sides of the gateway speak: forward secrecy and authenticated encryption, nothing else (RFC 9325).
/// AES comes first because processors have it built in.
final class Suites {
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /// The first joins an elliptic curve with ML-KEM, so that what is recorded today is not read by a quantum
    /// computer later.
    private static final String[] GROUPS = {"X25519MLKEM768", "x25519", "P-256", "P-384"};

    private Suites() {}

    static SslContextBuilder modern(SslContextBuilder builder, TlsEngine engine, TlsVersion minimum) {
        builder.sslProvider(engine.provider())
                .ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .protocols(
                        switch (minimum) {
                            case TLS_1_2 -> List.of(TlsVersion.TLS_1_3.word(), TlsVersion.TLS_1_2.word());
                            case TLS_1_3 -> List.of(TlsVersion.TLS_1_3.word());
                        });
        return switch (engine) {
            case BORINGSSL -> builder.option(OpenSslContextOption.GROUPS, GROUPS.clone());
            case JDK -> builder;
        };
    }
}
