package io.drawbridge.storage;

import java.time.Instant;

/// Whether something that nodes share can be reached.
public sealed interface Reach {
    /// It answered last time.
    record Reached() implements Reach {}

    /// It did not.
    ///
    /// @param since the first failure in a row
    /// @param why the newest one, for operators; never with a password
    record Away(Instant since, String why) implements Reach {}
}
