package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.upstream.Rotation.Kind;
import io.drawbridge.dataplane.upstream.Rotation.Part;
import io.drawbridge.domain.route.Ejection;
import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Resilience;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.TargetCondition;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// An upstream as it does at the moment, for all event loops: its targets with their conditions, the gate
/// before it and what is left of its budget for retries. It outlives snapshots for as long as an upstream of
/// its name is configured. Requests read the rotation and touch counters; whatever changes the rotation happens
/// rarely, under the lock.
final class Cluster {
    private static final int MOST_WAITING_FOR_ADDRESSES = 4096;

    private record Key(String authority, InetAddress address) {}

    private final Journal journal;
    private final Gate gate = new Gate();
    private final RetryBudget budget = new RetryBudget();
    private final LongAdder withoutTarget = new LongAdder();
    private final AdaptiveLimit limit;
    private final Resolutions resolutions = new Resolutions();
    private final List<Runnable> waiting = new ArrayList<>();
    private Map<Key, TargetState> states = Map.of();
    private List<Part> members = List.of();
    private HashRing ring = new HashRing(List.of(new HashRing.Member("", 1)));
    private boolean panicking;
    private volatile Upstream upstream;
    private volatile Rotation rotation = Rotation.closed(Kind.RESOLVING);
    private volatile boolean retired;

    Cluster(Upstream upstream, Journal journal, long nanoTime) {
        this.upstream = upstream;
        this.journal = journal;
        this.limit = new AdaptiveLimit(
                upstream.resilience().overload().orElse(io.drawbridge.domain.route.Overload.DEFAULT),
                upstream.maxConnections(),
                nanoTime);
        apply(nanoTime);
    }

    Upstream upstream() {
        return upstream;
    }

    Rotation rotation() {
        return rotation;
    }

    Gate gate() {
        return gate;
    }

    RetryBudget budget() {
        return budget;
    }

    boolean isRetired() {
        return retired;
    }

    /// Goes on as another specification of the same upstream says. Targets that stay keep their state.
    synchronized void configure(Upstream other, long nanoTime) {
        if (!other.equals(upstream)) {
            upstream = other;
            apply(nanoTime);
        }
    }

    private synchronized void apply(long nanoTime) {
        Resilience resilience = upstream.resilience();
        gate.configure(upstream.maxConnections(), resilience.queue().length());
        resilience.overload().ifPresent(overload -> limit.configure(overload, upstream.maxConnections()));
        hold(resilience.overload().isPresent() ? limit.offer(nanoTime, 0, 0, 0) : Integer.MAX_VALUE);
        resolutions.configure(upstream.targets(), nanoTime);
        regroup(nanoTime);
    }

    /// Nobody asks for it any more; what is under way ends as it would.
    synchronized void retire() {
        retired = true;
        states.values().forEach(TargetState::retire);
    }

    /// Makes the targets anew from what is configured and what the names stand for.
    private void regroup(long nanoTime) {
        Map<Key, TargetState> before = states;
        Map<Key, TargetState> now = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (Target target : upstream.targets()) {
            List<InetAddress> addresses = resolutions.addresses(target.host());
            for (InetAddress address : addresses) {
                Key key = new Key(target.authority(), address);
                TargetState state = before.get(key);
                if (state == null) {
                    state = new TargetState(target, new InetSocketAddress(address, target.port()));
                    state.checks.nextAt = nanoTime;
                }
                if (upstream.resilience().health().isEmpty()) {
                    state.checks.forget();
                }
                now.put(key, state);
                parts.add(new Part(state, (double) target.weight() / addresses.size()));
            }
        }
        before.forEach((key, state) -> {
            if (!now.containsKey(key)) {
                state.retire();
            }
        });
        states = now;
        members = parts;
        if (!parts.isEmpty()) {
            ring = new HashRing(parts.stream()
                    .map(part -> new HashRing.Member(part.target().toString(), part.weight()))
                    .toList());
        }
        rotate();
    }

