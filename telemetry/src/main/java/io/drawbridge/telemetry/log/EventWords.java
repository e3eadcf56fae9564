package io.drawbridge.telemetry.log;

import io.drawbridge.domain.verdict.EventName;
import java.util.ArrayList;
import java.util.List;

/// Finds the words that operators grep for inside text from clients, so that the writer can break them: whoever
/// puts `ACCESS_DENIED` into a user agent is not counted as an event.
final class EventWords {
    /// No word at all.
    static final int NONE = Integer.MAX_VALUE;

    private static final List<String> WORDS = words();
    private static final int SHORTEST =
            WORDS.stream().mapToInt(String::length).min().orElseThrow();

    private EventWords() {}

    private static List<String> words() {
        List<String> words = new ArrayList<>(List.of(
                "CRITICAL",
                "SUSPICIOUS",
                "SECURITY_EVENT",
                "SECURITY_MIGRATION",
                "IP_BLOCKED",
                "CREDENTIAL_ACCESS",
                "LINES_DROPPED",
                "ERROR"));
        for (EventName name : EventName.values()) {
            words.add(name.name());
        }
        return List.copyOf(words);
    }

    /// Where the next word begins, at `from` or after it; [#NONE] when there is none.
    static int next(String text, int from) {
        // A word is a run of capitals and underscores, so one of every SHORTEST characters lies in it.
        for (int i = from + SHORTEST - 1; i < text.length(); i += SHORTEST) {
            if (isOfWord(text.charAt(i))) {
                int start = i;
                while (start > from && isOfWord(text.charAt(start - 1))) {
                    start--;
                }
                int end = i + 1;
                while (end < text.length() && isOfWord(text.charAt(end))) {
                    end++;
                }
                int word = inRun(text, start, end);
                if (word != NONE) {
                    return word;
                }
                i = end - 1;
            }
        }
        return NONE;
    }

    private static int inRun(String text, int start, int end) {
        for (int i = start; i + SHORTEST <= end; i++) {
            for (String word : WORDS) {
                if (text.startsWith(word, i)) {
                    return i;
                }
            }
        }
        return NONE;
    }

    static boolean isOfWord(char c) {
        return (c >= 'A' && c <= 'Z') || c == '_';
    }
}
