package io.drawbridge.controlplane.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/// Key pairs on the curve P-256, made here and kept in files that only the gateway's own user may read.
public final class KeyPairs {
    private KeyPairs() {}

    public static KeyPair make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java makes keys on P-256", impossible);
        }
    }

    /// @throws UnfitCertificate where there is not one private and one public key in the file
    public static KeyPair read(Path path) throws UnfitCertificate {
        PemFile file = PemFile.read(path);
        if (file.keys().size() != 1 || file.publicKeys().size() != 1) {
            throw new UnfitCertificate("there is no pair of keys in " + path);
        }
        return new KeyPair(file.publicKeys().getFirst(), file.keys().getFirst());
    }

    public static void write(Path path, KeyPair pair) throws IOException {
        SecretFile.write(path, PemText.pair(pair));
    }
}
