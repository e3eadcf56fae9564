package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;

/// How an exchange that failed must look, from the client's side and in the record.
final class Outcome {
    private Outcome() {}

    static void assertProblem(Message answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.value("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, "\"code\":\"" + code + "\"", "\"remediation\":");
    }

    static void assertEnded(Gateway gateway, int status, Ending ending) throws InterruptedException {
        Exchanged exchange = gateway.nextExchange();
        assertThat(exchange.ending()).as(exchange.cause()).isEqualTo(ending);
        assertThat(exchange.status()).isEqualTo(status);
    }
}
