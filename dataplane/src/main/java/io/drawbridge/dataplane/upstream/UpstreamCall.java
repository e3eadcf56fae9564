package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.ConnectionQueue;
import io.drawbridge.domain.route.Upstream;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One request's way to its upstream: through the gate, perhaps after a wait, to a target, on a connection; and
/// once more where that failed and does no harm. All of it happens on the request's event loop.
public final class UpstreamCall {
    /// Who asks.
    public interface Caller {
        /// There is a connection, and the call's request is the next on it. The caller releases or closes it.
        void connected(UpstreamConnection connection);

        /// There is none. [UpstreamCall#tryAgain] may still help.
        void failed(UpstreamFailure failure);

        /// A text that is the same for all requests of a client, for upstreams where each has a target of its
        /// own.
        String client();
    }

    /// Whether the same request may be sent a second time, as far as the caller knows.
    public enum Repeat {
        /// Its method is idempotent, nothing of its body is gone, and the client has seen nothing of an answer.
        SAFE,
        UNSAFE
    }

    /// How it goes on after a failure.
    public enum Next {
        /// The request is tried again: the caller hears of it.
        AGAIN,
        /// The failure stands.
        OVER
    }

    /// How many targets that cannot be reached are passed over for one request.
    private static final int MOST_UNCONNECTED = 3;

    private static final Duration LOOK_UP = Duration.ofSeconds(5);

    private final UpstreamPool pool;
    private final LoopUpstream home;
    private final Upstream upstream;
    private final Caller caller;
    private Lease lease = Lease.NONE;
    private List<TargetState> tried = List.of();
    private @Nullable Queued queued;
    private int repeated;
    private int unconnected;
    private boolean stopped;

    UpstreamCall(UpstreamPool pool, LoopUpstream home, Caller caller) {
        this.pool = pool;
        this.home = home;
        this.upstream = home.cluster().upstream();
        this.caller = caller;
    }

    /// The longest that it may take until there is a connection, or the failure to get one.
    public Duration patience() {
        return LOOK_UP.plus(upstream.connectTimeout())
                .plus(upstream.resilience().queue().timeout());
    }

    /// Whether nearly all connections to the upstream are in use.
    public boolean isCrowded() {
        return home.cluster().gate().isCrowded();
    }

    /// Asks for a connection. The caller hears, now or later, of one or of a failure.
    public void begin() {
        switch (home.cluster().gate().enter()) {
            case THROUGH -> through();
            case FULL -> queue();
            case SHED ->
                caller.failed(UpstreamFailure.before(
                        UpstreamFailure.Kind.SHED,
                        "more than " + home.cluster().gate().limit()
                                + " requests wait for answers, which take longer than usual"));
        }
    }

    private void queue() {
        ConnectionQueue queue = upstream.resilience().queue();
        Queued place = new Queued();
        queued = place;
        switch (home.cluster().gate().await(place)) {
            case WAITING ->
                place.timer =
                        pool.loop().schedule(place::timeOut, queue.timeout().toNanos(), TimeUnit.NANOSECONDS);
            case NO_ROOM -> {
                queued = null;
                String waiting = queue.length() == 0 ? "" : ", and " + queue.length() + " requests wait for one";
                caller.failed(UpstreamFailure.before(
                        UpstreamFailure.Kind.BUSY,
                        "all " + upstream.maxConnections() + " connections are in use" + waiting));
            }
        }
    }

    /// Its place in the queue.
    private final class Queued implements Gate.Waiter {
        private @Nullable Future<?> timer;

        @Override
        public void granted() {
            pool.loop().execute(() -> {
                Future<?> running = timer;
                if (running != null) {
                    running.cancel(false);
                }
                queued = null;
                if (stopped) {
                    home.cluster().gate().leave();
                } else {
                    through();
                }
            });
        }

        private void timeOut() {
            if (queued == this && home.cluster().gate().withdraw(this)) {
                queued = null;
                home.cluster().gate().timedOut();
                caller.failed(UpstreamFailure.before(
                        UpstreamFailure.Kind.QUEUE_TIMEOUT,
                        "no connection of " + upstream.maxConnections() + " was free within "
                                + upstream.resilience().queue().timeout()));
            }
        }
    }

    private void through() {
        Rotation rotation = home.cluster().rotation();
        switch (rotation.kind()) {
            case OPEN -> first(rotation.choose(home.random(), caller::client));
            case RESOLVING ->
                home.cluster()
                        .whenResolved(() -> pool.loop().execute(() -> {
                            if (stopped) {
                                home.cluster().gate().leave();
                            } else if (home.cluster().rotation().kind() == Rotation.Kind.RESOLVING) {
                                turnedAway(
                                        UpstreamFailure.Kind.UNREACHABLE, "too many wait for the addresses of a name");
                            } else {
                                through();
                            }
                        }));
            case UNRESOLVED -> turnedAway(UpstreamFailure.Kind.UNREACHABLE, "no address of any target is known");
            case UNHEALTHY -> turnedAway(UpstreamFailure.Kind.UNHEALTHY, "every target is unhealthy");
        }
    }

