package io.drawbridge.controlplane.admin;

import io.drawbridge.domain.route.UpstreamStatus;
import java.util.List;

/// An upstream as the admin API shows it; the figures are what was counted since the start.
public record UpstreamView(
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
    public record TargetView(
            String url, String address, int weight, String state, int inFlight, long requests, long failures) {}

    /// What the status shows of all upstreams.
    public static List<UpstreamView> of(List<UpstreamStatus> upstreams) {
        return upstreams.stream().map(UpstreamView::of).toList();
    }

    private static UpstreamView of(UpstreamStatus status) {
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
