package io.drawbridge.telemetry.loop;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A place where one thread fills something and another collects it, without a lock: the thing is either lying
/// there or in the hands of exactly one of the two.
///
/// The filling thread calls [#take()] and [#putBack] in turns; any other thread may call [#collect()] at any
/// time.
public final class Handover<T> {
    /// The filling thread holds the thing for a microsecond or two, unless it loses its processor meanwhile. An
    /// idle one has left nothing, and waiting for it costs processor time, so this is short.
    private static final int PATIENCE = 100;

    private final Supplier<T> fresh;
    /// Holds no thing at all while somebody has it in hands.
    private final AtomicReference<@Nullable T> place = new AtomicReference<>();

    /// @param fresh makes a thing that nothing has been filled into yet
    public Handover(Supplier<T> fresh) {
        this.fresh = fresh;
    }

    /// What was put back last, or something fresh when it has been collected.
    public T take() {
        T taken = place.getAndSet(null);
        return taken == null ? fresh.get() : taken;
    }

    public void putBack(T thing) {
        place.setRelease(thing);
    }

    /// What lies there, for good. Empty when nothing was filled since the last time, or when the filling thread
    /// did not put it back within some microseconds; then the next time will find it.
    public Optional<T> collect() {
        for (int i = 0; i < PATIENCE; i++) {
            if (place.getOpaque() != null) {
                T collected = place.getAndSet(null);
                if (collected != null) {
                    return Optional.of(collected);
                }
            }
            Thread.onSpinWait();
        }
        return Optional.empty();
    }
}
