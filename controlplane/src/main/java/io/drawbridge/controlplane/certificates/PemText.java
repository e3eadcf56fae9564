package io.drawbridge.controlplane.certificates;

import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/// Writes certificates and keys in PEM (RFC 7468). A key is written as PKCS #8, which names its curve; the
/// older form would lose it.
public final class PemText {
    private PemText() {}

    static String key(PrivateKey key) throws IOException {
        return pem(new JcaPKCS8Generator(key, null));
    }

    static String pair(KeyPair pair) throws IOException {
        return key(pair.getPrivate()) + pem(pair.getPublic());
    }

    static String chain(List<X509Certificate> chain) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            text.append(pem(certificate));
        }
        return text.toString();
    }

    /// Key and chain together: they change in one step or not at all.
    public static String whole(ServerCertificate certificate) throws IOException {
        return key(certificate.key()) + chain(certificate.chain());
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
