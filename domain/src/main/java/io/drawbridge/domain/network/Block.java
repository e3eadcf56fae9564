package io.drawbridge.domain.network;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// One range that is shut out.
///
/// @param reason for operators, in a few words; it stands in logs
/// @param author who did it: `admin`, or the name of a policy
/// @param endsAt absent for one that holds until it is lifted
/// @param offence for an automatic one, how many there were one after the other, 1 for the first; else 0
public record Block(
        Network network,
        Origin origin,
        String reason,
        String author,
        Instant placedAt,
        Optional<Instant> endsAt,
        int offence) {
    /// The longest reason and the longest author, in characters.
    public static final int LONGEST_TEXT = 256;

    /// How a block came to be.
    public enum Origin {
        /// Somebody wanted it.
        MANUAL,
        /// It came with a list.
        IMPORTED,
        /// A policy's threshold was passed.
        AUTOMATIC;

        /// The stable name, in lower case.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Origin> of(String word) {
            return Arrays.stream(values())
                    .filter(origin -> origin.word().equals(word))
                    .findFirst();
        }
    }

    public Block {
        if (reason.length() > LONGEST_TEXT || author.isBlank() || author.length() > LONGEST_TEXT || offence < 0) {
            throw new IllegalArgumentException("a block's reason and author have " + LONGEST_TEXT
                    + " characters at the most, and it has an author");
        }
        if (endsAt.isPresent() && !endsAt.get().isAfter(placedAt)) {
            throw new IllegalArgumentException("a block ends after it begins, not at " + endsAt.get());
        }
    }

    public boolean holds(Instant now) {
        return endsAt.isEmpty() || now.isBefore(endsAt.get());
    }

    /// Whether this one holds longer than the other.
    public boolean outlasts(Block other) {
        return other.endsAt.isPresent() && (endsAt.isEmpty() || endsAt.get().isAfter(other.endsAt.get()));
    }
}
