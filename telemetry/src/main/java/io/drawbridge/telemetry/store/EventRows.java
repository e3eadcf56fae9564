package io.drawbridge.telemetry.store;

import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.storage.Batches;
import io.drawbridge.telemetry.text.Findings;
import io.drawbridge.telemetry.text.HeadText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The rows of events and decisions.
final class EventRows {
    /// How many old events one transaction removes at the most, so that none takes long.
    private static final int TRIMMED = 5_000;

    private final Jdbi jdbi;
    private final Batches batches;
    private final String node;
    private final int limit;
    private final Documents documents = new Documents();

    EventRows(Jdbi jdbi, String node, int limit) {
        this.jdbi = jdbi;
        this.batches = new Batches(InstantSource.system());
        this.node = node;
        this.limit = limit;
    }

    Optional<Decision> find(DecisionId id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT document FROM decision WHERE id = ?")
                        .bind(0, id.text())
                        .mapTo(String.class)
                        .findOne())
                .map(document -> documents.read(id, document));
    }

    /// Writes all of them or none, and removes as many of the oldest as are too many. After a failure it must
    /// be called with the same events again, or with none of them.
    void write(List<Event> events) throws SQLException {
        jdbi.useTransaction(handle -> {
            switch (batches.begin(handle)) {
                case NEW -> insert(handle, events);
                case WRITTEN_ALREADY -> {
                    // The answer to that commit was lost.
                }
            }
            trim(handle);
        });
        batches.done();
    }

    private void insert(Handle handle, List<Event> events) throws SQLException {
        Connection connection = handle.getConnection();
        try (PreparedStatement rows = connection.prepareStatement("""
                            INSERT INTO security_event (at, name, policy, route, client, address, decision, details, node)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
                PreparedStatement decisions = connection.prepareStatement(
                        "INSERT INTO decision (id, document, node) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")) {
            for (Event event : events) {
                switch (event) {
                    case Notice notice -> add(notice, rows);
                    case Exchanged exchanged -> {
                        add(exchanged, rows);
                        if (exchanged.decision().isPresent()) {
                            DecisionId id = exchanged.decision().get();
                            decisions.setString(1, id.text());
                            decisions.setString(2, storable(documents.write(Documents.decision(id, exchanged))));
                            decisions.setString(3, node);
                            decisions.addBatch();
                        }
                    }
                }
            }
            rows.executeBatch();
            decisions.executeBatch();
        }
    }

    /// PostgreSQL takes no character of the number 0 in a text.
    private static String storable(String text) {
        return text.indexOf(0) < 0 ? text : text.replace((char) 0, '\uFFFD');
    }

    private void add(Notice notice, PreparedStatement rows) throws SQLException {
        String address = notice.address().map(ClientAddress::text).orElse("");
        add(rows, notice.at(), notice.name(), "", "", "", address, "", documents.details(notice));
    }

    private void add(Exchanged exchanged, PreparedStatement rows) throws SQLException {
        String id = exchanged.decision().map(DecisionId::text).orElse("");
        String route = exchanged.route().map(RouteName::text).orElse("");
        String client = HeadText.capped(exchanged.client().label(), Documents.LABEL);
        String address = exchanged.address().text();
        if (EventStore.isMalformed(exchanged)) {
            String details = documents.details(exchanged);
            add(rows, exchanged.at(), EventName.REQUEST_MALFORMED, "", route, client, address, id, details);
        }
        for (Judgement judgement : exchanged.judgements()) {
            Optional<Reason> reason = Findings.news(judgement);
            if (reason.isPresent()) {
                String policy = judgement.policy().text();
                String details = documents.details(judgement, reason.get());
                add(rows, exchanged.at(), reason.get().event(), policy, route, client, address, id, details);
            }
        }
    }

    private void add(
            PreparedStatement rows,
            Instant at,
            EventName name,
            String policy,
            String route,
            String client,
            String address,
            String decision,
            String details)
            throws SQLException {
        rows.setLong(1, at.toEpochMilli());
        rows.setString(2, name.name());
        rows.setString(3, policy);
        rows.setString(4, route);
        rows.setString(5, storable(client));
        rows.setString(6, address);
        rows.setString(7, decision);
        rows.setString(8, storable(details));
        rows.setString(9, node);
        // Together they are one message to a server.
        rows.addBatch();
    }

    private void trim(Handle handle) {
        long oldest = number(handle, "SELECT coalesce(min(number), 0) FROM security_event");
        long newest = number(handle, "SELECT coalesce(max(number), 0) FROM security_event");
        long excess = newest - oldest + 1 - limit;
        if (excess <= 0) {
            return;
        }
        long upTo = oldest + Math.min(excess, TRIMMED) - 1;
        handle.execute("DELETE FROM security_event WHERE number <= ?", upTo);
        // A decision's id begins with its time, in as many hexadecimal digits.
        handle.createQuery("SELECT at FROM security_event ORDER BY number LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .ifPresent(kept -> handle.execute(
                        "DELETE FROM decision WHERE id < ?", HexFormat.of().toHexDigits(kept, 12)));
    }

    private static long number(Handle handle, String query) {
        return handle.createQuery(query).mapTo(Long.class).one();
    }
}
