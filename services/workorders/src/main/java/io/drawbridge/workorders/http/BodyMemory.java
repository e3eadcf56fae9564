package io.drawbridge.workorders.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A third of the program's memory, shared out to bodies: a part for ordinary ones, and the rest for the few that may
/// be large, so that the large ones never leave nothing for the others. Large bodies are made one after the other,
/// since
/// several that each get a half would all fail.
final class BodyMemory {
    private static final int SHARE_OF_PROGRAM = 3;
    private static final int SHARE_OF_ORDINARY = 3;
    /// How long a large body waits for the one before it, in seconds.
    private static final long PATIENCE = 5;

    private final MemoryBudget ordinary;
    private final MemoryBudget large;
    private final Semaphore turn = new Semaphore(1, true);

    /// @param bytes for all bodies together
    BodyMemory(long bytes) {
        this.ordinary = new MemoryBudget(bytes / SHARE_OF_ORDINARY);
        this.large = new MemoryBudget(bytes - bytes / SHARE_OF_ORDINARY);
    }

    static BodyMemory ofThisProgram() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_PROGRAM);
    }

    /// For bodies whose size is bounded by less than some hundred KiB as a rule.
    MemoryBudget ordinary() {
        return ordinary;
    }

    /// Makes a body that may have many MiB, when it is its turn.
    ///
    /// @throws MemoryBudget.Exhausted when its turn does not come in time, or when there is no room for it
    <T> T large(Function<MemoryBudget, T> make) {
        try {
            if (!turn.tryAcquire(PATIENCE, TimeUnit.SECONDS)) {
                throw new MemoryBudget.Exhausted();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new MemoryBudget.Exhausted();
        }
        try {
            return make.apply(large);
        } finally {
            turn.release();
        }
    }
}
