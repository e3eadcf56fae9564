package io.drawbridge.workorders.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.function.LongSupplier;

/// The listener: HTTP/1.1, one virtual thread a connection.
public final class WebListener implements AutoCloseable {
    /// How long requests that are being answered may take to end when the service stops.
    private static final Duration GRACE = Duration.ofSeconds(10);

    /// How long one request may take.
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(2);

    /// How long a connection may stay without a request.
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private static final int MOST_CONNECTIONS = 1_024;
    private static final int MOST_REQUESTS_AT_ONCE = 256;
    /// Up to this size the rest of a body that nobody wanted is read over, so that the connection can be used on;
    /// behind
    /// it the connection is closed.
    private static final long LARGEST_SKIPPED = 2L * JsonBody.LARGEST;

    private final WebServer server;
    private final TimeLimit limit;
    private final URI uri;

    private WebListener(WebServer server, TimeLimit limit, URI uri) {
        this.server = server;
        this.limit = limit;
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
        tryToBind(address);
        var limit = new TimeLimit(LONGEST_REQUEST);
        var server = WebServer.builder()
                .bindAddress(address)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .shutdownGracePeriod(GRACE)
                .maxPayloadSize(LARGEST_SKIPPED)
                .maxTcpConnections(MOST_CONNECTIONS)
                .maxConcurrentRequests(MOST_REQUESTS_AT_ONCE)
                .idleConnectionTimeout(LONGEST_SILENCE)
                .idleConnectionPeriod(LONGEST_SILENCE.dividedBy(4))
                .connectionOptions(options -> options.tcpNoDelay(true))
                .directHandlers(directHandlers())
                .routing(new Routes(endpoints, new Failures(nanos), limit).routing())
                .build()
                .start();
        if (!server.isRunning()) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": the log says why");
        }
        String host = address.getAddress().getHostAddress();
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
        return new WebListener(server, limit, URI.create("http://" + authority));
    }

    /// The web server itself throws nothing when it cannot bind, but logs a stack trace. This says it in a line.
    private static void tryToBind(InetSocketAddress address) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage(), e);
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
            return response.header(HeaderNames.CACHE_CONTROL, "no-store")
                    .entity(answer.content().toByteArray())
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
        limit.close();
    }
}
