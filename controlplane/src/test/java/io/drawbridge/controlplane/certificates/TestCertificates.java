package io.drawbridge.controlplane.certificates;

import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/// Makes certificates for tests, the bad ones too. Its authority is made once.
public final class TestCertificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final KeyPair AUTHORITY_KEYS = keys("EC", 256);
    private static final X500Name AUTHORITY_NAME = new X500Name("CN=authority");

    private String subject = "CN=test";
    private Instant from;
    private Instant until;
    private KeyPair own = keys("EC", 256);
    private KeyPair signer = AUTHORITY_KEYS;
    private X500Name issuer = AUTHORITY_NAME;
    private String signature = "SHA256withECDSA";
    private boolean authority;
    private KeyPurposeId use = KeyPurposeId.id_kp_serverAuth;
    private final List<GeneralName> names = new ArrayList<>();

    private TestCertificates(Instant now) {
        from = now.minus(Duration.ofDays(1));
        until = now.plus(Duration.ofDays(89));
    }

    /// Good at this instant, for 90 days of which one is over.
    public static TestCertificates at(Instant now) {
        return new TestCertificates(now);
    }

    /// The authority's own certificate.
    public static X509Certificate authority(Instant now) {
        TestCertificates made = new TestCertificates(now).authority();
        made.own = AUTHORITY_KEYS;
        made.subject = "CN=authority";
        return made.make().leaf();
    }

    public TestCertificates names(String... dns) {
        for (String name : dns) {
            names.add(new GeneralName(GeneralName.dNSName, name));
        }
        subject = "CN=" + dns[0];
        return this;
    }

    public TestCertificates between(Instant first, Instant last) {
        from = first;
        until = last;
        return this;
    }

    TestCertificates key(String algorithm, int bits) {
        own = keys(algorithm, bits);
        return this;
    }

    TestCertificates signed(String how) {
        signature = how;
        signer = how.endsWith("RSA") ? keys("RSA", 2048) : AUTHORITY_KEYS;
        return this;
    }

    TestCertificates authority() {
        authority = true;
        return this;
    }

    TestCertificates forClients() {
        use = KeyPurposeId.id_kp_clientAuth;
        return this;
    }

    public ServerCertificate make() {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.getAndIncrement()),
                    Date.from(from),
                    Date.from(until),
                    new X500Name(subject),
                    own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            X509Certificate made = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder(signature).build(signer.getPrivate())));
            return new ServerCertificate(List.of(made), own.getPrivate());
        } catch (Exception failure) {
            throw new AssertionError("no certificate could be made", failure);
        }
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// Writes `NAME.pem` and `NAME-key.pem` into a folder.
    public static CertificatePlan.FromFiles write(Path folder, String name, ServerCertificate certificate)
            throws IOException {
        Path chain = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + "-key.pem");
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : certificate.chain()) {
            text.append(pem(each));
        }
        Files.writeString(chain, text);
        Files.writeString(key, pem(new JcaPKCS8Generator(certificate.key(), null)));
        return new CertificatePlan.FromFiles(chain, key, certificate);
    }

    /// The older form of a key on P-256, with the curve's name in it.
    static String sec1(PrivateKey key) throws IOException {
        return pem(new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                256, ((ECPrivateKey) key).getS(), SECObjectIdentifiers.secp256r1)
                        .getEncoded()));
    }

    public static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
