package io.drawbridge.controlplane.acme;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Proves to an authority that a name is this gateway's (RFC 8555, section 8.3): it fetches a token's answer
/// over plain HTTP. There are as many as names in an order under way, and none otherwise.
public final class Challenges implements Endpoint {
    /// The path that the standard fixes.
    public static final String PATH = "/.well-known/acme-challenge/{token}";

    private final Map<String, String> answers = new ConcurrentHashMap<>();

    void expect(String token, String answer) {
        answers.put(token, answer);
    }

    void forget(String token) {
        answers.remove(token);
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        String answer = answers.get(exchange.pathValue("token"));
        return answer == null
                ? new Answer(404, "text/plain", "no such token\n", List.of(), List.of())
                : new Answer(200, "application/octet-stream", answer, List.of(), List.of());
    }
}
