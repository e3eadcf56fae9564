package io.drawbridge.workorders.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
                copy(request.content().inputStream(), body);
            }
            return body.length() > LARGEST ? new Parsed.Bad<>(Problem.tooLarge()) : parse(body);
        } catch (IOException e) {
            throw new UncheckedIOException("the body did not arrive", e);
        }
    }

    /// Stops behind the byte that is too many.
    private static void copy(InputStream in, BudgetedBytes body) throws IOException {
        byte[] part = new byte[8 * 1024];
        for (int count = in.read(part); count >= 0 && body.length() <= LARGEST; count = in.read(part)) {
            body.end().write(part, 0, count);
        }
    }

    private static Parsed<JsonNode> parse(BudgetedBytes body) throws IOException {
        var bytes = new ByteArrayOutputStream((int) body.length());
        body.writeTo(bytes);
        try {
            var node = JSON.readTree(bytes.toByteArray());
            return node.isObject() ? new Parsed.Good<>(node) : new Parsed.Bad<>(Problem.notJson());
        } catch (JacksonException _) {
            return new Parsed.Bad<>(Problem.notJson());
        }
    }
}
