package io.drawbridge.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Where the demo keeps everything that it writes, and what has to be the same at the next start: its secrets, and
/// the configuration,
/// which is written once and is the user's from then on.
///
/// @param path the folder
/// @param secrets variables with generated values
record DemoFolder(Path path, Map<String, String> secrets) {
    static final List<String> USERS = List.of("user1", "user2", "admin");
    private static final String EXAMPLE = "/examples/fossawork.yaml";

    DemoFolder {
        secrets = Map.copyOf(secrets);
    }

    static DemoFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        Path file = path.resolve("secrets.env");
        Map<String, String> secrets = new LinkedHashMap<>(EnvFile.read(file));
        secrets.putIfAbsent("SECRET_KEY", random(64));
        secrets.putIfAbsent("ADMIN_API_KEY", random(48));
        for (String user : USERS) {
            secrets.putIfAbsent(passwordName(user), random(12));
        }
        EnvFile.write(file, secrets);
        Path configuration = path.resolve("drawbridge.yaml");
        if (!Files.exists(configuration)) {
            try (InputStream example =
                    Objects.requireNonNull(DemoFolder.class.getResourceAsStream(EXAMPLE), "the demo's configuration")) {
                Files.copy(example, configuration);
            }
        }
        return new DemoFolder(path, secrets);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String passwordName(String user) {
        return "PASSWORD_" + user.toUpperCase(java.util.Locale.ROOT);
    }

    String password(String user) {
        return secret(passwordName(user));
    }

    String secret(String name) {
        return Objects.requireNonNull(secrets.get(name), name);
    }

    Path configuration() {
        return path.resolve("drawbridge.yaml");
    }

    Path environmentFile() {
        return path.resolve("demo.env");
    }
}
