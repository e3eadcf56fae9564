package io.drawbridge.app.endtoend;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority for tests, and what it signs.
final class Certificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final X500Name name;
    private final KeyPair keys = pair();
    private final X509Certificate authority;

    /// A certificate with its key.
    record Issued(X509Certificate certificate, PrivateKey key) {
        /// Writes `NAME.pem` and `NAME-key.pem`.
        void write(Path folder, String name) throws IOException {
            Files.writeString(folder.resolve(name + ".pem"), pem(certificate));
            Files.writeString(folder.resolve(name + "-key.pem"), pem(new JcaPKCS8Generator(key, null)));
        }
    }

    Certificates(String name) {
        this.name = new X500Name("CN=" + name);
        this.authority = sign(this.name, keys, new BasicConstraints(true));
    }

    void writeAuthority(Path file) throws IOException {
        Files.writeString(file, pem(authority));
    }

    /// For DNS names, and for 127.0.0.1.
    Issued forNames(String... names) {
        GeneralName[] all = new GeneralName[names.length + 1];
        all[names.length] = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        for (int i = 0; i < names.length; i++) {
            all[i] = new GeneralName(GeneralName.dNSName, names[i]);
        }
        KeyPair own = pair();
        return new Issued(
                sign(new X500Name("CN=" + names[0]), own, new BasicConstraints(false), all), own.getPrivate());
    }

    private X509Certificate sign(X500Name subject, KeyPair own, BasicConstraints basic, GeneralName... names) {
        try {
            Instant now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(now.minusSeconds(60)),
                            Date.from(now.plus(Duration.ofDays(30))),
                            subject,
                            own.getPublic())
                    .addExtension(Extension.basicConstraints, true, basic);
            if (names.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /// For a client that trusts this authority, and shows these certificates.
    SSLContext client(Issued... shown) {
        return context(authority, shown);
    }

    static SSLContext context(X509Certificate trusted, Issued... shown) {
        try {
            KeyStore believed = KeyStore.getInstance("PKCS12");
            believed.load(null, null);
            believed.setCertificateEntry("authority", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(believed);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            for (Issued each : shown) {
                own.setKeyEntry("own", each.key(), new char[0], new Certificate[] {each.certificate()});
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
