package io.drawbridge.telemetry.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A second as text, kept until another second is asked for: many lines in a row have the same.
final class SecondText {
    private final DateTimeFormatter format;
    private long second = Long.MIN_VALUE;
    private byte[] text = new byte[0];

    private SecondText(String pattern) {
        this.format = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /// `2026-07-28T10:40:31`
    static SecondText iso() {
        return new SecondText("uuuu-MM-dd'T'HH:mm:ss");
    }

    /// `28/Jul/2026:10:40:31 +0000`
    static SecondText combined() {
        return new SecondText("dd/MMM/uuuu:HH:mm:ss '+0000'");
    }

    byte[] of(Instant at) {
        if (at.getEpochSecond() != second) {
            text = format.format(at).getBytes(StandardCharsets.US_ASCII);
            second = at.getEpochSecond();
        }
        return text;
    }
}
