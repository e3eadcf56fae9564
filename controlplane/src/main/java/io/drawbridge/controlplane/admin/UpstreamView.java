package io.drawbridge.controlplane.admin;

import io.drawbridge.domain.route.UpstreamStatus;
import java.util.List;

/// An upstream as the admin API shows it.
record UpstreamView(
        String name,
        int connections,
        int maxConnections,
        int queued,
        int concurrencyLimit,
        long retried,
        long retriesOverBudget,
        long shed,
        long queueFull,
        long queueTimeouts,
        long withoutTarget,
        List<TargetView> targets) {
    record TargetView(
            String url, String address, int weight, String state, int inFlight, long requests, long failures) {}

    static UpstreamView of(UpstreamStatus status) {
        UpstreamStatus.Figures figures = status.figures();
        return new UpstreamView(
                status.name(),
                status.connections(),
                status.maxConnections(),
                status.queued(),
                status.concurrencyLimit(),
                figures.retried(),
                figures.overBudget(),
                figures.shed(),
                figures.queueFull(),
                figures.queueTimeouts(),
                figures.withoutTarget(),
                status.targets().stream()
                        .map(target -> new TargetView(
                                target.url(),
                                target.address(),
                                target.weight(),
                                target.state().word(),
                                target.inFlight(),
                                target.requests(),
                                target.failures()))
                        .toList());
    }
}