    /// Chooses who gets requests: the healthy who are not ejected; where all of those are, all the healthy.
    private void rotate() {
        List<Part> healthy = members.stream()
                .filter(part -> part.target().checks.isHealthy())
                .toList();
        List<Part> in = healthy.stream()
                .filter(part -> !part.target().ejections.isOut())
                .toList();
        boolean panic = in.isEmpty() && !healthy.isEmpty();
        if (panic && !panicking) {
            note(System.Logger.Level.WARNING, "every target that could be used is ejected, so all of them are used");
        }
        panicking = panic;
        if (members.isEmpty()) {
            rotation = Rotation.closed(resolutions.areAllAsked() ? Kind.UNRESOLVED : Kind.RESOLVING);
        } else if (healthy.isEmpty()) {
            rotation = Rotation.closed(Kind.UNHEALTHY);
        } else {
            List<Part> used = panic ? healthy : in;
            rotation = switch (upstream.resilience().balance()) {
                case LEAST_REQUEST -> Rotation.leastRequest(used);
                case HASH_CLIENT ->
                    Rotation.hashing(
                            used, ring, members.stream().map(Part::target).toList());
            };
        }
        if (rotation.kind() != Kind.RESOLVING && !waiting.isEmpty()) {
            List<Runnable> ready = List.copyOf(waiting);
            waiting.clear();
            ready.forEach(Runnable::run);
        }
    }

    /// Waits for the first addresses.
    ///
    /// @param ready called once, from any thread, at once where there is nothing to wait for; it has to be
    ///     quick
    synchronized void whenResolved(Runnable ready) {
        if (rotation.kind() == Kind.RESOLVING && waiting.size() < MOST_WAITING_FOR_ADDRESSES) {
            waiting.add(ready);
        } else {
            ready.run();
        }
    }

    void turnedAwayWithoutTarget() {
        withoutTarget.increment();
    }

    /// A target failed a request.
    void failed(TargetState target, long nanoTime) {
        if (target.fail() >= upstream.resilience().ejection().failures()) {
            eject(target, nanoTime);
        }
    }

    private synchronized void eject(TargetState target, long nanoTime) {
        Ejection ejection = upstream.resilience().ejection();
        long out =
                members.stream().filter(part -> part.target().ejections.isOut()).count();
        if (target.ejections.isOut()
                || !target.checks.isHealthy()
                || !target.isConfigured()
                || (out + 1) * 100 > (long) members.size() * ejection.atMostPercent()) {
            return;
        }
        long nanos = target.ejections.begin(nanoTime, ejection.time().toNanos(), Ejection.MOST_TIMES);
        note(
                System.Logger.Level.WARNING,
                "the target " + target + " is ejected for "
                        + Duration.ofNanos(nanos).toMillis() + " ms after " + ejection.failures()
                        + " failures in a row");
        rotate();
    }

    /// Lets back in whose time is over, and says what is to be asked now.
    synchronized Due tick(long nanoTime) {
        boolean changed = false;
        for (Part part : members) {
            TargetState target = part.target();
            if (target.ejections.isDue(nanoTime)) {
                target.ejections.end();
                target.beginAnew();
                note(System.Logger.Level.INFO, "the ejection of the target " + target + " is over");
                changed = true;
            }
        }
        if (changed) {
            rotate();
        }
        List<TargetState> checks = new ArrayList<>();
        if (upstream.resilience().health().isPresent()) {
            for (Part part : members) {
                TargetState.Checks state = part.target().checks;
                if (!state.underWay && nanoTime - state.nextAt >= 0) {
                    state.underWay = true;
                    checks.add(part.target());
                }
            }
        }
        return new Due(resolutions.due(nanoTime), checks);
    }

    /// What is to be asked.
    record Due(List<String> names, List<TargetState> checks) {}

    synchronized void found(String host, List<InetAddress> addresses, long nanoTime) {
        switch (resolutions.found(
                host, addresses, nanoTime + upstream.resilience().dnsRefresh().toNanos())) {
            case ADDRESSES -> {
                note(
                        System.Logger.Level.INFO,
                        "the name " + host + " stands for "
                                + addresses.stream()
                                        .map(InetAddress::getHostAddress)
                                        .toList());
                regroup(nanoTime);
            }
            case NOTHING, BEGAN_TO_FAIL -> {}
        }
    }

