package io.drawbridge.workorders.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// The listener: HTTP/1.1, one virtual thread a connection.
public final class WebListener implements AutoCloseable {
    /// How long requests that are being answered may take to end when the service stops.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int MOST_CONNECTIONS = 1_024;
    private static final int MOST_REQUESTS_AT_ONCE = 256;
    /// Up to this size the rest of a body that nobody wanted is read over, so that the connection can be used on;
    /// behind
    /// it the connection is closed.
    private static final long LARGEST_SKIPPED = 2L * JsonBody.LARGEST;
    /// Answers up to this size are sent in one write.
    private static final int SMALL = 64 * 1024;

    private final WebServer server;
    private final URI uri;

    private WebListener(WebServer server, URI uri) {
        this.server = server;
        this.uri = uri;
    }

    /// Starts to listen.
    ///
    /// @param address port 0 takes a free one
    /// @param nanos a clock that only counts on, in nanoseconds, for what is logged sparingly
    /// @throws IOException when the address cannot be listened on
    public static WebListener start(InetSocketAddress address, Endpoints endpoints, LongSupplier nanos)
            throws IOException {
        if (address.isUnresolved()) {
            throw new IOException("cannot listen on " + address.getHostString() + ": there is no such host");
        }
        var server = WebServer.builder()
                .bindAddress(address)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .shutdownGracePeriod(GRACE)
                .maxPayloadSize(LARGEST_SKIPPED)
                .maxTcpConnections(MOST_CONNECTIONS)
                .maxConcurrentRequests(MOST_REQUESTS_AT_ONCE)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .directHandlers(directHandlers())
                .routing(routing(endpoints, new Failures(nanos)))
                .build()
                .start();
        // The server logs why it could not start, and says so in this way alone.
        if (!server.isRunning()) {
            throw new IOException("cannot listen on " + address.getHostString() + ":" + address.getPort()
                    + ": is something else listening there?");
        }
        String host = address.getAddress().getHostAddress();
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
        return new WebListener(server, URI.create("http://" + authority));
    }

    private static HttpRouting.Builder routing(Endpoints endpoints, Failures failures) {
        return HttpRouting.builder()
                .route(route("/health", handler(endpoints::health, failures), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH, handler(endpoints::list, failures), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH + "/", handler(endpoints::list, failures), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH, handler(endpoints::create, failures), Method.POST))
                .route(route(Endpoints.PATH + "/", handler(endpoints::create, failures), Method.POST))
                .route(route(Endpoints.PATH + "/{id}", handler(endpoints::get, failures), Method.GET, Method.HEAD))
                .route(route(Endpoints.PATH + "/{id}", handler(endpoints::delete, failures), Method.DELETE))
                .route(route(Endpoints.PATH + "/{id}/status", handler(endpoints::changeStatus, failures), Method.PATCH))
                .any(handler(endpoints::nothing, failures))
                // For what fails outside the endpoints, and for errors of the machine itself.
                .error(
                        Throwable.class,
                        (request, response, failure) -> send(
                                request, response, failures.problem(failure).answer()));
    }

    private static HttpRoute route(String path, Handler handler, Method... methods) {
        return HttpRoute.builder().methods(methods).path(path).handler(handler).build();
    }

    private static Handler handler(Function<ServerRequest, Answer> endpoint, Failures failures) {
        return (request, response) -> {
            send(request, response, answer(request, endpoint, failures));
            // The web server would read on, and take what is left of a body for the next request.
            if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
                throw new CloseConnectionException("the client wants no more than this answer");
            }
        };
    }

    private static Answer answer(ServerRequest request, Function<ServerRequest, Answer> endpoint, Failures failures) {
        try {
            return endpoint.apply(request);
        } catch (CloseConnectionException | RequestException e) {
            throw e;
        } catch (RuntimeException e) {
            return failures.problem(e).answer();
        }
    }

    private static void send(ServerRequest request, ServerResponse response, Answer answer) {
        try (var content = answer.content()) {
            response.status(Status.create(answer.status()));
            answer.fields().forEach((name, value) -> response.header(HeaderNames.create(name), value));
            // What a user may see depends on the user: nothing on the way may keep it.
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.header(HeaderNames.CONTENT_LENGTH, Long.toString(content.length()));
            if (request.prologue().method().equals(Method.HEAD)) {
                response.send();
            } else if (content.length() <= SMALL) {
                var bytes = new ByteArrayOutputStream((int) content.length());
                content.writeTo(bytes);
                response.send(bytes.toByteArray());
            } else {
                try (var out = response.outputStream()) {
                    content.writeTo(out);
                }
            }
        } catch (IOException e) {
            throw new ServerConnectionException("the client did not take the answer", e);
        }
    }

    /// Answers to what is refused before there is a request to route.
    private static DirectHandlers directHandlers() {
        var handlers = DirectHandlers.builder();
        for (var event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, new ProblemHandler());
        }
        return handlers.build();
    }

    private static final class ProblemHandler implements DirectHandler {
        @Override
        public TransportResponse handle(
                TransportRequest request,
                EventType event,
                Status status,
                ServerResponseHeaders fields,
                String message) {
            var answer = Failures.problem(status.code()).answer();
            var response = TransportResponse.builder().status(status).keepAlive(false);
            answer.fields().forEach((name, value) -> response.header(HeaderNames.create(name), value));
            var bytes = new ByteArrayOutputStream();
            try (var content = answer.content()) {
                content.writeTo(bytes);
            } catch (IOException e) {
                throw new IllegalStateException("memory takes every byte", e);
            }
            return response.header(HeaderNames.CACHE_CONTROL, "no-store")
                    .entity(bytes.toByteArray())
                    .build();
        }
    }

    /// Where the service is, for example `http://127.0.0.1:8001`.
    public URI uri() {
        return uri;
    }

    /// Takes no new requests, and ends when those that are being answered are, or after ten seconds.
    @Override
    public void close() {
        server.stop();
    }
}
