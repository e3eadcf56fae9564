package io.drawbridge.policies.threshold;

import java.time.Instant;

/// What an address gets for passing a threshold.
///
/// @param since when it passed it
/// @param until when it is forgiven
/// @param offence how many there were one after the other, 1 for the first
public record Sentence(Instant since, Instant until, int offence) {
    /// Whether it is passed at this moment, to the millisecond.
    boolean beginsAt(Instant at) {
        return at.toEpochMilli() <= since.toEpochMilli();
    }
}
