package io.drawbridge.telemetry.readiness;

import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.readiness.SeenClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Reads who came from a network. There are no more clients than readiness tells apart, so all of them are
/// looked at.
record Seen(Handle handle, Network network) {
    List<SeenClient> read() {
        List<SeenClient> seen = new ArrayList<>();
        handle
                .createQuery("""
                        SELECT c.kind, c.subject, c.network, c.address, c.user_agent, c.last_seen,
                            (SELECT sum(t.requests) FROM readiness_traffic t WHERE t.client = c.id) AS requests
                        FROM readiness_client c""")
                .map((row, _) -> new SeenClient(
                        new Who(row.getString(1), row.getString(2), row.getString(3)).client(),
                        row.getString(4),
                        row.getString(5),
                        Instant.ofEpochMilli(row.getLong(6)),
                        row.getLong(7)))
                .stream()
                .filter(client -> comesFrom(client.address()))
                .forEach(seen::add);
        seen.sort(Comparator.comparingLong(SeenClient::requests).reversed());
        return seen;
    }

    private boolean comesFrom(String address) {
        return Address.parse(address).filter(network::contains).isPresent();
    }
}
