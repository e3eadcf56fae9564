package io.drawbridge.app.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Programs of other people, where the machine has them.
final class Installed {
    private Installed() {}

    /// Skips the test where the program is missing; the end of `./verify` says so.
    ///
    /// @param where Debian's package
    static void needs(String program, String where) {
        assumeTrue(has(program), "SKIPPED: " + program + " is not installed (apt-get install " + where + ")");
    }

    static boolean has(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
