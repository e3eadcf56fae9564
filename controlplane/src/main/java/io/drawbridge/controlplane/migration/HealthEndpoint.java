package io.drawbridge.controlplane.migration;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.HeaderField;

/// `GET /api/v1/health`: the gateway answers. It tells nothing else, because it tells everybody.
public final class HealthEndpoint implements Endpoint {
    private static final Answer OK =
            Answer.json(200, "{\"status\":\"ok\"}").with(new HeaderField("Cache-Control", "no-store"));

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        return OK;
    }
}
