package io.drawbridge.domain.policy;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// A fraction of clients, in basis points (0 to 10,000). A client is in it by its bucket ([Buckets]): sticky,
/// because a
/// bucket
/// never changes, and nested, because a larger share holds all buckets of a smaller one.
public record Share(int basisPoints) {
    public static final Share ALL = new Share(10_000);
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?)%?");

    public Share {
        if (basisPoints < 0 || basisPoints > 10_000) {
            throw new IllegalArgumentException("a share is from 0 to 10000 basis points, not " + basisPoints);
        }
    }

    /// A share as people write it: `25%`, `0.5%`, `100`.
    ///
    /// @throws IllegalArgumentException with what is wrong, for people
    public static Share parse(String text) {
        var match = PERCENT.matcher(text.trim());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "a share is written as a percentage, such as 25% or 0.5%, not '" + text + "'");
        }
        int points = new BigDecimal(match.group(1)).movePointRight(2).intValueExact();
        if (points > 10_000) {
            throw new IllegalArgumentException("a share is 100% at the most, not '" + text + "'");
        }
        return new Share(points);
    }

    public boolean includes(int bucket) {
        return bucket < basisPoints;
    }

    public boolean isAll() {
        return basisPoints == 10_000;
    }

    /// As people write it, for example `25%`.
    @Override
    public String toString() {
        return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString() + "%";
    }
}
