package io.drawbridge.dataplane.listener;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Networks whose connections had to be sent away, one after the other, for breaking the rules of HTTP/2. What
/// such a connection may cost is bounded, so whoever wants to cost more opens the next one. Its new connections
/// are served at a slow pace, one after the other: late rather than not at all, because others may share the
/// address. It belongs to one event loop.
final class Probation {
    /// So many connections sent away within [#WINDOW] begin it.
    static final int OFFENCES = 3;

    static final Duration WINDOW = Duration.ofSeconds(30);
    /// Between two connections of the network.
    static final Duration PACE = Duration.ofMillis(100);
    /// A connection that would have to wait for longer is not taken.
    static final Duration LONGEST = Duration.ofSeconds(2);
    /// Of networks that are remembered.
    static final int MOST = 4_096;

    /// What becomes of a new connection.
    sealed interface Admission {
        enum AtOnce implements Admission {
            AT_ONCE
        }

        record Late(Duration delay) implements Admission {}

        enum Never implements Admission {
            NEVER
        }
    }

    private static final class Offender {
        private int offences;
        private long last;
        private long next;
    }

    private final Map<String, Offender> offenders = new LinkedHashMap<>();

    /// A connection of this network was sent away.
    ///
    /// @param now by [System#nanoTime]
    void offended(String network, long now) {
        Offender known = offenders.remove(network);
        Offender offender = known == null || isOver(known, now) ? new Offender() : known;
        offender.offences++;
        offender.last = now;
        if (offender.offences == OFFENCES) {
            offender.next = now;
        }
        offenders.put(network, offender);
        if (offenders.size() > MOST) {
            offenders.remove(offenders.keySet().iterator().next());
        }
    }

    Admission admit(String network, long now) {
        Offender offender = offenders.get(network);
        if (offender == null) {
            return Admission.AtOnce.AT_ONCE;
        }
        if (isOver(offender, now)) {
            offenders.remove(network);
            return Admission.AtOnce.AT_ONCE;
        }
        if (offender.offences < OFFENCES) {
            return Admission.AtOnce.AT_ONCE;
        }
        long delay = Math.max(0, offender.next - now);
        if (delay > LONGEST.toNanos()) {
            return Admission.Never.NEVER;
        }
        offender.next = now + delay + PACE.toNanos();
        return new Admission.Late(Duration.ofNanos(delay));
    }

    private static boolean isOver(Offender offender, long now) {
        return now - offender.last > WINDOW.toNanos();
    }
}