    synchronized void notFound(String host, long nanoTime) {
        switch (resolutions.failed(
                host, nanoTime + upstream.resilience().dnsRefresh().toNanos())) {
            case BEGAN_TO_FAIL -> {
                List<InetAddress> kept = resolutions.addresses(host);
                note(
                        System.Logger.Level.WARNING,
                        "the name " + host + " cannot be looked up; "
                                + (kept.isEmpty() ? "no address of it is known" : "its old addresses are kept"));
                regroup(nanoTime);
            }
            case NOTHING, ADDRESSES -> {}
        }
    }

    /// @param nextAt when the target is asked again
    synchronized void probed(TargetState target, Prober.Outcome outcome, long nextAt) {
        target.checks.underWay = false;
        target.checks.nextAt = nextAt;
        if (upstream.resilience().health().isEmpty() || !target.isConfigured()) {
            return;
        }
        HealthCheck check = upstream.resilience().health().get();
        boolean changed = switch (outcome) {
            case Prober.Outcome.Well _ -> target.checks.passed(check.healthy());
            case Prober.Outcome.Unwell _ -> target.checks.failed(check.unhealthy());
        };
        if (!changed) {
            return;
        }
        switch (outcome) {
            case Prober.Outcome.Well _ -> note(System.Logger.Level.INFO, "the target " + target + " is healthy again");
            case Prober.Outcome.Unwell unwell ->
                note(System.Logger.Level.WARNING, "the target " + target + " is unhealthy: " + unwell.why());
        }
        rotate();
    }

    /// Learns from answers of one event loop.
    void learn(long nanoTime, long answers, double nanos, int peak) {
        if (upstream.resilience().overload().isEmpty()) {
            return;
        }
        int before = gate.limit();
        int now = limit.offer(nanoTime, answers, nanos, peak);
        hold(now);
        int most = upstream.maxConnections();
        if (before >= most && now < most) {
            note(
                    System.Logger.Level.WARNING,
                    "answers take longer than the usual " + Math.round(limit.usual() / 1e6) + " ms: requests beyond "
                            + now + " at once are shed for now");
        } else if (before < most && now >= most) {
            note(System.Logger.Level.INFO, "nothing is shed any more");
        }
    }

    /// A limit at its top holds nobody back: who finds all connections in use may wait for one.
    private void hold(int requests) {
        gate.limit(requests >= upstream.maxConnections() ? Integer.MAX_VALUE : requests);
    }

    private void note(System.Logger.Level level, String text) {
        journal.note(level, "upstream " + upstream.name() + ": " + text);
    }

    synchronized UpstreamStatus status() {
        List<UpstreamStatus.TargetStatus> targets = new ArrayList<>();
        for (Target target : upstream.targets()) {
            String url = target.url();
            List<Part> parts = members.stream()
                    .filter(part -> part.target().target().authority().equals(target.authority()))
                    .toList();
            for (Part part : parts) {
                TargetState state = part.target();
                targets.add(new UpstreamStatus.TargetStatus(
                        url,
                        state.address().getAddress().getHostAddress(),
                        target.weight(),
                        state.condition(),
                        state.inFlight(),
                        state.requests(),
                        state.failures()));
            }
            if (parts.isEmpty()) {
                targets.add(
                        new UpstreamStatus.TargetStatus(url, "", target.weight(), TargetCondition.UNRESOLVED, 0, 0, 0));
            }
        }
        return new UpstreamStatus(
                upstream.name(),
                gate.inside(),
                upstream.maxConnections(),
                gate.queued(),
                Math.min(gate.limit(), upstream.maxConnections()),
                new UpstreamStatus.Figures(
                        budget.granted(),
                        budget.refused(),
                        gate.shed(),
                        gate.queueFull(),
                        gate.queueTimeouts(),
                        withoutTarget.sum()),
                targets);
    }
}
