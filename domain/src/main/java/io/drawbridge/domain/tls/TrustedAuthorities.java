package io.drawbridge.domain.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/// Authorities whose certificates are believed. They are compared by one fingerprint over all of them, so that
/// they can be part of a key that is looked up for every request.
public final class TrustedAuthorities {
    private final List<X509Certificate> certificates;
    private final String fingerprint;

    /// @param certificates at least one, in an order that counts
    public TrustedAuthorities(List<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("whoever trusts nobody asks for no certificate");
        }
        this.certificates = List.copyOf(certificates);
        this.fingerprint = fingerprint(this.certificates);
    }

    private static String fingerprint(List<X509Certificate> certificates) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : certificates) {
                digest.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has a fingerprint", impossible);
        }
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    /// SHA-256 over all of them, in hexadecimal digits.
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrustedAuthorities that && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "TrustedAuthorities[" + certificates.size() + ", " + fingerprint.substring(0, 16) + "]";
    }
}
