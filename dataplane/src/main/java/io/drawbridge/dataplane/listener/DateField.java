package io.drawbridge.dataplane.listener;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The value of `Date` (RFC 9110, section 6.6.1), made anew once a second; for one event loop.
public final class DateField {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private long second = Long.MIN_VALUE;
    private byte[] value = {};

    public DateField(InstantSource clock) {
        this.clock = clock;
    }

    public byte[] value() {
        long now = Math.floorDiv(clock.millis(), 1000);
        if (now != second) {
            second = now;
            value = RequestWriter.ascii(FORMAT.format(java.time.Instant.ofEpochSecond(now)));
        }
        return value;
    }
}
