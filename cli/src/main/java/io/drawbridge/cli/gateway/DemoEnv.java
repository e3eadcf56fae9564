package io.drawbridge.cli.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `drawbridge demo` writes for programs beside it: lines of `NAME='value'`, quoted for a POSIX shell.
///
/// It is read as data and never executed: what a shell would expand or run makes the file unreadable.
record DemoEnv(Map<String, String> values) {
    /// Where it lies, from the directory that the user stands in, as people see it.
    static final String SHOWN_PATH = "./drawbridge-data/demo.env";

    private static final int LARGEST_FILE = 1 << 20;
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    /// A quoted text, a character behind a backslash, or characters that mean themselves to a shell.
    private static final Pattern PIECE = Pattern.compile("'([^']*)'|\\\\(.)|([A-Za-z0-9_@%+=:,./~-]+)");

    DemoEnv {
        values = Map.copyOf(values);
    }

    /// What became of looking for the file.
    sealed interface Lookup {
        record Present(DemoEnv file) implements Lookup {}

        record Absent() implements Lookup {}

        /// @param why for people, without any value of the file
        record Unreadable(String why) implements Lookup {}
    }

    static Lookup read(Path directory) {
        Path path = directory.resolve("drawbridge-data").resolve("demo.env");
        try {
            if (Files.size(path) > LARGEST_FILE) {
                return new Lookup.Unreadable("too large to be the demo's file");
            }
            return parse(Files.readString(path, StandardCharsets.UTF_8).lines().toList());
        } catch (NoSuchFileException | NotDirectoryException _) {
            return new Lookup.Absent();
        } catch (IOException unreadable) {
            return new Lookup.Unreadable(
                    "cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }

    static Lookup parse(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher assignment = ASSIGNMENT.matcher(line);
            Optional<String> value = assignment.matches() ? unquote(assignment.group(2)) : Optional.empty();
            if (value.isEmpty()) {
                return new Lookup.Unreadable("line " + (i + 1) + " is not NAME='value'");
            }
            values.put(assignment.group(1), value.get());
        }
        return new Lookup.Present(new DemoEnv(values));
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<String> unquote(String quoted) {
        StringBuilder value = new StringBuilder();
        Matcher piece = PIECE.matcher(quoted);
        int at = 0;
        while (at < quoted.length()) {
            piece.region(at, quoted.length());
            if (!piece.lookingAt()) {
                return Optional.empty();
            }
            for (int group = 1; group <= piece.groupCount(); group++) {
                String text = piece.group(group);
                value.append(text == null ? "" : text);
            }
            at = piece.end();
        }
        return Optional.of(value.toString());
    }

    /// Names only: values are secrets.
    @Override
    public String toString() {
        return "DemoEnv" + values.keySet();
    }
}
