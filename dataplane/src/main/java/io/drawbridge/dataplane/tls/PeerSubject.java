package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.identity.ClientCertificate;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Finds whom a client's certificate names: the first URI of its alternative names (a SPIFFE id, say), else the
/// first DNS name, else the first mail address, else the common name of the subject.
final class PeerSubject {
    private static final int MAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final List<Integer> ORDER = List.of(URI, DNS, MAIL);
    /// As long as a token's subject may be.
    private static final int LONGEST = 256;

    private PeerSubject() {}

    /// What the client of a session showed.
    static ClientCertificate of(SSLSession session) {
        Certificate[] chain;
        try {
            chain = session.getPeerCertificates();
        } catch (SSLPeerUnverifiedException none) {
            return ClientCertificate.NONE;
        }
        return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? of(leaf) : ClientCertificate.NONE;
    }

    static ClientCertificate of(X509Certificate certificate) {
        try {
            Optional<String> subject = alternative(certificate).or(() -> commonName(certificate));
            if (subject.isEmpty()) {
                return new ClientCertificate.Nameless("it has no URI, DNS name, mail address or common name");
            }
            if (!isPlain(subject.get())) {
                return new ClientCertificate.Nameless(
                        "its name is empty, longer than " + LONGEST + " characters or holds control characters");
            }
            return new ClientCertificate.Proven(
                    subject.get(), certificate.getNotAfter().toInstant());
        } catch (CertificateParsingException unreadable) {
            return new ClientCertificate.Nameless("its alternative names cannot be read");
        }
    }

    private static Optional<String> alternative(X509Certificate certificate) throws CertificateParsingException {
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives == null) {
            return Optional.empty();
        }
        for (int type : ORDER) {
            for (List<?> alternative : alternatives) {
                if (alternative.getFirst() instanceof Integer kind
                        && kind == type
                        && alternative.get(1) instanceof String name) {
                    return Optional.of(name);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            // The most specific part of a name stands last.
            List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            for (Rdn part : parts.reversed()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String name) {
                    return Optional.of(name);
                }
            }
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                });
    }
}
