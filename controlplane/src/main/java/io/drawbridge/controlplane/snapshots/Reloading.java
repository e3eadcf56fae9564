package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.answers.Problem;
import java.util.List;

/// What came of reading the configuration again.
public sealed interface Reloading {
    /// It is in effect.
    ///
    /// @param edits one a changed stance and one for everything else; none where nothing had changed
    /// @param changes what changed, in words
    record Reloaded(List<Edit> edits, List<String> changes, Position position) implements Reloading {
        public Reloaded {
            edits = List.copyOf(edits);
            changes = List.copyOf(changes);
        }
    }

    /// It is wrong, and nothing of it counts.
    record Broken(List<Problem.Flaw> flaws) implements Reloading {
        public Broken {
            flaws = List.copyOf(flaws);
        }
    }
}
