package io.drawbridge.app;

import io.drawbridge.controlplane.configuration.Environment;
import io.drawbridge.controlplane.configuration.Settings;
import io.drawbridge.domain.identity.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The two secrets that a gateway needs. In development one that is missing is made and kept in the data folder;
/// anywhere else a missing
/// one stops the start.
///
/// @param remarks which were made, for the operator
record Keys(Secret secretKey, Secret adminApiKey, List<String> remarks) {
    static Keys from(Settings settings, Path data) throws IOException, StartFailure {
        List<String> missing = new ArrayList<>();
        if (settings.environment() != Environment.DEVELOPMENT) {
            require(settings.secretKey(), "SECRET_KEY", "the key of the HS256 tokens", missing);
            require(settings.adminApiKey(), "ADMIN_API_KEY", "the key of the admin API", missing);
        }
        if (!missing.isEmpty()) {
            throw new StartFailure(missing);
        }
        List<String> remarks = new ArrayList<>();
        return new Keys(
                orMade(settings.secretKey(), "SECRET_KEY", data.resolve("secret.key"), remarks),
                orMade(settings.adminApiKey(), "ADMIN_API_KEY", data.resolve("admin.key"), remarks),
                List.copyOf(remarks));
    }

    private static void require(Optional<Secret> secret, String name, String what, List<String> missing) {
        if (secret.isEmpty()) {
            missing.add(
                    name + ": " + what + " is missing, and only in development one is made; set it, for example to the"
                            + " output of: openssl rand -base64 48");
        }
    }

    private static Secret orMade(Optional<Secret> given, String name, Path file, List<String> remarks)
            throws IOException {
        if (given.isPresent()) {
            return given.get();
        }
        if (!Files.exists(file)) {
            byte[] random = new byte[48];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        remarks.add(name + " is not set: in development the one in " + file + " is used");
        return new Secret(Files.readString(file).strip());
    }
}
