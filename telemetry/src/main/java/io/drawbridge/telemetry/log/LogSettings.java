package io.drawbridge.telemetry.log;

import java.nio.file.Path;

/// Where and how the logs are written.
///
/// @param folder `security.log` and `access.log` lie in it; it is made when it is not there
/// @param rotateBytes a file that would grow over this becomes `….log.1`, and so on
/// @param keep how many rotated files of each log are kept
public record LogSettings(Path folder, Form form, long rotateBytes, int keep) {
    /// What a line looks like.
    public enum Form {
        /// `security.log` as words, `access.log` in the combined format with the seconds at its end.
        TEXT,
        /// One JSON object a line, in the names of the Elastic Common Schema.
        JSON
    }

    public LogSettings {
        if (rotateBytes < 1024 * 1024) {
            throw new IllegalArgumentException("a log is rotated at 1 MiB or more, not at " + rotateBytes + " bytes");
        }
        if (keep < 1) {
            throw new IllegalArgumentException("at least one rotated log is kept, not " + keep);
        }
    }

    /// Text, rotated at 100 MiB, five files kept.
    public static LogSettings in(Path folder) {
        return new LogSettings(folder, Form.TEXT, 100L * 1024 * 1024, 5);
    }

    public LogSettings as(Form other) {
        return new LogSettings(folder, other, rotateBytes, keep);
    }
}
