package io.drawbridge.telemetry.log;

import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.telemetry.text.Findings;
import io.drawbridge.telemetry.text.HeadText;
import io.drawbridge.telemetry.text.SecretParameters;
import java.time.Instant;
import java.util.Map;

/// One JSON object a line, its members named as in the Elastic Common Schema 8.11, with the dots in the names.
/// What the schema has no name for is under `drawbridge.`; names of events are in `event.action`.
final class JsonFormat implements LineFormat {
    @Override
    public void access(Exchanged exchanged, LineBuffer out) {
        begin(exchanged.at(), "INFO", "drawbridge.access", out);
        request(exchanged, out);
        if (!exchanged.query().isEmpty()) {
            text("url.query", SecretParameters.mask(exchanged.query()), QUERY, out);
        }
        text("http.version", exchanged.version().replace("HTTP/", ""), WORD, out);
        text("http.request.referrer", HeadText.readable(SecretParameters.maskUrl(exchanged.referer())), HEADER, out);
        number("http.request.body.bytes", exchanged.requestBytes(), out);
        number("http.response.body.bytes", exchanged.responseBytes(), out);
        number("event.duration", exchanged.nanoseconds(), out);
        text("event.reason", exchanged.ending().word(), WORD, out);
        who(exchanged, out);
        out.text("}").endLine();
    }

    @Override
    public void accessDropped(long lines, Instant at, LineBuffer out) {
        dropped("drawbridge.access", lines, at, out);
    }

    @Override
    public void finding(Exchanged exchanged, Judgement judgement, Reason reason, LineBuffer out) {
        event(exchanged.at(), reason.event(), out);
        exchanged.decision().ifPresent(id -> text("event.id", id.text(), WORD, out));
        text("rule.name", judgement.policy().text(), CLIENT, out);
        text("drawbridge.mode", judgement.mode().word(), WORD, out);
        text("drawbridge.effect", Findings.effect(judgement), WORD, out);
        text("event.reason", reason.code(), CLIENT, out);
        text("message", reason.detail(), DETAIL, out);
        request(exchanged, out);
        Findings.refusal(judgement).ifPresent(refusal -> number("drawbridge.refusal.status", refusal.status(), out));
        who(exchanged, out);
        out.text("}").endLine();
    }

    @Override
    public void malformed(Exchanged exchanged, LineBuffer out) {
        event(exchanged.at(), EventName.REQUEST_MALFORMED, out);
        text("event.reason", exchanged.ending().word(), WORD, out);
        text("message", exchanged.cause(), DETAIL, out);
        request(exchanged, out);
        who(exchanged, out);
        out.text("}").endLine();
    }

    @Override
    public void notice(Notice notice, LineBuffer out) {
        event(notice.at(), notice.name(), out);
        notice.address().ifPresent(address -> text("source.ip", address.text(), CLIENT, out));
        out.text(",\"labels\":{");
        String comma = "";
        for (Map.Entry<String, String> detail : notice.details().entrySet()) {
            out.text(comma).json(detail.getKey(), WORD).text(":").json(detail.getValue(), DETAIL);
            comma = ",";
        }
        out.text("}}").endLine();
    }

    @Override
    public void securityDropped(long lines, Instant at, LineBuffer out) {
        dropped("drawbridge.security", lines, at, out);
    }

    private static void dropped(String dataset, long lines, Instant at, LineBuffer out) {
        begin(at, "ERROR", dataset, out);
        out.text(",\"event.action\":\"LINES_DROPPED\"");
        number("drawbridge.lines", lines, out);
        out.text("}").endLine();
    }

    private static void begin(Instant at, String level, String dataset, LineBuffer out) {
        out.text("{\"@timestamp\":\"").isoTime(at).text("\",\"log.level\":\"").text(level);
        out.text("\",\"ecs.version\":\"8.11.0\",\"event.dataset\":\"")
                .text(dataset)
                .text("\"");
    }

    private static void event(Instant at, EventName name, LineBuffer out) {
        begin(at, name.severity().name(), "drawbridge.security", out);
        out.text(",\"event.action\":\"").text(name.name()).text("\"");
    }

    private static void request(Exchanged exchanged, LineBuffer out) {
        exchanged.route().ifPresent(route -> text("drawbridge.route", route.text(), CLIENT, out));
        if (LineFormat.isStandard(exchanged.method())) {
            out.text(",\"http.request.method\":\"").text(exchanged.method()).text("\"");
        } else {
            text("http.request.method", exchanged.method(), WORD, out);
        }
        text("url.path", SecretParameters.maskPath(exchanged.path()), PATH, out);
        if (exchanged.status() != 0) {
            number("http.response.status_code", exchanged.status(), out);
        }
    }

    private static void who(Exchanged exchanged, LineBuffer out) {
        text("source.ip", exchanged.address().text(), CLIENT, out);
        text("drawbridge.client", exchanged.client().label(), CLIENT, out);
        switch (exchanged.identity()) {
            case Identity.Verified verified -> text("user.name", verified.subject(), SUBJECT, out);
            case Identity.Legacy legacy -> text("drawbridge.claimed_user", legacy.subject(), SUBJECT, out);
            case Identity.Anonymous _, Identity.Rejected _, Identity.Unknown _ -> {}
        }
        text("user_agent.original", HeadText.readable(SecretParameters.maskText(exchanged.userAgent())), HEADER, out);
    }

    /// Leaves empty ones out.
    private static void text(String name, String value, int limit, LineBuffer out) {
        if (!value.isEmpty()) {
            out.text(",\"").text(name).text("\":").json(value, limit);
        }
    }

    private static void number(String name, long value, LineBuffer out) {
        out.text(",\"").text(name).text("\":").number(value);
    }
}
