package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.answers.Problem;
import java.util.List;

/// Reads the configuration as it lies on the disk now.
@FunctionalInterface
public interface BlueprintSource {
    Reading read();

    /// Is told of a blueprint that [#read] gave and that is in effect now, also where nothing of it was new.
    default void taken(Blueprint blueprint) {}

    /// What came of reading.
    sealed interface Reading {
        record Valid(Blueprint blueprint) implements Reading {}

        /// Nothing of it counts.
        ///
        /// @param flaws everything that is wrong, at least one
        record Broken(List<Problem.Flaw> flaws) implements Reading {
            public Broken {
                flaws = List.copyOf(flaws);
                if (flaws.isEmpty()) {
                    throw new IllegalArgumentException("a broken configuration has a flaw");
                }
            }
        }
    }
}
