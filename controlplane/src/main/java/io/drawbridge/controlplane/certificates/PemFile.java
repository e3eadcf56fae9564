package io.drawbridge.controlplane.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/// What a PEM file (RFC 7468) holds. One file may hold certificates and a key; what else is in it does not
/// count.
///
/// @param encryptedKeys how many keys are in it that need a password
record PemFile(
        List<X509Certificate> certificates, List<PrivateKey> keys, List<PublicKey> publicKeys, int encryptedKeys) {
    private static final int LONGEST = 1 << 20;

    PemFile {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        publicKeys = List.copyOf(publicKeys);
    }

    /// @throws UnfitCertificate with what is wrong and what to do
    static PemFile read(Path path) throws UnfitCertificate {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LONGEST + 1);
        } catch (NoSuchFileException missing) {
            throw new UnfitCertificate("there is no file " + path);
        } catch (AccessDeniedException denied) {
            throw new UnfitCertificate("the gateway may not read " + path + ": give its user the right to");
        } catch (IOException failure) {
            throw new UnfitCertificate("the file " + path + " cannot be read ("
                    + failure.getClass().getSimpleName() + ")");
        }
        if (bytes.length > LONGEST) {
            throw new UnfitCertificate("the file " + path + " has more than 1 MiB: it is not a PEM file");
        }
        return parse(path, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static PemFile parse(Path path, String text) throws UnfitCertificate {
        List<X509Certificate> certificates = new ArrayList<>();
        List<PrivateKey> keys = new ArrayList<>();
        List<PublicKey> publicKeys = new ArrayList<>();
        int encrypted = 0;
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            JcaX509CertificateConverter certificate = new JcaX509CertificateConverter();
            JcaPEMKeyConverter key = new JcaPEMKeyConverter();
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                switch (object) {
                    case X509CertificateHolder holder -> certificates.add(certificate.getCertificate(holder));
                    case PEMKeyPair pair -> keys.add(key.getPrivateKey(pair.getPrivateKeyInfo()));
                    case PrivateKeyInfo info -> keys.add(key.getPrivateKey(info));
                    case SubjectPublicKeyInfo info -> publicKeys.add(key.getPublicKey(info));
                    case PEMEncryptedKeyPair _, PKCS8EncryptedPrivateKeyInfo _ -> encrypted++;
                    default -> {
                        // Parameters of a curve, say: the key behind them names the curve too.
                    }
                }
            }
        } catch (IOException | CertificateException | RuntimeException malformed) {
            throw new UnfitCertificate("the file " + path + " is damaged: what stands in it is not what PEM allows");
        }
        return new PemFile(certificates, keys, publicKeys, encrypted);
    }
}
