package io.drawbridge.controlplane.health;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.HeaderField;

/// `GET /livez`, and the guides' `GET /api/v1/health`: the gateway answers. It tells nothing else, because it tells
/// everybody.
public final class LivenessEndpoint implements Endpoint {
    static final HeaderField NO_STORE = new HeaderField("Cache-Control", "no-store");
    private static final Answer OK = Answer.json(200, "{\"status\":\"ok\"}").with(NO_STORE);

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        return OK;
    }
}
