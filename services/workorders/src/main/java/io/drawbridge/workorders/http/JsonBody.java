package io.drawbridge.workorders.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a request's body as one JSON object. What it takes is paid for as it arrives, and the number of its parts is
/// bounded, since a small text can become a large tree.
final class JsonBody {
    /// The largest body, in bytes.
    static final int LARGEST = 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxTokenCount(10_000)
                            .maxNameLength(1_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    static Parsed<JsonNode> read(ServerRequest request, MemoryBudget budget) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        int parameters = type.indexOf(';');
        String essence = (parameters < 0 ? type : type.substring(0, parameters)).strip();
        if (!essence.toLowerCase(Locale.ROOT).equals("application/json")) {
            return new Parsed.Bad<>(Problem.wantsJson());
        }
        if (request.headers().contentLength().orElse(0) > LARGEST) {
            return new Parsed.Bad<>(Problem.tooLarge());
        }
        try (var body = new BudgetedBytes(budget)) {
            if (request.content().hasEntity()) {
                copy(request, body);
            }
            return body.length() > LARGEST ? new Parsed.Bad<>(Problem.tooLarge()) : parse(body);
        }
    }

    /// Stops behind the byte that is too many.
    private static void copy(ServerRequest request, BudgetedBytes body) {
        byte[] part = new byte[8 * 1024];
        try (var end = body.end()) {
            var in = request.content().inputStream();
            for (int count = in.read(part); count >= 0 && body.length() <= LARGEST; count = in.read(part)) {
                end.write(part, 0, count);
            }
        } catch (RequestException | MemoryBudget.Exhausted e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The web server has an exception of its own for every way in which a client can go away.
            throw new CloseConnectionException("the body did not arrive", e);
        }
    }

    private static Parsed<JsonNode> parse(BudgetedBytes body) {
        try {
            var node = JSON.readTree(body.toByteArray());
            return node.isObject() ? new Parsed.Good<>(node) : new Parsed.Bad<>(Problem.notJson());
        } catch (JacksonException _) {
            return new Parsed.Bad<>(Problem.notJson());
        }
    }
}
