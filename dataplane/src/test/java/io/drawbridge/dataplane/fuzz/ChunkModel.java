package io.drawbridge.dataplane.fuzz;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chunked bodies (RFC 9112, section 7.1) as regular expressions read them: one for the line of a chunk's size,
/// one for the trailers.
final class ChunkModel {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
    private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]";
    private static final String EXTENSION = TOKEN + "[\\t\\x20-:<-\\x7e\\x80-\\xff]*+";
    /// A size, then extensions of which each begins with a character of its name right after its semicolon.
    private static final Pattern SIZE =
            Pattern.compile("([0-9A-Fa-f]{1,15})(?:;(" + EXTENSION + "(?:;" + EXTENSION + ")*+))?\\r\\n");
    private static final Pattern TRAILERS = Pattern.compile("((?:" + TOKEN + "++:" + VALUE + "*+\\r\\n)*+)\\r\\n");

    private ChunkModel() {}

    /// What became of a body.
    sealed interface Reading {
        /// It is whole.
        ///
        /// @param data one byte a character
        /// @param length how many bytes of the input it took
        record Whole(String data, int length) implements Reading {}

        /// It is not whole, or no good. Which of the two, more input would show.
        record NotWhole() implements Reading {}
    }

    static Reading read(String input) {
        StringBuilder data = new StringBuilder();
        int at = 0;
        while (true) {
            Matcher line = SIZE.matcher(input).region(at, input.length());
            if (!line.lookingAt() || (line.group(2) != null && line.group(2).length() > 256)) {
                return new Reading.NotWhole();
            }
            long size = Long.parseLong(line.group(1), 16);
            at = line.end();
            if (size == 0) {
                return trailers(input, at, data.toString());
            }
            if (size > input.length() - at - 2 || !input.startsWith("\r\n", at + (int) size)) {
                return new Reading.NotWhole();
            }
            data.append(input, at, at + (int) size);
            at += (int) size + 2;
        }
    }

    private static Reading trailers(String input, int at, String data) {
        Matcher trailers = TRAILERS.matcher(input).region(at, input.length());
        boolean good = trailers.lookingAt();
        // The two bytes that end each line do not count.
        return good && trailers.group(1).replace("\n", "").length() <= 8 * 1024
                ? new Reading.Whole(data, trailers.end())
                : new Reading.NotWhole();
    }
}
