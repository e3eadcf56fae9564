package io.drawbridge.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// Numbers and times as people read them.
public final class Figures {
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    /// With commas between thousands.
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A count with its noun.
    public static String count(long number, String singular, String plural) {
        return count(number) + " " + (number == 1 ? singular : plural);
    }

    /// A fraction from 0 to 1 as a percentage. What is not nothing is never shown as nothing.
    public static String percentage(double fraction) {
        if (fraction > 0 && fraction < 0.0001) {
            return "under 0.01%";
        }
        return String.format(Locale.ROOT, fraction == 0 || fraction == 1 ? "%.0f%%" : "%.2f%%", fraction * 100);
    }

    /// An RFC 3339 time to the second, in UTC. What is not one is shown as it is.
    public static String moment(String rfc3339) {
        try {
            return TO_THE_SECOND.format(Instant.parse(rfc3339));
        } catch (DateTimeParseException _) {
            return rfc3339;
        }
    }

    /// A number of seconds in days, hours, minutes and seconds, the two largest of them.
    public static String duration(long seconds) {
        Duration duration = Duration.ofSeconds(seconds);
        if (duration.toDays() > 0) {
            return duration.toDays() + "d " + duration.toHoursPart() + "h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
        }
        return seconds + "s";
    }
}
