package io.drawbridge.telemetry.log;

import static io.drawbridge.telemetry.AnExchange.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.telemetry.AnExchange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class JsonFormatTest {
    @TempDir
    Path folder;

    @Test
    void a_refusal_in_ecs_names() {
        LogFolder logs = written(out -> out.record(AnExchange.plain()
                .claiming("user1")
                .query("user_id=user2&token=hunter2")
                .agent(new String("caf\u00e9".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .refusedByOwnership()
                .decided(new DecisionId("0123456789abcdef0123456789ab"))
                .made()));
        assertThat(logs.security()).containsExactly("""
                        {"@timestamp":"2026-07-28T12:00:00.123Z","log.level":"WARN","ecs.version":"8.11.0",\
                        "event.dataset":"drawbridge.security","event.action":"ACCESS_DENIED",\
                        "event.id":"0123456789abcdef0123456789ab","rule.name":"ownership","drawbridge.mode":"enforce",\
                        "drawbridge.effect":"refuse","event.reason":"other-user","message":"because of other-user",\
                        "drawbridge.route":"work-order","http.request.method":"GET","url.path":"/api/v1/work-orders",\
                        "http.response.status_code":403,"drawbridge.refusal.status":403,"source.ip":"127.0.0.9",\
                        "drawbridge.client":"claimed:user1@127.0.0.9","drawbridge.claimed_user":"user1",\
                        "user_agent.original":"caf\\u00e9"}""");
        assertThat(logs.access()).containsExactly("""
                        {"@timestamp":"2026-07-28T12:00:00.123Z","log.level":"INFO","ecs.version":"8.11.0",\
                        "event.dataset":"drawbridge.access","drawbridge.route":"work-order","http.request.method":"GET",\
                        "url.path":"/api/v1/work-orders","http.response.status_code":403,\
                        "url.query":"user_id=user2&token=***","http.version":"1.1","http.request.body.bytes":0,\
                        "http.response.body.bytes":512,"event.duration":3400000,"event.reason":"refused",\
                        "source.ip":"127.0.0.9","drawbridge.client":"claimed:user1@127.0.0.9",\
                        "drawbridge.claimed_user":"user1","user_agent.original":"caf\\u00e9"}""");
    }

    @Test
    void a_malformed_request_and_a_notice() {
        LogFolder logs = written(out -> {
            out.record(AnExchange.unreadable().made());
            out.record(new Notice(EventName.USER_CHANGED, NOON, Map.of("user", "jo \"J\" smith"), Optional.empty()));
        });
        JsonMapper json = JsonMapper.builder().build();
        var malformed = json.readTree(logs.security().getFirst());
        assertThat(malformed.required("event.action").stringValue()).isEqualTo("REQUEST_MALFORMED");
        assertThat(malformed.required("message").stringValue()).isEqualTo("a line feed without a carriage return");
        var notice = json.readTree(logs.security().getLast());
        assertThat(notice.required("event.action").stringValue()).isEqualTo("USER_CHANGED");
        assertThat(notice.required("labels").required("user").stringValue()).isEqualTo("jo \"J\" smith");
        assertThat(notice.has("source.ip")).isFalse();
    }

    private LogFolder written(Consumer<Logs> events) {
        LogFolder logs = new LogFolder(folder);
        logs.written(LogSettings.in(folder).as(LogSettings.Form.JSON), events);
        return logs;
    }
}
