package io.drawbridge.workorders.http;

import io.drawbridge.workorders.caller.Caller;
import io.drawbridge.workorders.caller.Identification;
import io.drawbridge.workorders.caller.IdentityTokens;
import io.drawbridge.workorders.database.Database;
import io.drawbridge.workorders.order.Creation;
import io.drawbridge.workorders.order.Deletion;
import io.drawbridge.workorders.order.ListQuery;
import io.drawbridge.workorders.order.StatusChange;
import io.drawbridge.workorders.order.WorkOrder;
import io.drawbridge.workorders.order.WorkOrderStatus;
import io.drawbridge.workorders.order.WorkOrders;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// What the service answers, a method an endpoint. All but [#health] ask the gateway's token who the caller is.
public final class Endpoints {
    /// Where the orders are.
    static final String PATH = "/api/v1/work-orders";

    private static final System.Logger LOG = System.getLogger(Endpoints.class.getName());
    private static final HeaderName IDENTITY = HeaderNames.create(IdentityTokens.FIELD);
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Whether an administrator may do it for others.
    private enum Reach {
        OWN,
        OTHERS_TOO
    }

    private final WorkOrders orders;
    private final IdentityTokens tokens;
    private final Database database;
    private final BodyMemory memory;
    private final SparingLog refusals;
    private final SparingLog outages;

    /// @param nanos a clock that only counts on, in nanoseconds, for what is logged sparingly
    public Endpoints(WorkOrders orders, IdentityTokens tokens, Database database, LongSupplier nanos) {
        this(orders, tokens, database, nanos, BodyMemory.ofThisProgram());
    }

    Endpoints(WorkOrders orders, IdentityTokens tokens, Database database, LongSupplier nanos, BodyMemory memory) {
        this.orders = orders;
        this.tokens = tokens;
        this.database = database;
        this.memory = memory;
        this.refusals = new SparingLog(LOG, nanos);
        this.outages = new SparingLog(LOG, nanos);
    }

    /// `GET /health`: whether the database answers. Nobody needs to say who he is.
    Answer health(ServerRequest request) {
        try {
            database.check();
        } catch (RuntimeException e) {
            outages.warn("the database does not answer a health check: "
                    + e.getClass().getSimpleName());
            return Problem.databaseUnavailable().answer();
        }
        return small(200, json -> json.writeStringProperty("status", "ok"));
    }

    /// `GET /api/v1/work-orders`
    Answer list(ServerRequest request) {
        return asOwner(
                request,
                Reach.OTHERS_TOO,
                (owner, query) -> ListRequest.parse(owner, query).answer(this::page));
    }

    private Answer page(ListQuery query) {
        return query.limit() <= ListQuery.DEFAULT_PAGE
                ? page(query, memory.ordinary())
                : memory.large(budget -> page(query, budget));
    }

    private Answer page(ListQuery query, MemoryBudget budget) {
        var body = new BudgetedBytes(budget);
        long total;
        try (var json = JSON.createGenerator(body.end())) {
            json.writeStartArray();
            total = orders.list(query, order -> OrderWriter.write(json, order));
            json.writeEndArray();
        } catch (RuntimeException e) {
            body.close();
            throw e;
        }
        return Answer.json(200, body)
                .with("X-Total-Count", Long.toString(total))
                .with("X-Skip", Integer.toString(query.skip()))
                .with("X-Limit", Integer.toString(query.limit()));
    }

    /// `GET /api/v1/work-orders/{id}`
    Answer get(ServerRequest request) {
        return asOwner(
                request,
                Reach.OTHERS_TOO,
                (owner, _) -> id(request)
                        .flatMap(id -> orders.find(owner, id))
                        .map(order -> one(200, order))
                        .orElseGet(() -> Problem.noSuchOrder().answer()));
    }

    /// `POST /api/v1/work-orders`
    Answer create(ServerRequest request) {
        return asOwner(
                request,
                Reach.OWN,
                (owner, _) -> JsonBody.read(request, memory.ordinary())
                        .then(OrderReader::newOrder)
                        .answer(order -> switch (orders.create(owner, order.details(), order.dispensers())) {
                            case Creation.Created(WorkOrder created) ->
                                one(201, created).with("Location", PATH + "/" + created.id());
                            case Creation.Duplicate(String externalId) ->
                                Problem.duplicate(externalId).answer();
                        }));
    }

