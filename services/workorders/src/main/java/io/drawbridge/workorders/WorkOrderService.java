package io.drawbridge.workorders;

import io.drawbridge.workorders.caller.GatewayKeys;
import io.drawbridge.workorders.caller.IdentityTokens;
import io.drawbridge.workorders.database.Database;
import io.drawbridge.workorders.database.Migrations;
import io.drawbridge.workorders.demo.DemoOrders;
import io.drawbridge.workorders.http.Endpoints;
import io.drawbridge.workorders.http.WebListener;
import io.drawbridge.workorders.order.WorkOrders;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/// The running service: the wiring of its parts, and their end.
public final class WorkOrderService implements AutoCloseable {
    private final WebListener listener;

    private WorkOrderService(WebListener listener) {
        this.listener = listener;
    }

    /// Brings the tables up to date, adds demo orders, and starts to listen.
    ///
    /// @param database stays the caller's to close, after the service
    /// @param audience the name that the gateway knows this service by
    /// @param demoUsers who gets demo orders; nobody when it is empty
    /// @throws IOException when the address cannot be listened on
    public static WorkOrderService start(
            Database database,
            GatewayKeys keys,
            String audience,
            InetSocketAddress listen,
            List<String> demoUsers,
            Clock clock)
            throws IOException {
        new Migrations(database).up();
        var orders = new WorkOrders(database, clock, UUID::randomUUID);
        new DemoOrders(orders, clock).seed(demoUsers);
        var tokens = new IdentityTokens(keys, audience, clock);
        var endpoints = new Endpoints(orders, tokens, database, System::nanoTime);
        return new WorkOrderService(WebListener.start(listen, endpoints, System::nanoTime));
    }

    /// Where it answers.
    public URI uri() {
        return listener.uri();
    }

    /// Ends when the requests that are being answered are answered, or after ten seconds.
    @Override
    public void close() {
        listener.close();
    }
}
