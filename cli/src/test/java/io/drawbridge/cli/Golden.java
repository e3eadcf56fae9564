package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that keep what commands print. `-Ddrawbridge.golden=write` writes them anew; then read the difference.
final class Golden {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    private Golden() {}

    static void matches(String name, String actual) {
        Path file = DIRECTORY.resolve(name + ".txt");
        try {
            if ("write".equals(System.getProperty("drawbridge.golden"))) {
                Files.writeString(file, actual, StandardCharsets.UTF_8);
            }
            assertThat(file).as("run once with -Ddrawbridge.golden=write").exists();
            assertThat(actual).isEqualTo(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
