package io.drawbridge.dataplane.fuzz;

import java.util.Arrays;
import java.util.Random;

/// Cuts an input into pieces, as a network does. The cuts follow from the input alone, so that a finding
/// repeats.
final class Split {
    private final Random random;

    Split(byte[] data) {
        random = new Random(Arrays.hashCode(data));
    }

    /// The length of the next piece: most often short, so that cuts fall into every place.
    int next(int left) {
        return Math.min(left, 1 + random.nextInt(random.nextBoolean() ? 3 : 40));
    }
}
