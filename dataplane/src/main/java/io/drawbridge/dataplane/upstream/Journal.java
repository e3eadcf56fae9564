package io.drawbridge.dataplane.upstream;

/// Where a change of a target's condition is noted, once.
@FunctionalInterface
interface Journal {
    void note(System.Logger.Level level, String text);
}
