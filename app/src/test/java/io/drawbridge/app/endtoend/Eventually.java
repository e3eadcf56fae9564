package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another process does. Nothing here asserts how long it takes: the limit only ends a test that would
/// never end.
final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration STEP = Duration.ofMillis(50);

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        get(what, () -> condition.getAsBoolean() ? Optional.of(what) : Optional.empty());
    }

    static <T> T get(String what, Supplier<Optional<T>> source) {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (Optional<T> value = source.get(); ; value = source.get()) {
            if (value.isPresent()) {
                return value.get();
            }
            if (System.nanoTime() - end > 0) {
                return fail(what + ": not so within " + LIMIT);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }
}
