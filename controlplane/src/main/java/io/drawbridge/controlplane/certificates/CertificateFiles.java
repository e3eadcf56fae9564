package io.drawbridge.controlplane.certificates;

import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// Reads certificates from PEM files, and refuses what clients would refuse.
public final class CertificateFiles {
    private CertificateFiles() {}

    /// Reads a chain, the gateway's own certificate first.
    ///
    /// @param now a certificate has to be good at this instant
    /// @throws UnfitCertificate where a chain cannot be had from the file, or its certificates are not fit for
    /// use
    public static List<X509Certificate> chain(Path path, Instant now) throws UnfitCertificate {
        List<X509Certificate> chain = PemFile.read(path).certificates();
        if (chain.isEmpty()) {
            throw new UnfitCertificate("there is no certificate in " + path
                    + ": it has to hold the gateway's certificate in PEM, and those of the authorities behind it");
        }
        Fitness.check(chain, now);
        return chain;
    }

    /// Reads the private key of a certificate: PKCS #8, PKCS #1 or SEC 1, without a password.
    ///
    /// @throws UnfitCertificate where there is none, or it is another certificate's
    public static PrivateKey key(Path path, X509Certificate certificate) throws UnfitCertificate {
        PemFile file = PemFile.read(path);
        if (file.keys().isEmpty()) {
            throw new UnfitCertificate(
                    file.encryptedKeys() > 0
                            ? "the key in " + path + " has a password, and nobody types it when the gateway starts:"
                                    + " take it off with openssl pkey, and protect the file instead"
                            : "there is no private key in " + path);
        }
        if (file.keys().size() > 1) {
            throw new UnfitCertificate("there are " + file.keys().size() + " private keys in " + path
                    + ": leave the one of the certificate");
        }
        PrivateKey key = file.keys().getFirst();
        Fitness.checkPair(certificate, key, path);
        return key;
    }

    /// Reads a certificate with its key; see [#chain] and [#key].
    public static ServerCertificate read(Path certificate, Path key, Instant now) throws UnfitCertificate {
        List<X509Certificate> chain = chain(certificate, now);
        return new ServerCertificate(chain, key(key, chain.getFirst()));
    }

    /// Reads the certificates of authorities.
    ///
    /// @throws UnfitCertificate where there are none, or one is no authority's or has expired
    public static TrustedAuthorities authorities(Path path, Instant now) throws UnfitCertificate {
        List<X509Certificate> certificates = PemFile.read(path).certificates();
        if (certificates.isEmpty()) {
            throw new UnfitCertificate(
                    "there is no certificate in " + path + ": it has to hold those of the authorities in PEM");
        }
        for (X509Certificate certificate : certificates) {
            Fitness.checkAuthority(certificate, now);
        }
        return new TrustedAuthorities(certificates);
    }
}
