package io.drawbridge.telemetry.readiness;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Makes room when somebody found no place: clients that have not been seen for longer than the window join the
/// others, and what they did stays counted there. So a flood of made-up clients is forgotten after a while, and
/// does not keep real ones out for ever.
final class IdleClients {
    private static final int BATCH = 1_000;
    private static final long PAUSE_MILLISECONDS = 3_600_000;

    private final Clients clients;
    private long next = Long.MIN_VALUE;

    IdleClients(Clients clients) {
        this.clients = clients;
    }

    /// @param before in milliseconds since 1970; who was seen since is not idle
    /// @return whether anybody made room
    boolean makeRoom(Connection connection, long before, long now) throws SQLException {
        if (now < next || !clients.turnedSomebodyAway()) {
            return false;
        }
        List<Who> idle = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TEMP TABLE IF NOT EXISTS idle_client (id BIGINT PRIMARY KEY)");
            statement.executeUpdate("DELETE FROM idle_client");
        }
        try (PreparedStatement choose = connection.prepareStatement("""
                INSERT INTO idle_client SELECT id FROM readiness_client WHERE last_seen < ?
                ORDER BY last_seen LIMIT ?""")) {
            choose.setLong(1, before);
            choose.setInt(2, BATCH);
            choose.executeUpdate();
        }
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("""
                    SELECT kind, subject, network FROM readiness_client WHERE id IN (SELECT id FROM idle_client)""")) {
                while (rows.next()) {
                    idle.add(new Who(rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            if (!idle.isEmpty()) {
                fold(statement);
            }
        }
        idle.forEach(clients::remove);
        // A whole batch means that there are more, who can go at the next occasion.
        next = idle.size() < BATCH ? now + PAUSE_MILLISECONDS : now;
        return !idle.isEmpty();
    }

    private static void fold(Statement statement) throws SQLException {
        statement.executeUpdate("""
                INSERT INTO readiness_traffic (route, client, requests)
                SELECT route, 0, sum(requests) FROM readiness_traffic
                WHERE client IN (SELECT id FROM idle_client) GROUP BY route
                ON CONFLICT (client, route) DO UPDATE
                SET requests = readiness_traffic.requests + excluded.requests""");
        statement.executeUpdate("""
                INSERT INTO readiness_denial (policy, route, client, would_refuse, refused, first_seen, last_seen)
                SELECT policy, route, 0, sum(would_refuse), sum(refused), min(first_seen), max(last_seen)
                FROM readiness_denial
                WHERE client IN (SELECT id FROM idle_client) GROUP BY policy, route
                ON CONFLICT (policy, client, route) DO UPDATE SET
                    would_refuse = readiness_denial.would_refuse + excluded.would_refuse,
                    refused = readiness_denial.refused + excluded.refused,
                    first_seen = CASE WHEN excluded.first_seen < readiness_denial.first_seen
                        THEN excluded.first_seen ELSE readiness_denial.first_seen END,
                    last_seen = CASE WHEN excluded.last_seen > readiness_denial.last_seen
                        THEN excluded.last_seen ELSE readiness_denial.last_seen END""");
        statement.executeUpdate("DELETE FROM readiness_traffic WHERE client IN (SELECT id FROM idle_client)");
        statement.executeUpdate("DELETE FROM readiness_denial WHERE client IN (SELECT id FROM idle_client)");
        statement.executeUpdate("DELETE FROM readiness_client WHERE id IN (SELECT id FROM idle_client)");
    }
}
