package io.drawbridge.domain.event;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;

/// The name of one decision, which a refused client can quote and `drawbridge explain` answers. It sorts by time and
/// cannot be guessed.
public record DecisionId(String text) implements Comparable<DecisionId> {
    private static final SecureRandom RANDOM = new SecureRandom();

    public DecisionId {
        if (!isDecisionId(text)) {
            throw new IllegalArgumentException("a decision id is 28 hexadecimal digits, not '" + text + "'");
        }
    }

    public static boolean isDecisionId(String text) {
        if (text.length() != 28) {
            return false;
        }
        for (int i = 0; i < 28; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    /// 48 bits of milliseconds and 64 random bits, in hexadecimal.
    public static DecisionId random(Instant at) {
        byte[] random = new byte[8];
        RANDOM.nextBytes(random);
        return new DecisionId(HexFormat.of().toHexDigits(at.toEpochMilli(), 12)
                + HexFormat.of().formatHex(random));
    }

    @Override
    public int compareTo(DecisionId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
