package io.drawbridge.controlplane.certificates;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// What makes a certificate unfit for use, by the rules that browsers and RFC 9325 have.
final class Fitness {
    private static final int LEAST_RSA = 2048;
    private static final int LEAST_EC = 256;
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_USE = "2.5.29.37.0";

    private Fitness() {}

    /// @param chain the gateway's own certificate first
    static void check(List<X509Certificate> chain, Instant now) throws UnfitCertificate {
        X509Certificate leaf = chain.getFirst();
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            checkTime(certificate, now);
            checkStrength(certificate);
            if (i + 1 < chain.size() && !isSignedBy(certificate, chain.get(i + 1))) {
                throw new UnfitCertificate("the certificates are not in order: " + name(certificate)
                        + " is not signed by " + name(chain.get(i + 1))
                        + ", which stands behind it: put the gateway's own first, and behind each the one that"
                        + " signed it");
            }
        }
        checkUse(leaf);
    }

    static void checkAuthority(X509Certificate certificate, Instant now) throws UnfitCertificate {
        if (certificate.getBasicConstraints() < 0) {
            throw new UnfitCertificate(
                    name(certificate) + " is not the certificate of an authority: name those that sign the others");
        }
        checkTime(certificate, now);
        checkKey(certificate);
    }

    private static void checkTime(X509Certificate certificate, Instant now) throws UnfitCertificate {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (!now.isBefore(until)) {
            throw new UnfitCertificate(name(certificate) + " expired at " + until + ": renew it");
        }
        if (now.isBefore(from)) {
            throw new UnfitCertificate(
                    name(certificate) + " is good from " + from + " on only: wait, or set this machine's clock");
        }
    }

    private static void checkStrength(X509Certificate certificate) throws UnfitCertificate {
        checkKey(certificate);
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        boolean selfSigned = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        if (!selfSigned && (signature.startsWith("SHA1") || signature.startsWith("MD"))) {
            throw new UnfitCertificate(name(certificate) + " is signed with " + certificate.getSigAlgName()
                    + ", which can be forged: have it issued anew with SHA-256 or better");
        }
    }

    private static void checkKey(X509Certificate certificate) throws UnfitCertificate {
        PublicKey key = certificate.getPublicKey();
        String right = ": use an EC key on P-256, or RSA of " + LEAST_RSA + " bits or more";
        switch (key) {
            case RSAPublicKey rsa
            when rsa.getModulus().bitLength() < LEAST_RSA ->
                throw new UnfitCertificate(name(certificate) + " has a weak key, RSA of "
                        + rsa.getModulus().bitLength() + " bits" + right);
            case ECPublicKey ec
            when ec.getParams().getOrder().bitLength() < LEAST_EC ->
                throw new UnfitCertificate(name(certificate) + " has a weak key, EC of "
                        + ec.getParams().getOrder().bitLength() + " bits" + right);
            case RSAPublicKey _, ECPublicKey _ -> {
                // Strong enough.
            }
            default ->
                throw new UnfitCertificate(name(certificate) + " has a key of a kind that clients do not take, "
                        + key.getAlgorithm() + right);
        }
    }

    private static void checkUse(X509Certificate leaf) throws UnfitCertificate {
        try {
            List<String> uses = leaf.getExtendedKeyUsage();
            if (uses != null && !uses.contains(SERVER_AUTHENTICATION) && !uses.contains(ANY_USE)) {
                throw new UnfitCertificate(
                        name(leaf) + " is not made for servers: its extended key usage lacks serverAuth");
            }
        } catch (CertificateParsingException unreadable) {
            throw new UnfitCertificate(name(leaf) + " has an extended key usage that cannot be read");
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException notSigned) {
            return false;
        }
    }

    /// Whether the key signs what the certificate verifies.
    static void checkPair(X509Certificate certificate, PrivateKey key, Path path) throws UnfitCertificate {
        byte[] probe = {'p', 'r', 'o', 'b', 'e'};
        boolean fits;
        try {
            String algorithm = certificate.getPublicKey() instanceof ECPublicKey ? "SHA256withECDSA" : "SHA256withRSA";
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(probe);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(probe);
            fits = verifying.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            fits = false;
        }
        if (!fits) {
            throw new UnfitCertificate("the key in " + path + " is not the key of " + name(certificate)
                    + ": name the one that it was issued for");
        }
    }

    private static String name(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName();
        return "the certificate "
                + (name.isEmpty() ? certificate.getSerialNumber().toString(16) : name);
    }
}
