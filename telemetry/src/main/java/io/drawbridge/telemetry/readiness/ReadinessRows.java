package io.drawbridge.telemetry.readiness;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.storage.Batches;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Lock;
import io.drawbridge.telemetry.text.HeadText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Writes counts into the database, as differences to what is there. One thread at a time uses it.
final class ReadinessRows {
    private static final long MILLISECONDS_AN_HOUR = 3_600_000;
    /// Combinations of client and route, and of policy, client and route, for each client that is told apart.
    private static final int COMBINATIONS = 4;
    /// When a client was last seen need not be known to the minute.
    private static final long SEEN_PRECISION = MILLISECONDS_AN_HOUR;

    private final ReadinessSettings settings;
    private final Clients clients;
    private final IdleClients idle;
    private final Database database;
    private final Batches batches;
    private boolean loaded;
    private long folds;
    private long traffic;
    private long denials;
    private long trimmedHour = Long.MIN_VALUE;

    ReadinessRows(Database database, ReadinessSettings settings, InstantSource clock) {
        this.database = database;
        this.batches = new Batches(clock);
        this.settings = settings;
        this.clients = new Clients(settings.clients());
        this.idle = new IdleClients(clients);
    }

    private record OnRoute(int client, RouteName route) {}

    private record Denied(PolicyName policy, int client, RouteName route) {}

    private record Denial(long wouldRefuse, long refused, long first, long last) {
        Denial plus(Denial other) {
            return new Denial(
                    wouldRefuse + other.wouldRefuse,
                    refused + other.refused,
                    Math.min(first, other.first),
                    Math.max(last, other.last));
        }
    }

    /// Adds a tally, whole or not at all. After a failure it must be called with the same tally again. One
    /// node at a time does it, and each finds what the others have added.
    ///
    /// @param bound which policies are bound on a route
    void add(Tally tally, Function<RouteName, Set<PolicyName>> bound, Instant now) {
        try {
            database.exclusively(Lock.READINESS, handle -> {
                Connection connection = handle.getConnection();
                switch (batches.begin(handle)) {
                    case WRITTEN_ALREADY -> {
                        // The answer to that commit was lost. What this node knew of clients may be wrong too.
                        loaded = false;
                    }
                    case NEW -> {
                        load(connection);
                        addClients(connection, tally);
                        addTotals(connection, Deltas.of(tally, bound));
                        trim(connection, now);
                        if (idle.makeRoom(
                                connection, now.minus(settings.window()).toEpochMilli(), now.toEpochMilli())) {
                            folds++;
                            count(connection);
                        }
                        store(connection);
                    }
                }
                return tally;
            });
            batches.done();
        } catch (SQLException | RuntimeException failure) {
            // What was put into memory is not in the database.
            loaded = false;
            throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
        }
    }

