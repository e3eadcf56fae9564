package io.drawbridge.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An admin listener that answers as it is told and keeps what it was asked.
final class FakeAdmin implements AutoCloseable {
    static final String KEY = "fake-admin-key";

    private final HttpServer server;
    private final Map<String, Canned> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    FakeAdmin() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /// A request as it came.
    ///
    /// @param call method and target
    record Asked(String call, Optional<String> ifMatch, String body) {}

    private record Canned(int status, String type, String body) {}

    /// @param call method and target, for example `GET /v1/edits?limit=50`
    FakeAdmin answers(String call, String json) {
        return answers(call, 200, "application/json", json);
    }

    FakeAdmin refuses(String call, int status, String problem) {
        return answers(call, status, "application/problem+json", problem);
    }

    FakeAdmin answers(String call, int status, String type, String body) {
        answers.put(call, new Canned(status, type, body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> calls() {
        return asked.stream().map(Asked::call).toList();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(
                new Asked(call, Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-Match")), body));
        Canned answer = answers.getOrDefault(
                call,
                new Canned(
                        404,
                        "application/problem+json",
                        "{\"title\": \"Not found\", \"detail\": \"The fake has no answer to " + call + ".\"}"));
        if (!KEY.equals(exchange.getRequestHeaders().getFirst("X-Admin-Key"))) {
            answer = new Canned(401, "application/problem+json", "{\"title\": \"Unauthorized\"}");
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
