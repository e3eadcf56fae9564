package io.drawbridge.controlplane.certificates;

import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A self-signed certificate for `localhost`, 127.0.0.1 and ::1, kept in the data folder so that a browser has
/// to be told of it once. It is made anew when it has little time left or cannot be read.
public final class DevelopmentCertificate {
    /// Clients of Apple's refuse longer ones.
    private static final Duration LIFETIME = Duration.ofDays(397);

    private static final Duration LEAST_LEFT = Duration.ofDays(14);

    private DevelopmentCertificate() {}

    /// @param folder where `development-certificate.pem` and `development-key.pem` lie
    /// @throws IOException when they cannot be written
    public static ServerCertificate loadOrMake(Path folder, InstantSource clock) throws IOException {
        Path certificate = folder.resolve("development-certificate.pem");
        Path key = folder.resolve("development-key.pem");
        Instant now = clock.instant();
        if (Files.exists(certificate) && Files.exists(key)) {
            try {
                ServerCertificate kept = CertificateFiles.read(certificate, key, now);
                if (kept.expiry().isAfter(now.plus(LEAST_LEFT))) {
                    return kept;
                }
            } catch (UnfitCertificate unfit) {
                System.getLogger(DevelopmentCertificate.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "the development certificate is made anew: {0}",
                                unfit.getMessage());
            }
        }
        ServerCertificate made = make(now);
        SecretFile.write(key, PemText.key(made.key()));
        Files.writeString(certificate, PemText.chain(made.chain()));
        return made;
    }

    private static ServerCertificate make(Instant now) {
        try {
            KeyPair keys = KeyPairs.make();
            X500Name name = new X500Name("CN=localhost,O=Drawbridge development");
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            new BigInteger(120, new SecureRandom()),
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(LIFETIME)),
                            name,
                            keys.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.iPAddress, "::1")
                    }));
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
            return new ServerCertificate(List.of(certificate), keys.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException impossible) {
            throw new IllegalStateException("every Java makes certificates on P-256", impossible);
        }
    }
}
