package io.drawbridge.controlplane.admin;

import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.HeaderField;

/// Does what every admin endpoint needs: a request that cannot be understood becomes its problem, and no answer is
/// kept
/// by a cache.
record GuardedEndpoint(Endpoint inner) implements Endpoint {
    private static final HeaderField NO_STORE = new HeaderField("Cache-Control", "no-store");

    @Override
    public Answer answer(Identified exchange, byte[] body) throws Exception {
        Answer answer;
        try {
            answer = inner.answer(exchange, body);
        } catch (BadRequest bad) {
            answer = bad.problem().answer();
        }
        boolean hasCaching =
                answer.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase("cache-control"));
        return hasCaching ? answer : answer.with(NO_STORE);
    }
}
