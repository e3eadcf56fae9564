package io.drawbridge.app.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The clients in `app/src/test/clients`, which run on Node. What they need comes from npm, pinned by a lock file,
/// once:
/// it is kept in `target` until the lock changes.
final class NodeClients {
    static final Path SOURCES = Path.of(System.getProperty("drawbridge.home", ".."), "app/src/test/clients")
            .toAbsolutePath()
            .normalize();
    private static final Path INSTALLED =
            SOURCES.resolve("../../../target/clients").normalize();

    private static final Runtime.Version OLDEST = Runtime.Version.parse("20.18.1");

    private NodeClients() {}

    /// Skips the test where the machine has no Node or no npm, or npm cannot fetch what they need.
    static void needed() throws IOException {
        Installed.needs("node", "nodejs");
        Installed.needs("npm", "npm");
        Runtime.Version version = Runtime.Version.parse(Program.shell(Path.of("/"), Map.of(), "node --version")
                .succeeds()
                .out()
                .strip()
                .substring(1));
        assumeTrue(
                version.compareToIgnoreOptional(OLDEST) >= 0,
                "SKIPPED: undici needs Node " + OLDEST + " or newer, not " + version);
        Files.createDirectories(INSTALLED);
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList()) {
                Files.copy(source, INSTALLED.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path fetched = INSTALLED.resolve("node_modules/fetched-by");
        Path lock = SOURCES.resolve("package-lock.json");
        if (!Files.exists(fetched) || Files.mismatch(fetched, lock) >= 0) {
            Program.Ran ran = Program.shell(
                    INSTALLED, Map.of(), "npm ci --ignore-scripts --no-audit --no-fund --fetch-timeout=20000");
            List<String> said = ran.err()
                    .lines()
                    .filter(line -> line.contains("npm ERR!") || line.contains("npm error"))
                    .toList();
            assumeTrue(ran.exit() == 0, "SKIPPED: npm ci failed: " + (said.isEmpty() ? "" : said.getFirst()));
            Files.copy(lock, fetched, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// What a script prints.
    static JsonNode run(String script, String... arguments) throws IOException {
        return JsonMapper.shared()
                .readTree(Program.shell(INSTALLED, Map.of(), line(script, arguments))
                        .succeeds()
                        .out());
    }

    /// A script that stays.
    static Program start(String script) throws IOException {
        return Program.bash(INSTALLED, Map.of(), line(script));
    }

    private static String line(String script, String... arguments) {
        return "exec node " + script + " '" + String.join("' '", arguments) + "'";
    }
}
