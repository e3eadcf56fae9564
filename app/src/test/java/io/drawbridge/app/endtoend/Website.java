package io.drawbridge.app.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A website of an origin of its own. It has one page, which uses the gateway and says at the end how that went.
final class Website implements AutoCloseable {
    private final HttpServer server;
    private final AtomicReference<String> result = new AtomicReference<>("");

    private Website(HttpServer server) {
        this.server = server;
    }

    static Website start(Path page) throws IOException {
        byte[] text = Files.readAllBytes(page);
        Website website =
                new Website(HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
        website.server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                if (path.equals("/result")) {
                    website.result.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                } else if (path.equals("/")) {
                    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                    exchange.sendResponseHeaders(200, text.length);
                    exchange.getResponseBody().write(text);
                } else {
                    exchange.sendResponseHeaders(404, -1);
                }
            }
        });
        website.server.start();
        return website;
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Its page, which will use this gateway.
    String page(String gateway, String token) {
        return origin() + "/?gateway=" + URLEncoder.encode(gateway, StandardCharsets.UTF_8) + "&token="
                + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    /// What the page said, as soon as it does.
    JsonNode result() {
        return JsonMapper.shared()
                .readTree(Eventually.get(
                        "the page's result", () -> Optional.of(result.get()).filter(text -> !text.isEmpty())));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
