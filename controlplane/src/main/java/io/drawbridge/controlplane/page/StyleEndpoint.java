package io.drawbridge.controlplane.page;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `GET /style.css` on the admin listener.
public final class StyleEndpoint implements Endpoint {
    private final Answer sheet = new Answer(200, "text/css; charset=utf-8", read(), List.of(), List.of());

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        return sheet;
    }

    private static String read() {
        try (InputStream stream = StyleEndpoint.class.getResourceAsStream("style.css")) {
            if (stream == null) {
                throw new IllegalStateException("the program has no style.css in it; build or install it again");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
