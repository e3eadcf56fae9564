package io.drawbridge.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A file of `NAME='value'` lines that a shell can source; readable by its owner alone, and written whole or not at
/// all.
final class EnvFile {
    private EnvFile() {}

    static void write(Path file, Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(name)
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        Path folder = file.toAbsolutePath().getParent();
        Path written = Files.createTempFile(
                folder,
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// What [#write] wrote; nothing where there is no file.
    static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        for (String line : lines) {
            int equals = line.indexOf("='");
            if (equals > 0 && line.endsWith("'")) {
                values.put(
                        line.substring(0, equals),
                        line.substring(equals + 2, line.length() - 1).replace("'\\''", "'"));
            }
        }
        return values;
    }
}
