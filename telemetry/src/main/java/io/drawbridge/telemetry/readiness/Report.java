package io.drawbridge.telemetry.readiness;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.ClientReadiness;
import io.drawbridge.domain.readiness.Outlook;
import io.drawbridge.domain.readiness.PolicyReadiness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads one policy's readiness out of the database.
final class Report {
    private final Handle handle;
    private final ReadinessSettings settings;
    private final Instant now;
    private final PolicyName policy;
    private final Optional<RouteName> route;

    Report(Handle handle, ReadinessSettings settings, Instant now, PolicyName policy, Optional<RouteName> route) {
        this.handle = handle;
        this.settings = settings;
        this.now = now;
        this.policy = policy;
        this.route = route;
    }

    private record Totals(long requests, long wouldRefuse, long refused, Optional<Instant> since) {}

    /// A client's denials, of all routes together.
    private record Denied(Who who, String address, String userAgent, List<ClientReadiness.OnRoute> routes) {
        long wouldRefuse() {
            return routes.stream()
                    .mapToLong(ClientReadiness.OnRoute::wouldRefuse)
                    .sum();
        }

        long refused() {
            return routes.stream().mapToLong(ClientReadiness.OnRoute::refused).sum();
        }
    }

    PolicyReadiness read() {
        Totals totals = totals();
        Map<Integer, Long> requests = requests();
        List<ClientReadiness> clients = clients(requests);
        long judged = judgedInWindow();
        return new PolicyReadiness(
                policy,
                totals.requests,
                totals.wouldRefuse,
                totals.refused,
                clients,
                others(requests.getOrDefault(Clients.OTHERS, 0L)),
                trend(),
                outlook(judged),
                judged == 0 ? 1 : Math.min(1, 3.0 / judged),
                totals.since);
    }

    private Totals totals() {
        return query("""
                SELECT coalesce(sum(requests), 0), coalesce(sum(would_refuse), 0), coalesce(sum(refused), 0), min(since)
                FROM readiness_total WHERE policy = :policy AND (:route = '' OR route = :route)""")
                .map((row, _) -> {
                    long since = row.getLong(4);
                    Optional<Instant> first =
                            row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
                    return new Totals(row.getLong(1), row.getLong(2), row.getLong(3), first);
                })
                .one();
    }

    /// Of each denied client, and of the others, all requests on the routes that the policy has judged.
    private Map<Integer, Long> requests() {
        Map<Integer, Long> requests = new HashMap<>();
        query("""
                SELECT client, sum(requests) FROM readiness_traffic
                WHERE (client = 0 OR client IN (SELECT client FROM readiness_denial WHERE policy = :policy))
                    AND route IN (SELECT route FROM readiness_total WHERE policy = :policy)
                    AND (:route = '' OR route = :route)
                GROUP BY client""").map((row, _) -> requests.put(row.getInt(1), row.getLong(2))).list();
        return requests;
    }

    private List<ClientReadiness> clients(Map<Integer, Long> requests) {
        Map<Integer, Denied> denied = new LinkedHashMap<>();
        query("""
                SELECT c.id, c.kind, c.subject, c.network, c.address, c.user_agent,
                    d.route, d.would_refuse, d.refused, d.first_seen, d.last_seen
                FROM readiness_denial d JOIN readiness_client c ON c.id = d.client
                WHERE d.policy = :policy AND (:route = '' OR d.route = :route)
                ORDER BY d.would_refuse + d.refused DESC, d.route""")
                .map((row, _) -> {
                    Who who = new Who(row.getString(2), row.getString(3), row.getString(4));
                    String address = row.getString(5);
                    String agent = row.getString(6);
                    return denied.computeIfAbsent(
                                    row.getInt(1), _ -> new Denied(who, address, agent, new ArrayList<>()))
                            .routes
                            .add(new ClientReadiness.OnRoute(
                                    new RouteName(row.getString(7)),
                                    row.getLong(8),
                                    row.getLong(9),
                                    Instant.ofEpochMilli(row.getLong(10)),
                                    Instant.ofEpochMilli(row.getLong(11))));
                })
                .list();
        List<ClientReadiness> clients = new ArrayList<>(denied.size());
        denied.forEach((number, one) -> clients.add(client(one, requests.getOrDefault(number, 0L))));
        clients.sort(Comparator.<ClientReadiness>comparingLong(one -> one.wouldRefuse() + one.refused())
                .reversed()
                .thenComparing(one -> one.client().label()));
        return clients;
    }

    private static ClientReadiness client(Denied denied, long requests) {
        Instant first = denied.routes.getFirst().firstSeen();
        Instant last = denied.routes.getFirst().lastSeen();
        for (ClientReadiness.OnRoute one : denied.routes) {
            first = one.firstSeen().isBefore(first) ? one.firstSeen() : first;
            last = one.lastSeen().isAfter(last) ? one.lastSeen() : last;
        }
        return new ClientReadiness(
                denied.who.client(),
                denied.address,
                denied.userAgent,
                requests,
                denied.wouldRefuse(),
                denied.refused(),
                first,
                last,
                denied.routes);
    }

    private PolicyReadiness.Others others(long requests) {
        return query("""
                SELECT coalesce(sum(would_refuse), 0), coalesce(sum(refused), 0) FROM readiness_denial
                WHERE policy = :policy AND client = 0 AND (:route = '' OR route = :route)""")
                .map((row, _) -> new PolicyReadiness.Others(requests, row.getLong(1), row.getLong(2)))
                .one();
    }

    private List<PolicyReadiness.Hour> trend() {
        return query("""
                SELECT hour, sum(requests), sum(denials) FROM readiness_hour
                WHERE policy = :policy AND hour > :oldest AND (:route = '' OR route = :route)
                GROUP BY hour ORDER BY hour""")
                .bind("oldest", hour(now) - ReadinessSettings.TREND_HOURS)
                .map((row, _) -> new PolicyReadiness.Hour(
                        Instant.EPOCH.plus(Duration.ofHours(row.getLong(1))), row.getLong(2), row.getLong(3)))
                .list();
    }

    /// Requests in the window. An hour of which only a part lies in it is left out: rather too few than too many.
    private long judgedInWindow() {
        return query("""
                SELECT coalesce(sum(requests), 0) FROM readiness_hour
                WHERE policy = :policy AND hour >= :first AND (:route = '' OR route = :route)""")
                .bind("first", Math.ceilDiv(windowStart(), 3_600_000L))
                .mapTo(Long.class)
                .one();
    }

    private Outlook outlook(long judged) {
        boolean denied =
                query("""
                SELECT EXISTS (SELECT 1 FROM readiness_denial
                WHERE policy = :policy AND last_seen >= :start AND (:route = '' OR route = :route))""").bind("start", windowStart()).mapTo(Boolean.class).one();
        if (denied) {
            return Outlook.NOT_READY;
        }
        return judged >= settings.enough() ? Outlook.READY : Outlook.NOT_ENOUGH_DATA;
    }

    private long windowStart() {
        return now.minus(settings.window()).toEpochMilli();
    }

    private static long hour(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), 3_600_000L);
    }

    private Query query(String sql) {
        return handle.createQuery(sql)
                .bind("policy", policy.text())
                .bind("route", route.map(RouteName::text).orElse(""));
    }
}