    private void first(TargetState chosen) {
        tried = List.of(chosen);
        connect(chosen, RetryBudget.Share.NONE, Connection.IDLE_OR_FRESH);
    }

    private void turnedAway(UpstreamFailure.Kind kind, String why) {
        home.cluster().gate().leave();
        if (kind == UpstreamFailure.Kind.UNHEALTHY) {
            home.cluster().turnedAwayWithoutTarget();
        }
        caller.failed(UpstreamFailure.before(kind, why));
    }

    private enum Connection {
        IDLE_OR_FRESH,
        FRESH
    }

    private void connect(TargetState chosen, RetryBudget.Share share, Connection wanted) {
        Lease held = new Lease(home, chosen, share);
        lease = held;
        LoopTarget connections = pool.target(chosen, home);
        Optional<UpstreamConnection> idle = switch (wanted) {
            case IDLE_OR_FRESH -> connections.takeIdle();
            case FRESH -> Optional.empty();
        };
        if (idle.isPresent()) {
            connected(idle.get(), held);
            return;
        }
        pool.connector()
                .connect(
                        pool.loop(),
                        upstream,
                        chosen.target(),
                        chosen.address(),
                        channel -> UpstreamConnection.on(connections, channel),
                        outcome -> {
                            switch (outcome) {
                                case Connector.Outcome.Connected done -> connected(done.connection(), held);
                                case Connector.Outcome.Failed failed -> {
                                    held.failed();
                                    if (!stopped) {
                                        caller.failed(failed.failure());
                                    }
                                    held.end();
                                }
                            }
                        });
    }

    private void connected(UpstreamConnection connection, Lease held) {
        connection.lease(held);
        if (stopped) {
            connection.close();
        } else {
            caller.connected(connection);
        }
    }

    /// The request is with the target, whole.
    public void sent() {
        lease.sent();
    }

    /// The head of the answer is here; not an interim one.
    public void answered(int status) {
        lease.answered(status);
    }

    /// The target was silent for too long. The caller closes the connection.
    public void timedOut() {
        lease.timedOut();
    }

    /// The caller does not want an answer any more. It closes the connection where it has one.
    public void stop() {
        stopped = true;
        Queued place = queued;
        queued = null;
        if (place != null && home.cluster().gate().withdraw(place)) {
            Future<?> running = place.timer;
            if (running != null) {
                running.cancel(false);
            }
        }
    }

    /// Sends the request once more where that helps and does no harm. Called while [Caller#failed] or the
    /// connection tells of a failure: the next attempt takes the place of the one that failed.
    public Next tryAgain(UpstreamFailure failure, Repeat repeat) {
        Rotation rotation = home.cluster().rotation();
        if (stopped || tried.isEmpty() || rotation.kind() != Rotation.Kind.OPEN) {
            return Next.OVER;
        }
        boolean elsewhere = rotation.offersOtherThan(tried);
        int attempts = upstream.resilience().retries().attempts();
        return switch (failure.reached()) {
            // Nothing was sent, so that nothing is multiplied: where two of three targets are gone, the third
            // is found.
            case NOTHING ->
                attempts > 0 && elsewhere && unconnected < MOST_UNCONNECTED ? elsewhere(rotation) : Next.OVER;
            case UNANSWERED ->
                repeat == Repeat.SAFE && elsewhere && repeated < attempts ? withinBudget(rotation) : Next.OVER;
            // An upstream may close an idle connection at the very moment when it is used (RFC 9112, section
            // 9.3.1): that is nobody's failure, so the same target will do, and no setting turns it off.
            case UNANSWERED_AFTER_IDLE ->
                repeat == Repeat.SAFE && repeated < Math.max(1, attempts) ? withinBudget(rotation) : Next.OVER;
            case ANSWERED -> Next.OVER;
        };
    }

    private Next elsewhere(Rotation rotation) {
        unconnected++;
        home.cluster().budget().unsent();
        return again(rotation, RetryBudget.Share.NONE);
    }

    private Next withinBudget(Rotation rotation) {
        RetryBudget.Share share = home.cluster()
                .budget()
                .take(
                        home.cluster().gate().inside(),
                        upstream.resilience().retries().budgetPercent());
        return switch (share) {
            case ONE -> {
                repeated++;
                yield again(rotation, share);
            }
            case NONE -> Next.OVER;
        };
    }

    private Next again(Rotation rotation, RetryBudget.Share share) {
        lease.passOn();
        TargetState next = rotation.chooseOtherThan(tried, home.random(), caller::client);
        Connection wanted = tried.contains(next) ? Connection.FRESH : Connection.IDLE_OR_FRESH;
        tried = Stream.concat(tried.stream(), Stream.of(next)).distinct().toList();
        connect(next, share, wanted);
        return Next.AGAIN;
    }
}
