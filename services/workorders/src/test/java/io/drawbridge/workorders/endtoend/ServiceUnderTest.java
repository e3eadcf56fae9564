package io.drawbridge.workorders.endtoend;

import io.drawbridge.workorders.WorkOrderService;
import io.drawbridge.workorders.caller.FakeGateway;
import io.drawbridge.workorders.caller.GatewayKeys;
import io.drawbridge.workorders.caller.IdentityTokens;
import io.drawbridge.workorders.caller.KeysUnreadable;
import io.drawbridge.workorders.database.Database;
import io.drawbridge.workorders.database.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The service on a free port, a gateway that signs for it, and a client.
final class ServiceUnderTest implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    final FakeGateway gateway;
    final Database database;
    final WorkOrderService service;
    private final AtomicInteger statements = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ServiceUnderTest(Engine engine, Path folder) {
        var clock = Clock.systemUTC();
        gateway = new FakeGateway(folder.resolve("jwks.json"), clock);
        database = Database.open(engine.fresh(folder));
        database.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });
        try {
            var keys = GatewayKeys.read(gateway.file());
            var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            service = WorkOrderService.start(database, keys, "workorders", anyPort, List.of(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (KeysUnreadable e) {
            throw new IllegalStateException(e);
        }
    }

    /// An answer, its body read as JSON.
    record Reply(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String field(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String code() {
            return json().path("code").asString();
        }
    }

    /// Nobody that a test has met before.
    static String someone() {
        return "user-" + UUID.randomUUID();
    }

    Reply get(String user, String path) {
        return asUser(user, "GET", path, BodyPublishers.noBody());
    }

    Reply delete(String user, String path) {
        return asUser(user, "DELETE", path, BodyPublishers.noBody());
    }

    Reply post(String user, String path, Object body) {
        return asUser(user, "POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    Reply patch(String user, String path, Object body) {
        return asUser(user, "PATCH", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }

    Reply asUser(String user, String method, String path, BodyPublisher body) {
        return send(request(path)
                .header(IdentityTokens.FIELD, gateway.user(user))
                .header("Content-Type", "application/json")
                .method(method, body));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service.uri() + path));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(client.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// How many statements the database is sent while something runs.
    int statementsOf(Runnable action) {
        statements.set(0);
        action.run();
        return statements.get();
    }

    static final String ORDERS = "/api/v1/work-orders";

    /// The body of a good order.
    static Map<String, Object> order(String externalId, String day, int dispensers) {
        return Map.of(
                "external_id", externalId,
                "site_name", "Juniper Corner Store #0087",
                "address", "15 Mill Road, Fairhaven",
                "scheduled_date", day,
                "service_code", "2861",
                "notes", "Ring twice.\nMind the dog.",
                "dispensers",
                        java.util.stream.IntStream.range(0, dispensers)
                                .mapToObj(ServiceUnderTest::dispenser)
                                .toList());
    }

    static Map<String, Object> dispenser(int position) {
        return Map.of(
                "dispenser_number",
                (2 * position + 1) + "/" + (2 * position + 2),
                "dispenser_type",
                "Multi-product dispenser",
                "fuel_grades",
                List.of("Regular", "Premium"),
                "make",
                "Halden",
                "model",
                "HX-500",
                "serial_number",
                "HX" + position,
                "meter_type",
                "Electronic",
                "number_of_nozzles",
                4);
    }

    /// Makes an order and returns its path.
    String make(String user, String externalId, String day, int dispensers) {
        var reply = post(user, ORDERS, order(externalId, day, dispensers));
        if (reply.status() != 201) {
            throw new IllegalStateException(reply.response().body());
        }
        return reply.field("Location");
    }

    @Override
    public void close() {
        client.close();
        service.close();
        database.close();
    }
}
