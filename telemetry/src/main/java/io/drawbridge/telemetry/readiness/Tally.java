package io.drawbridge.telemetry.readiness;

import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.telemetry.text.HeadText;
import io.drawbridge.telemetry.text.SecretParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What has been counted and not yet been written: requests and denials by route, client and hour. One thread
/// at a time uses it. It has a largest size; clients beyond it are counted together.
final class Tally {
    /// Stands for all clients that are not told apart. No network is written like this.
    static final Client OTHERS = new Client.Network("*");

    private static final int AGENT = 256;
    private static final long MILLISECONDS_AN_HOUR = 3_600_000;

    private final Map<Key, Cell> cells = new HashMap<>();
    private final Key probe = new Key();
    private final int limit;

    /// @param limit how many combinations of route, client and hour are told apart
    Tally(int limit) {
        this.limit = limit;
    }

    Map<Key, Cell> cells() {
        return cells;
    }

    int size() {
        return cells.size();
    }

    void record(RouteName route, Exchanged exchanged) {
        long at = exchanged.at().toEpochMilli();
        Cell cell = cell(route, Who.capped(exchanged.client()), Math.floorDiv(at, MILLISECONDS_AN_HOUR));
        cell.requests++;
        cell.seen(at, at);
        List<Judgement> judgements = exchanged.judgements();
        for (int i = 0; i < judgements.size(); i++) {
            Judgement judgement = judgements.get(i);
            if (judgement.isDenial()) {
                Denials denials = cell.denials(judgement.policy());
                if (judgement.isRefusal()) {
                    denials.refused++;
                } else {
                    denials.wouldRefuse++;
                }
                denials.seen(at, at);
                cell.address = exchanged.address().text();
                cell.userAgent = HeadText.capped(SecretParameters.maskText(exchanged.userAgent()), AGENT);
            }
        }
    }

    /// Adds everything that another one counted.
    void add(Tally other) {
        other.cells.forEach((key, added) -> {
            Cell cell = cell(key.route, key.client, key.hour);
            cell.requests += added.requests;
            cell.seen(added.first, added.last);
            for (Denials more : added.denials) {
                Denials denials = cell.denials(more.policy);
                denials.wouldRefuse += more.wouldRefuse;
                denials.refused += more.refused;
                denials.seen(more.first, more.last);
                cell.address = added.address;
                cell.userAgent = added.userAgent;
            }
        });
    }

    private Cell cell(RouteName route, Client client, long hour) {
        Cell known = cells.get(probe.set(route, client, hour));
        if (known != null) {
            return known;
        }
        // Routes come from the configuration, so the cells of all others are few.
        Client counted = cells.size() < limit ? client : OTHERS;
        return cells.computeIfAbsent(new Key().set(route, counted, hour), _ -> new Cell());
    }

    /// First and last time, in milliseconds since 1970.
    abstract static sealed class Span permits Cell, Denials {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;

        final void seen(long from, long to) {
            first = Math.min(first, from);
            last = Math.max(last, to);
        }
    }

    /// The counts of one client on one route in one hour.
    static final class Cell extends Span {
        long requests;
        String address = "";
        String userAgent = "";
        List<Denials> denials = List.of();

        private Denials denials(PolicyName policy) {
            for (int i = 0; i < denials.size(); i++) {
                if (denials.get(i).policy.equals(policy)) {
                    return denials.get(i);
                }
            }
            if (denials.isEmpty()) {
                denials = new ArrayList<>(2);
            }
            Denials first = new Denials(policy);
            denials.add(first);
            return first;
        }
    }

    /// The denials of one policy in a cell.
    static final class Denials extends Span {
        final PolicyName policy;
        long wouldRefuse;
        long refused;

        private Denials(PolicyName policy) {
            this.policy = policy;
        }
    }

    /// Where a request is counted. One is reused for look-ups; those in the table never change. It can be
    /// compared, so that names made up to have the same hash do not make the table slow.
    static final class Key implements Comparable<Key> {
        private static final RouteName NOWHERE = new RouteName("/");

        private RouteName route = NOWHERE;
        private Client client = OTHERS;
        private long hour;

        private Key set(RouteName route, Client client, long hour) {
            this.route = route;
            this.client = client;
            this.hour = hour;
            return this;
        }

        RouteName route() {
            return route;
        }

        Client client() {
            return client;
        }

        long hour() {
            return hour;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && hour == key.hour && route.equals(key.route) && client.equals(key.client);
        }

        @Override
        public int hashCode() {
            return (route.hashCode() * 31 + client.hashCode()) * 31 + Long.hashCode(hour);
        }

        @Override
        public int compareTo(Key other) {
            int byHour = Long.compare(hour, other.hour);
            if (byHour != 0) {
                return byHour;
            }
            int byRoute = route.compareTo(other.route);
            return byRoute != 0 ? byRoute : Who.of(client).compareTo(Who.of(other.client));
        }
    }
}
