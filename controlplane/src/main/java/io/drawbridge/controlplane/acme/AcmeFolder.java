package io.drawbridge.controlplane.acme;

import io.drawbridge.controlplane.certificates.CertificateFiles;
import io.drawbridge.controlplane.certificates.KeyPairs;
import io.drawbridge.controlplane.certificates.PemText;
import io.drawbridge.controlplane.certificates.SecretFile;
import io.drawbridge.controlplane.certificates.UnfitCertificate;
import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What is kept over restarts: the account's key, the certificate with its key, and when to try again after
/// failures, so that a gateway that is started over and over does not use up an authority's patience. Only the
/// gateway's own user may read it.
final class AcmeFolder {
    /// How often it failed in a row, and when the next try is due.
    record Retry(int failures, Instant next) {
        static final Retry NOW = new Retry(0, Instant.EPOCH);
    }

    private final Path folder;

    AcmeFolder(Path folder) throws IOException {
        this.folder = folder;
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /// The account's key, made when there is none. The authority knows the account by it.
    ///
    /// @throws IOException when it cannot be read or written; a new one would be a new account
    KeyPair accountKey() throws IOException {
        Path path = folder.resolve("account-key.pem");
        if (Files.exists(path)) {
            try {
                return KeyPairs.read(path);
            } catch (UnfitCertificate unfit) {
                throw new IOException(unfit.getMessage(), unfit);
            }
        }
        KeyPair made = KeyPairs.make();
        KeyPairs.write(path, made);
        return made;
    }

    /// The certificate that was issued last, where there is one that is still good.
    Optional<ServerCertificate> certificate(Instant now) {
        Path path = folder.resolve("certificate.pem");
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CertificateFiles.read(path, path, now));
        } catch (UnfitCertificate unfit) {
            System.getLogger(AcmeFolder.class.getName())
                    .log(System.Logger.Level.WARNING, "the kept certificate is not used: {0}", unfit.getMessage());
            return Optional.empty();
        }
    }

    /// Keeps chain and key in one file: they change together or not at all.
    void keep(ServerCertificate certificate) throws IOException {
        SecretFile.write(folder.resolve("certificate.pem"), PemText.whole(certificate));
    }

    Retry retry() {
        try {
            String[] words = Files.readString(retryFile()).strip().split(" ", 2);
            return new Retry(Integer.parseInt(words[0]), Instant.parse(words[1]));
        } catch (IOException | NumberFormatException | DateTimeException | ArrayIndexOutOfBoundsException none) {
            return Retry.NOW;
        }
    }

    void keep(Retry retry) throws IOException {
        if (retry.failures() == 0) {
            Files.deleteIfExists(retryFile());
        } else {
            SecretFile.write(retryFile(), retry.failures() + " " + retry.next() + "\n");
        }
    }

    private Path retryFile() {
        return folder.resolve("retry.txt");
    }
}
