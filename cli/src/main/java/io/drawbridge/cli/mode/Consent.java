package io.drawbridge.cli.mode;

import picocli.CommandLine.Option;

/// Whether a change may be made; a picocli mixin.
final class Consent {
    @Option(names = "--dry-run", description = "Show who is affected and change nothing.")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    /// The three answers that the options can give.
    enum Choice {
        /// Ask whoever sits there.
        ASK,
        /// It was given beforehand.
        GIVEN,
        /// Nothing is to be changed, whatever else is said.
        DRY_RUN
    }

    Choice choice() {
        if (dryRun) {
            return Choice.DRY_RUN;
        }
        return yes ? Choice.GIVEN : Choice.ASK;
    }
}
