package io.drawbridge.telemetry.log;

import io.drawbridge.telemetry.AnExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// A folder of logs that were written through the public API.
record LogFolder(Path folder) {
    static final InstantSource CLOCK = InstantSource.fixed(AnExchange.NOON);

    /// Writes text logs and closes them.
    void written(Consumer<Logs> events) {
        written(LogSettings.in(folder), events);
    }

    void written(LogSettings settings, Consumer<Logs> events) {
        try (Logs logs = Logs.open(settings, CLOCK)) {
            events.accept(logs);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<String> security() {
        return lines("security.log");
    }

    List<String> access() {
        return lines("access.log");
    }

    /// What stands between line feeds, whatever else a reader might take for the end of a line.
    List<String> lines(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return List.of();
        }
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line of " + name + " is not whole");
        }
        return List.of(text.substring(0, text.length() - 1).split("\n", -1));
    }

    String text(String name) {
        try {
            return Files.readString(folder.resolve(name), StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
