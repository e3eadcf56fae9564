package io.drawbridge.cli.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what was meant.
public final class Spelling {
    private Spelling() {}

    /// The candidate that is nearest to a word; nothing when none is near enough to be meant.
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        String lower = word.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(candidate -> distance(lower, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(lower, candidate)));
    }

    /// How many letters must be put in, left out, exchanged or swapped with their neighbour (the restricted
    /// Damerau-Levenshtein distance).
    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            steps[i][0] = i;
        }
        for (int j = 0; j <= to.length(); j++) {
            steps[0][j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            for (int j = 1; j <= to.length(); j++) {
                int exchanged = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                steps[i][j] =
                        Math.min(steps[i - 1][j - 1] + exchanged, Math.min(steps[i - 1][j] + 1, steps[i][j - 1] + 1));
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[from.length()][to.length()];
    }
}
