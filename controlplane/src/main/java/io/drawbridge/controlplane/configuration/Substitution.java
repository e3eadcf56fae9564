package io.drawbridge.controlplane.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts values from outside into a value of the file: `${NAME}` and `${NAME:-default}` from the environment (the
/// default
/// also where the variable is empty, as in a shell), `${file:/path}` from a file, without the blanks around its
/// content.
/// `$${` stands for `${`.
final class Substitution {
    static final int MAX_FILE_BYTES = 64 << 10;

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String ESCAPE_HINT = "; for the text ${ itself write $${";

    private final Map<String, String> environment;

    Substitution(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    sealed interface Outcome {
        /// @param fromOutside whether anything of the value is not written in the file, and so may be secret
        record Substituted(String value, boolean fromOutside) implements Outcome {}

        /// @param complaint holds names and paths, never a value
        record Failed(String complaint) implements Outcome {}
    }

    Outcome apply(String written) {
        StringBuilder value = new StringBuilder();
        boolean fromOutside = false;
        int from = 0;
        for (int open = written.indexOf("${"); open >= 0; open = written.indexOf("${", from)) {
            if (open > from && written.charAt(open - 1) == '$') {
                value.append(written, from, open - 1).append("${");
                from = open + 2;
                continue;
            }
            int close = written.indexOf('}', open);
            if (close < 0) {
                return new Outcome.Failed("a ${ is not closed by }" + ESCAPE_HINT);
            }
            value.append(written, from, open);
            switch (resolve(written.substring(open + 2, close))) {
                case Outcome.Substituted part -> {
                    value.append(part.value());
                    fromOutside |= part.fromOutside();
                }
                case Outcome.Failed failed -> {
                    return failed;
                }
            }
            from = close + 1;
        }
        return new Outcome.Substituted(value.append(written.substring(from)).toString(), fromOutside);
    }

    private Outcome resolve(String reference) {
        if (reference.startsWith("file:")) {
            return file(reference.substring("file:".length()));
        }
        int separator = reference.indexOf(":-");
        String name = separator < 0 ? reference : reference.substring(0, separator);
        if (!VARIABLE.matcher(name).matches()) {
            return new Outcome.Failed(Problem.quoted("${" + reference + "}")
                    + " is neither ${NAME}, ${NAME:-default} nor ${file:/path}" + ESCAPE_HINT);
        }
        String set = environment.get(name);
        if (separator < 0) {
            return set == null
                    ? new Outcome.Failed(
                            "the variable " + name + " is not set: set it, or give a default, ${" + name + ":-…}")
                    : new Outcome.Substituted(set, true);
        }
        String fallback = reference.substring(separator + 2);
        if (fallback.contains("${")) {
            return new Outcome.Failed("the default of " + name + " holds another ${…}: they cannot be nested");
        }
        return set == null || set.isEmpty()
                ? new Outcome.Substituted(fallback, false)
                : new Outcome.Substituted(set, true);
    }

    private static Outcome file(String name) {
        try {
            Path path = Path.of(name);
            if (!path.isAbsolute()) {
                return new Outcome.Failed("${file:…} takes an absolute path, such as ${file:/run/secrets/token}, not "
                        + Problem.quoted(name));
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(path)) {
                bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            }
            if (bytes.length > MAX_FILE_BYTES) {
                return new Outcome.Failed("the file " + name + " has more than 64 KiB; a value is shorter");
            }
            String content = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Outcome.Substituted(content.strip(), true);
        } catch (CharacterCodingException _) {
            return new Outcome.Failed("the file " + name + " is not UTF-8 text");
        } catch (NoSuchFileException _) {
            return new Outcome.Failed("there is no file " + name + ": make it, or correct the path");
        } catch (IOException _) {
            return new Outcome.Failed("the file " + name + " cannot be read: make it readable for the gateway");
        } catch (InvalidPathException _) {
            return new Outcome.Failed("${file:…} takes an absolute path, not " + Problem.quoted(name));
        }
    }
}
