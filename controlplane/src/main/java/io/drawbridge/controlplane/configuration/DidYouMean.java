package io.drawbridge.controlplane.configuration;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Guesses which of the known words somebody meant.
public final class DidYouMean {
    private static final int LONGEST = 64;

    private DidYouMean() {}

    /// The nearest of the known words, where one is near: a third of its letters may be wrong, missing, too many or
    /// swapped with a neighbour. Case, `-` and `_` do not count. Of two that are equally near, the first.
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(word);
        Optional<String> best = Optional.empty();
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : known) {
            if (candidate.length() > LONGEST) {
                continue;
            }
            int distance = distance(plain, plain(candidate));
            if (distance < bestDistance && distance <= Math.max(1, candidate.length() / 3)) {
                best = Optional.of(candidate);
                bestDistance = distance;
            }
        }
        return best;
    }

    /// As the end of a sentence: `; did you mean 'x'?`, or nothing.
    public static String question(String word, Collection<String> known) {
        return nearest(word, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /// The optimal string alignment distance.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
