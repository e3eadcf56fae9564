package io.drawbridge.domain.route;

import java.util.List;

/// How an upstream is at the moment, on this node.
///
/// @param connections in use
/// @param queued requests that wait for a connection
/// @param concurrencyLimit requests in flight above which further ones are shed
/// @param figures what was counted since the start
public record UpstreamStatus(
        String name,
        int connections,
        int maxConnections,
        int queued,
        int concurrencyLimit,
        Figures figures,
        List<TargetStatus> targets) {
    public UpstreamStatus {
        targets = List.copyOf(targets);
    }

    /// One address of a target.
    ///
    /// @param address the IP address that its requests go to; empty where none is known
    /// @param requests since the start
    /// @param failures since the start, as [Ejection] counts them
    public record TargetStatus(
            String url,
            String address,
            int weight,
            TargetCondition state,
            int inFlight,
            long requests,
            long failures) {}

    /// Requests counted since the start.
    ///
    /// @param retried tried again
    /// @param overBudget not tried again because too many were
    /// @param shed turned away because the upstream was overloaded
    /// @param queueFull turned away because too many waited
    /// @param queueTimeouts turned away after they had waited
    /// @param withoutTarget turned away because no target was healthy
    public record Figures(
            long retried, long overBudget, long shed, long queueFull, long queueTimeouts, long withoutTarget) {}

    /// Where the status of the moment comes from.
    @FunctionalInterface
    public interface Source {
        List<UpstreamStatus> upstreams();
    }
}
