package io.drawbridge.telemetry.log;

import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.Reason;
import java.time.Instant;

/// What the lines of the two logs look like. Every method writes exactly one line, whatever texts the client
/// sent.
sealed interface LineFormat permits TextFormat, JsonFormat {
    /// How much of each text from outside is written. Together they bound the length of a line.
    int PATH = 1024;

    int QUERY = 1024;
    int HEADER = 512;
    int CLIENT = 256;
    int SUBJECT = 128;
    int WORD = 32;
    int DETAIL = 512;

    /// `access.log`: one exchange.
    void access(Exchanged exchanged, LineBuffer out);

    /// `access.log`: lines are missing here.
    void accessDropped(long lines, Instant at, LineBuffer out);

    /// `security.log`: what one policy said of an exchange.
    void finding(Exchanged exchanged, Judgement judgement, Reason reason, LineBuffer out);

    /// `security.log`: a request that no policy saw, because it could not be read in one way.
    void malformed(Exchanged exchanged, LineBuffer out);

    /// `security.log`: something beside an exchange.
    void notice(Notice notice, LineBuffer out);

    /// `security.log`: lines are missing here.
    void securityDropped(long lines, Instant at, LineBuffer out);

    static LineFormat of(LogSettings.Form form) {
        return switch (form) {
            case TEXT -> new TextFormat();
            case JSON -> new JsonFormat();
        };
    }

    /// Whether a method is one that everybody knows; others are text from outside.
    static boolean isStandard(String method) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE" -> true;
            default -> false;
        };
    }
}
