package io.drawbridge.policies.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The gateway's own Ed25519 key (RFC 8032), kept in a PKCS#8 PEM file (RFC 8410) that its owner alone can read. It
/// signs identities for upstreams, and its public half is for everybody who verifies them.
public final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int PUBLIC_BYTES = 32;
    private static final Pattern PEM =
            Pattern.compile("\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final Set<PosixFilePermission> FORBIDDEN =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final PrivateKey privateKey;
    private final String publicText;
    private final String keyId;

    private SigningKey(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        this.privateKey = privateKey;
        // An Ed25519 key in X.509 form ends with its 32 bytes (RFC 8410, section 4).
        byte[] encoded = publicKey.getEncoded();
        this.publicText =
                CompactJws.base64url(Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length));
        String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + publicText + "\"}";
        this.keyId = CompactJws.base64url(
                MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.US_ASCII)));
        byte[] sample = "drawbridge".getBytes(StandardCharsets.US_ASCII);
        Signature check = Signature.getInstance(ALGORITHM);
        check.initVerify(publicKey);
        check.update(sample);
        if (!check.verify(signature(sample))) {
            throw new GeneralSecurityException("the public half does not belong to the private one");
        }
    }

    /// Loads the key, or makes one where the file does not exist. One process at a time may do so for a file.
    ///
    /// @throws IOException where the file cannot be read or written, holds something else, or can be read by
    ///     others; with what to do
    public static SigningKey loadOrCreate(Path file) throws IOException {
        try {
            return load(file);
        } catch (NoSuchFileException absent) {
            return create(file);
        }
    }

    private static SigningKey load(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(FORBIDDEN::contains)) {
            throw new IOException("the signing key " + file + " can be read or changed by others ("
                    + PosixFilePermissions.toString(permissions) + "): run `chmod 600 " + file + "`");
        }
        Matcher pem = PEM.matcher(text);
        try {
            if (pem.matches()) {
                byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
                PrivateKey privateKey =
                        KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
                return of(privateKey);
            }
        } catch (InvalidKeySpecException | IllegalArgumentException otherKey) {
            throw notAKey(file, otherKey);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
        throw notAKey(file, new IllegalArgumentException("no PEM block `PRIVATE KEY`"));
    }

    private static IOException notAKey(Path file, Exception cause) {
        return new IOException(
                "the file " + file
                        + " does not hold an Ed25519 key in PKCS#8 PEM form: put back the key that was there, or"
                        + " move the file away and a new key is made at the next start",
                cause);
    }

    private static SigningKey create(Path file) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            SigningKey key = new SigningKey(pair.getPrivate(), pair.getPublic());
            write(file, pem(pair.getPrivate()));
            return key;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }

    /// PKCS#8 holds the private half only, and the JDK has no call that derives the public one; but its generator
    /// computes the public half of whatever 32 bytes its source of randomness gives it, so it is given the private
    /// ones. The constructor checks that what comes of it is a pair.
    private static SigningKey of(PrivateKey privateKey) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) privateKey)
                .getBytes()
                .orElseThrow(() -> new InvalidKeySpecException("the key does not give its bytes"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Replayed(seed));
        return new SigningKey(privateKey, generator.generateKeyPair().getPublic());
    }

    /// Not random at all: see [#of].
    private static final class Replayed extends SecureRandom {
        private final byte[] seed;

        Replayed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("the generator asks for " + bytes.length + " bytes");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /// The file is there whole or not at all, and nobody else could read it for a moment either.
    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("the folder of the signing key " + file + " does not exist: make it first");
        }
        Path draft = Files.createTempFile(
                folder,
                ".signing-key",
                ".tmp",
                PosixFilePermissions.asFileAttribute(
                        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /// The RFC 7638 thumbprint of the public half.
    public String keyId() {
        return keyId;
    }

    /// The public half as a JWK Set (RFC 7517, RFC 8037), for those who verify.
    public String publicJwks() {
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\",\"alg\":\"EdDSA\",\"kid\":\"" + keyId
                + "\",\"x\":\"" + publicText + "\"}]}";
    }

    /// A signature, in base64url.
    String sign(byte[] bytes) {
        try {
            return CompactJws.base64url(signature(bytes));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " failed", broken);
        }
    }

    private byte[] signature(byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(privateKey);
        signature.update(bytes);
        return signature.sign();
    }

    /// Its id only: the key is a secret.
    @Override
    public String toString() {
        return "SigningKey[" + keyId + "]";
    }
}