    /// `PATCH /api/v1/work-orders/{id}/status`
    Answer changeStatus(ServerRequest request) {
        return asOwner(
                request,
                Reach.OWN,
                (owner, _) -> id(request)
                        .map(id -> JsonBody.read(request, memory.ordinary())
                                .then(OrderReader::status)
                                .answer(status -> changeStatus(owner, id, status)))
                        .orElseGet(() -> Problem.noSuchOrder().answer()));
    }

    private Answer changeStatus(String owner, UUID id, WorkOrderStatus wanted) {
        return switch (orders.changeStatus(owner, id, wanted)) {
            case StatusChange.Changed changed ->
                small(200, json -> {
                    json.writeStringProperty("status", "updated");
                    json.writeStringProperty("work_order_id", id.toString());
                    json.writeStringProperty("new_status", changed.status().text());
                    json.writeStringProperty("updated_at", changed.updated().toString());
                });
            case StatusChange.NotAllowed(WorkOrderStatus current) -> {
                String next = current.next().stream().map(WorkOrderStatus::text).collect(Collectors.joining(", "));
                yield Problem.notAllowed(wanted.text(), current.text(), next).answer();
            }
            case StatusChange.NoSuchOrder() -> Problem.noSuchOrder().answer();
        };
    }

    /// `DELETE /api/v1/work-orders/{id}`
    Answer delete(ServerRequest request) {
        return asOwner(
                request,
                Reach.OWN,
                (owner, _) -> id(request)
                        .map(id -> delete(owner, id))
                        .orElseGet(() -> Problem.noSuchOrder().answer()));
    }

    private Answer delete(String owner, UUID id) {
        return switch (orders.delete(owner, id)) {
            case Deletion.Deleted(int dispensers) ->
                small(200, json -> {
                    json.writeStringProperty("work_order_id", id.toString());
                    json.writeNumberProperty("deleted_work_orders", 1);
                    json.writeNumberProperty("deleted_dispensers", dispensers);
                });
            case Deletion.NoSuchOrder() -> Problem.noSuchOrder().answer();
        };
    }

    /// Every other method and path.
    Answer nothing(ServerRequest request) {
        return Problem.noSuchPath().answer();
    }

    /// Goes on for the user whose orders are meant: the caller, or, where that is allowed, whom an administrator
    /// names.
    private Answer asOwner(ServerRequest request, Reach reach, BiFunction<String, QueryString, Answer> next) {
        return switch (tokens.identify(request.headers().all(IDENTITY, List::of))) {
            case Identification.Refused(var reason) -> {
                refusals.warn("refused a request: its identity token is " + reason.text());
                yield Problem.unidentified().answer();
            }
            case Identification.Known(Caller caller) ->
                QueryString.parse(request.query().rawValue())
                        .answer(query -> owner(caller, query, reach)
                                .map(owner -> next.apply(owner, query))
                                .orElseGet(() -> Problem.othersOrders().answer()));
        };
    }

    /// Every value of a repeated `user_id` counts, so that no other reader of the same query can understand another
    /// one.
    private static Optional<String> owner(Caller caller, QueryString query, Reach reach) {
        var named = Set.copyOf(query.all("user_id"));
        if (named.isEmpty() || named.equals(Set.of(caller.userId()))) {
            return Optional.of(caller.userId());
        }
        return switch (reach) {
            case OWN -> Optional.empty();
            case OTHERS_TOO ->
                named.size() == 1 && caller.mayReadForOthers() ? named.stream().findFirst() : Optional.empty();
        };
    }

    /// The id in the path, in its one usual form.
    private static Optional<UUID> id(ServerRequest request) {
        String text = request.path().pathParameters().get("id");
        try {
            var id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Answer one(int status, WorkOrder order) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(bytes)) {
            OrderWriter.write(json, order);
        }
        return Answer.json(status, Content.of(bytes.toByteArray()));
    }

    private static Answer small(int status, Consumer<JsonGenerator> members) {
        var bytes = new ByteArrayOutputStream(128);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return Answer.json(status, Content.of(bytes.toByteArray()));
    }
}
