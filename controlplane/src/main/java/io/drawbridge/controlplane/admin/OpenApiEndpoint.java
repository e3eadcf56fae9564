package io.drawbridge.controlplane.admin;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// `GET /openapi.json`: the API's description. A test compares it with [AdminRoutes].
final class OpenApiEndpoint implements Endpoint {
    private final Answer document = Answer.json(200, read());

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        return document;
    }

    private static String read() {
        try (InputStream stream = OpenApiEndpoint.class.getResourceAsStream("openapi.json")) {
            if (stream == null) {
                throw new IllegalStateException("the program has no openapi.json in it; build or install it again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