    /// Finds what other nodes have added: a few clients, mostly, or everything anew where one of them has
    /// removed some.
    private void load(Connection connection) throws SQLException {
        long highest;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT highest_client, folds, traffic_rows, denial_rows FROM readiness_numbering
                        WHERE id = 1""")) {
            if (!row.next()) {
                throw new IllegalStateException("the table readiness_numbering is empty");
            }
            highest = row.getLong(1);
            if (!loaded || folds != row.getLong(2)) {
                clients.clear();
                trimmedHour = Long.MIN_VALUE;
            }
            folds = row.getLong(2);
            traffic = row.getLong(3);
            denials = row.getLong(4);
        }
        if (clients.highest() < highest) {
            addOthers(connection);
            clients.reserve((int) highest);
        }
        loaded = true;
    }

    private void addOthers(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, kind, subject, network, last_seen FROM readiness_client WHERE id > ?")) {
            select.setInt(1, clients.highest());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    Who who = new Who(rows.getString(2), rows.getString(3), rows.getString(4));
                    clients.put(who, rows.getInt(1), rows.getLong(5));
                }
            }
        }
    }

    private void store(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE readiness_numbering SET highest_client = ?, folds = ?, traffic_rows = ?, denial_rows = ?
                WHERE id = 1""")) {
            update.setLong(1, clients.highest());
            update.setLong(2, folds);
            update.setLong(3, traffic);
            update.setLong(4, denials);
            update.executeUpdate();
        }
    }

    private void count(Connection connection) throws SQLException {
        traffic = number(connection, "SELECT count(*) FROM readiness_traffic");
        denials = number(connection, "SELECT count(*) FROM readiness_denial");
    }

    private void addClients(Connection connection, Tally tally) throws SQLException {
        Map<OnRoute, Long> requests = new HashMap<>();
        Map<Denied, Denial> denied = new HashMap<>();
        try (PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO readiness_client (id, kind, subject, network, address, user_agent, last_seen)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""");
                PreparedStatement seen =
                        connection.prepareStatement("UPDATE readiness_client SET last_seen = ? WHERE id = ?");
                PreparedStatement seenDenied = connection.prepareStatement(
                        "UPDATE readiness_client SET last_seen = ?, address = ?, user_agent = ? WHERE id = ?")) {
            for (Map.Entry<Tally.Key, Tally.Cell> counted : tally.cells().entrySet()) {
                RouteName route = counted.getKey().route();
                Tally.Cell cell = counted.getValue();
                int client = client(counted.getKey(), cell, insert, seen, seenDenied);
                requests.merge(new OnRoute(client, route), cell.requests, Long::sum);
                for (Tally.Denials one : cell.denials) {
                    denied.merge(
                            new Denied(one.policy, client, route),
                            new Denial(one.wouldRefuse, one.refused, one.first, one.last),
                            Denial::plus);
                }
            }
        }
        addTraffic(connection, requests);
        addDenials(connection, denied);
    }

    /// The number of a client, which gets a row when it is new and has found a place.
    private int client(
            Tally.Key key,
            Tally.Cell cell,
            PreparedStatement insert,
            PreparedStatement seen,
            PreparedStatement seenDenied)
            throws SQLException {
        if (key.client().equals(Tally.OTHERS)) {
            return Clients.OTHERS;
        }
        Who who = Who.of(key.client());
        boolean wasDenied = !cell.denials.isEmpty();
        String agent = HeadText.readable(cell.userAgent);
        Optional<Clients.Known> known = clients.find(who);
        if (known.isEmpty()) {
            Optional<Clients.Known> admitted = clients.admit(who, wasDenied, cell.last);
            if (admitted.isEmpty()) {
                return Clients.OTHERS;
            }
            insert.setInt(1, admitted.get().number);
            insert.setString(2, who.kind());
            insert.setString(3, who.subject());
            insert.setString(4, who.network());
            insert.setString(5, cell.address);
            insert.setString(6, agent);
            insert.setLong(7, cell.last);
            insert.executeUpdate();
            return admitted.get().number;
        }
        Clients.Known one = known.get();
        if (wasDenied) {
            one.lastSeen = Math.max(one.lastSeen, cell.last);
            seenDenied.setLong(1, one.lastSeen);
            seenDenied.setString(2, cell.address);
            seenDenied.setString(3, agent);
            seenDenied.setInt(4, one.number);
            seenDenied.executeUpdate();
        } else if (cell.last - one.lastSeen > SEEN_PRECISION) {
            one.lastSeen = cell.last;
            seen.setLong(1, cell.last);
            seen.setInt(2, one.number);
            seen.executeUpdate();
        }
        return one.number;
    }

    private void addTraffic(Connection connection, Map<OnRoute, Long> requests) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                        "UPDATE readiness_traffic SET requests = requests + ? WHERE client = ? AND route = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO readiness_traffic (requests, client, route) VALUES (?, ?, ?)")) {
            for (Map.Entry<OnRoute, Long> one : requests.entrySet()) {
                OnRoute where = one.getKey();
                boolean done = add(update, one.getValue(), where.client, where.route);
                if (!done && where.client != Clients.OTHERS && traffic >= combinations()) {
                    done = add(update, one.getValue(), Clients.OTHERS, where.route);
                    where = new OnRoute(Clients.OTHERS, where.route);
                }
                if (!done) {
                    add(insert, one.getValue(), where.client, where.route);
                    traffic++;
                }
            }
        }
    }

    private static boolean add(PreparedStatement statement, long requests, int client, RouteName route)
            throws SQLException {
        statement.setLong(1, requests);
        statement.setInt(2, client);
        statement.setString(3, route.text());
        return statement.executeUpdate() > 0;
    }

    private void addDenials(Connection connection, Map<Denied, Denial> denied) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                        UPDATE readiness_denial SET would_refuse = would_refuse + ?, refused = refused + ?,
                            first_seen = CASE WHEN first_seen < ? THEN first_seen ELSE ? END,
                            last_seen = CASE WHEN last_seen > ? THEN last_seen ELSE ? END
                        WHERE policy = ? AND client = ? AND route = ?""");
                PreparedStatement insert = connection.prepareStatement("""
                        INSERT INTO readiness_denial (would_refuse, refused, first_seen, last_seen, policy, client, route)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            for (Map.Entry<Denied, Denial> one : denied.entrySet()) {
                Denied where = one.getKey();
                boolean done = update(update, one.getValue(), where, where.client);
                int client = where.client;
                if (!done && client != Clients.OTHERS && denials >= combinations()) {
                    client = Clients.OTHERS;
                    done = update(update, one.getValue(), where, client);
                }
                if (!done) {
                    insert(insert, one.getValue(), where, client);
                    denials++;
                }
            }
        }
    }

    private static boolean update(PreparedStatement statement, Denial denial, Denied where, int client)
            throws SQLException {
        statement.setLong(1, denial.wouldRefuse);
        statement.setLong(2, denial.refused);
        statement.setLong(3, denial.first);
        statement.setLong(4, denial.first);
        statement.setLong(5, denial.last);
        statement.setLong(6, denial.last);
        statement.setString(7, where.policy.text());
        statement.setInt(8, client);
        statement.setString(9, where.route.text());
        return statement.executeUpdate() > 0;
    }

    private static void insert(PreparedStatement statement, Denial denial, Denied where, int client)
            throws SQLException {
        statement.setLong(1, denial.wouldRefuse);
        statement.setLong(2, denial.refused);
        statement.setLong(3, denial.first);
        statement.setLong(4, denial.last);
        statement.setString(5, where.policy.text());
        statement.setInt(6, client);
        statement.setString(7, where.route.text());
        statement.executeUpdate();
    }

    private long combinations() {
        return (long) settings.clients() * COMBINATIONS;
    }

    private static void addTotals(Connection connection, Deltas deltas) throws SQLException {
        try (PreparedStatement total = connection.prepareStatement("""
                        INSERT INTO readiness_total (policy, route, requests, would_refuse, refused, since)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (policy, route) DO UPDATE SET
                            requests = readiness_total.requests + excluded.requests,
                            would_refuse = readiness_total.would_refuse + excluded.would_refuse,
                            refused = readiness_total.refused + excluded.refused,
                            since = CASE WHEN excluded.since < readiness_total.since
                                THEN excluded.since ELSE readiness_total.since END""");
                PreparedStatement hour = connection.prepareStatement("""
                        INSERT INTO readiness_hour (policy, hour, route, requests, denials) VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (policy, hour, route) DO UPDATE SET
                            requests = readiness_hour.requests + excluded.requests,
                            denials = readiness_hour.denials + excluded.denials""")) {
            for (Map.Entry<Deltas.OnRoute, Deltas.Total> one : deltas.totals().entrySet()) {
                total.setString(1, one.getKey().policy().text());
                total.setString(2, one.getKey().route().text());
                total.setLong(3, one.getValue().requests());
                total.setLong(4, one.getValue().wouldRefuse());
                total.setLong(5, one.getValue().refused());
                total.setLong(6, one.getValue().since());
                total.executeUpdate();
            }
            for (Map.Entry<Deltas.InHour, Deltas.Hour> one : deltas.hours().entrySet()) {
                hour.setString(1, one.getKey().policy().text());
                hour.setLong(2, one.getKey().hour());
                hour.setString(3, one.getKey().route().text());
                hour.setLong(4, one.getValue().requests());
                hour.setLong(5, one.getValue().denials());
                hour.executeUpdate();
            }
        }
    }

    private void trim(Connection connection, Instant now) throws SQLException {
        long hour = Math.floorDiv(now.toEpochMilli(), MILLISECONDS_AN_HOUR);
        if (hour != trimmedHour) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM readiness_hour WHERE hour <= ?")) {
                delete.setLong(1, hour - ReadinessSettings.TREND_HOURS);
                delete.executeUpdate();
            }
            trimmedHour = hour;
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
