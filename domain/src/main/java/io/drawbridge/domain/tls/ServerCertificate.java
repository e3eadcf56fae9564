package io.drawbridge.domain.tls;

import io.drawbridge.domain.identity.ClientAddress;
import java.net.InetAddress;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A certificate that the gateway can show, with the key that proves it. Two are equal when their chains are.
///
/// @param chain the gateway's own certificate first, then the authorities' between it and a root
/// @param key the private key of the first
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    public ServerCertificate {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain begins with a certificate");
        }
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// The DNS names that it is for, in lower case; `*.` may stand for the first label. And the IP addresses,
    /// in their canonical form. The subject's common name does not count (RFC 9525, section 2).
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        try {
            var alternatives = leaf().getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.getFirst() instanceof Integer type && alternative.get(1) instanceof String name) {
                        if (type == DNS_NAME) {
                            names.add(name.toLowerCase(Locale.ROOT));
                        } else if (type == ADDRESS) {
                            names.add(ClientAddress.of(InetAddress.ofLiteral(name))
                                    .text());
                        }
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            throw new IllegalArgumentException("the certificate's names cannot be read", unreadable);
        }
        return names;
    }

    /// Whether it is for this host.
    ///
    /// @param host a name in lower case, or an address in its canonical form
    public boolean isFor(String host) {
        Set<String> names = names();
        return names.contains(host)
                || (host.indexOf('.') > 0 && names.contains("*" + host.substring(host.indexOf('.'))));
    }

    /// From this instant on clients refuse it.
    public Instant expiry() {
        return leaf().getNotAfter().toInstant();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerCertificate that && chain.equals(that.chain);
    }

    @Override
    public int hashCode() {
        return chain.hashCode();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "ServerCertificate[" + String.join(", ", names()) + " until " + expiry() + "]";
    }
}
