package io.drawbridge.cli.mode;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/// When a policy is to be enforced, as people write it.
final class EnforcementDate {
    private EnforcementDate() {}

    /// @param text a date, which begins at midnight UTC, or an RFC 3339 time
    /// @throws CommandStopped when it is neither
    static Instant parse(String text) {
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException _) {
            // A time, then.
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw new CommandStopped(
                    ExitCode.USAGE,
                    "'" + text + "' is not a date.",
                    "Write --enforce-at 2027-03-01 (midnight UTC) or --enforce-at 2027-03-01T09:00:00+01:00.");
        }
    }
}
