package io.drawbridge.cli.session;

/// How a command ended, for scripts.
public enum ExitCode {
    /// Done.
    OK(0),
    /// Done, and there is something to act on; or not done, because somebody decided otherwise.
    FINDINGS(1),
    /// The command line cannot be carried out as it stands.
    USAGE(2),
    /// The gateway does not answer, does not let us in, or fails.
    UNREACHABLE(3),
    /// The configuration is not valid; the one before stays.
    INVALID_CONFIGURATION(4),
    /// Too little is known to tell.
    INCONCLUSIVE(5),
    /// The command itself is broken.
    BROKEN(70);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /// What the process exits with.
    public int number() {
        return number;
    }
}
