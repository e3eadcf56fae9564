package io.drawbridge.controlplane.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Fetches a configuration file's text.
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /// Reads the file, which has to be UTF-8 and 1 MiB at the most. A missing, unreadable, too large or otherwise
    /// encoded
    /// file gives the problem to show.
    public static FileOutcome load(Path path) {
        String name = path.toString();
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(YamlTree.MAX_BYTES + 1);
            if (bytes.length > YamlTree.MAX_BYTES) {
                return unreadable(name, "the file has more than 1 MiB; a configuration is a few KiB");
            }
            return decode(name, bytes);
        } catch (NoSuchFileException _) {
            return unreadable(name, "there is no such file: make it, or name another with --config");
        } catch (IOException failure) {
            return unreadable(
                    name, "the file cannot be read (" + failure.getClass().getSimpleName() + ")");
        }
    }

    private static FileOutcome decode(String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        boolean malformed = decoder.decode(in, out, true).isError();
        String text = out.flip().toString();
        if (malformed) {
            Position at = YamlTree.positionOf(text, text.length());
            return new FileOutcome.Unreadable(
                    List.of(Problem.at(name, at, "this is not UTF-8 text: save the file in the encoding UTF-8")));
        }
        return new FileOutcome.Text(name, text);
    }

    private static FileOutcome unreadable(String name, String message) {
        return new FileOutcome.Unreadable(List.of(Problem.of(name, message)));
    }
}
