package io.drawbridge.app.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// `drawbridge run --config FILE`, running on ports of its own.
final class Running implements AutoCloseable {
    static final String SECRET_KEY = "a-secret-for-tests-of-thirty-two-bytes-and-more";
    static final String ADMIN_API_KEY = "an-admin-key-for-tests-of-thirty-two-bytes";

    private final Path directory;
    private final Program program;
    private final URI url;
    private final Optional<URI> secure;
    private final URI admin;

    private Running(Path directory, Program program, URI url, Optional<URI> secure, URI admin) {
        this.secure = secure;
        this.directory = directory;
        this.program = program;
        this.url = url;
        this.admin = admin;
    }

    /// @param more variables besides the two secrets
    static Running start(Path file, Map<String, String> more) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Program program = Program.start(
                directory,
                environment(more),
                "run",
                "--config",
                file.getFileName().toString());
        Matcher line = program.awaitLine("drawbridge listening on (\\S+?)(?: and (\\S+))?, admin API on (\\S+)");
        return new Running(
                directory,
                program,
                URI.create(line.group(1)),
                Optional.ofNullable(line.group(2)).map(URI::create),
                URI.create(line.group(3)));
    }

    /// A start that is expected to fail.
    static Program.Ran refused(Path file, Map<String, String> environment) throws IOException {
        return Program.run(
                file.toAbsolutePath().getParent(),
                environment,
                "run",
                "--config",
                file.getFileName().toString());
    }

    static Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SECRET_KEY", SECRET_KEY);
        environment.put("ADMIN_API_KEY", ADMIN_API_KEY);
        return environment;
    }

    /// Writes a configuration with ports and a data folder of its own in place of the ones that it names.
    static Path adapted(Path folder, String name, String yaml) throws IOException {
        String own = yaml.replaceFirst("(?m)^listen: .*\n", "")
                .replaceFirst("(?m)^admin:\n  listen: .*\n", "")
                .replaceFirst("(?m)^data: .*\n", "");
        return Files.writeString(
                folder.resolve(name),
                own.replaceFirst(
                        "(?m)^version: 1\n",
                        "version: 1\nlisten: 127.0.0.1:0\nadmin:\n  listen: 127.0.0.1:0\ndata: ./data-" + name + "\n"));
    }

    /// A token as whoever has the secret key makes it.
    static String bearer(String claims) {
        String content = base64("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.replace("SOON", String.valueOf(Instant.now().getEpochSecond() + 3_600))
                        .getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "Authorization: Bearer " + content + "."
                    + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    URI url() {
        return url;
    }

    /// Where the API is over TLS.
    URI secureUrl() {
        return secure.orElseThrow(() -> new AssertionError("it does not listen for TLS"));
    }

    Wire from(String address) throws IOException {
        return Wire.open(url, address);
    }

    /// One request on a connection of its own.
    Reply get(String target, String... fields) throws IOException {
        try (Wire wire = from("127.0.0.1")) {
            return wire.send("GET", target, fields);
        }
    }

    Program.Ran drawbridge(String... arguments) throws IOException {
        return Program.run(directory, Map.of("ADMIN_URL", admin.toString(), "ADMIN_API_KEY", ADMIN_API_KEY), arguments);
    }

    Reply admin(String method, String target, String body) throws IOException {
        String key = "X-Admin-Key: " + ADMIN_API_KEY;
        try (Wire wire = Wire.open(admin, "127.0.0.1")) {
            return body.isEmpty() ? wire.send(method, target, key) : wire.sendBody(method, target, body, key);
        }
    }

    /// The mode of a policy everywhere, in words.
    String mode(String policy) throws IOException {
        for (JsonNode one : admin("GET", "/v1/policies", "").json().path("policies")) {
            if (one.path("policy").asString().equals(policy)) {
                return one.path("text").asString();
            }
        }
        return "";
    }

    Program program() {
        return program;
    }

    /// SIGTERM, and its end.
    void stop() {
        program.terminate();
        program.ended();
    }

    @Override
    public void close() {
        program.close();
    }
}
