package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.policy.Stance;

/// A stance, and who said so. A value of the file or of a variable that differs from the one last applied is an edit;
/// an
/// unchanged one, and a default, never overrides what an operator has set since.
public record ConfiguredStance(Stance stance, Origin origin) {
    public enum Origin {
        /// Nothing is said about it.
        DEFAULT("by default"),
        /// The configuration file says so.
        FILE("from the file"),
        /// An environment variable says so, whatever the file says.
        ENVIRONMENT("from the environment");

        private final String words;

        Origin(String words) {
            this.words = words;
        }

        /// As the end of a sentence: `from the file`.
        public String words() {
            return words;
        }
    }

    @Override
    public String toString() {
        return stance + " (" + origin.words() + ")";
    }
}
