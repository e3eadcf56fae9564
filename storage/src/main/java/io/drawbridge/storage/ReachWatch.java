package io.drawbridge.storage;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/// Keeps whether a shared thing can be reached, and says it in the log once when it goes and once when it is
/// back.
public final class ReachWatch {
    private static final Logger LOG = System.getLogger(ReachWatch.class.getName());

    private final String name;
    private final String meanwhile;
    private final InstantSource clock;
    private final AtomicReference<Reach> reach = new AtomicReference<>(new Reach.Reached());

    /// @param name what it is, without a password
    /// @param meanwhile what holds while it is away, for the log
    public ReachWatch(String name, String meanwhile, InstantSource clock) {
        this.name = name;
        this.meanwhile = meanwhile;
        this.clock = clock;
    }

    public Reach reach() {
        return reach.get();
    }

    public boolean isAway() {
        return reach.get() instanceof Reach.Away;
    }

    public void reached() {
        // Nearly always nothing changes, and then nothing is written.
        if (reach.get() instanceof Reach.Away
                && reach.getAndSet(new Reach.Reached()) instanceof Reach.Away(Instant since, String _)) {
            LOG.log(Level.INFO, "{0} is back; it was away since {1}", name, since);
        }
    }

    public void failed(Throwable failure) {
        String why = failure instanceof TimeoutException
                ? "no answer in time"
                : Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        Reach before = reach.getAndUpdate(present -> switch (present) {
            case Reach.Away(Instant since, String _) -> new Reach.Away(since, why);
            case Reach.Reached _ -> new Reach.Away(clock.instant(), why);
        });
        if (before instanceof Reach.Reached) {
            LOG.log(Level.WARNING, "{0} is away: {1}. {2}", name, why, meanwhile);
        }
    }
}
