package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.tls.ServerCertificate;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority for tests that signs whatever it is asked to.
public final class TestAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair keys = pair();
    private final X500Name name;
    private final X509Certificate certificate;

    public TestAuthority(String name) {
        this.name = new X500Name("CN=" + name);
        this.certificate = sign(this.name, keys, Duration.ofDays(30), true, List.of());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /// A certificate for DNS names.
    public ServerCertificate forNames(String... names) {
        List<GeneralName> alternatives = new ArrayList<>();
        for (String dns : names) {
            alternatives.add(new GeneralName(GeneralName.dNSName, dns));
        }
        return issue("CN=" + names[0], Duration.ofDays(7), alternatives);
    }

    public ServerCertificate issue(String subject, Duration lifetime, List<GeneralName> alternatives) {
        KeyPair own = pair();
        return new ServerCertificate(
                List.of(sign(new X500Name(subject), own, lifetime, false, alternatives)), own.getPrivate());
    }

    private X509Certificate sign(
            X500Name subject, KeyPair own, Duration lifetime, boolean authority, List<GeneralName> alternatives) {
        try {
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(now.minusSeconds(60)),
                    Date.from(now.plus(lifetime)),
                    subject,
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!alternatives.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(alternatives.toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (Exception failure) {
            throw new AssertionError("no certificate could be made", failure);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
