package io.drawbridge.cli.words;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.domain.policy.Mode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/// The modes, as people type them.
public final class Modes implements Iterable<String> {
    private static final List<String> WORDS =
            Arrays.stream(Mode.values()).map(Mode::word).toList();

    /// @throws CommandStopped when there is no such mode
    public static Mode parse(String word) {
        return Mode.of(word.toLowerCase(Locale.ROOT)).orElseThrow(() -> unknown("mode", word, WORDS));
    }

    /// The end of a command that was given a word which does not exist.
    ///
    /// @param kind what it should have been
    public static CommandStopped unknown(String kind, String word, List<String> known) {
        return new CommandStopped(
                ExitCode.USAGE,
                "There is no " + kind + " '" + word + "'"
                        + Spelling.nearest(word, known)
                                .map(meant -> ": did you mean " + meant + "?")
                                .orElse("."),
                kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1) + " is one of: "
                        + String.join(", ", known));
    }

    @Override
    public Iterator<String> iterator() {
        return WORDS.iterator();
    }
}
