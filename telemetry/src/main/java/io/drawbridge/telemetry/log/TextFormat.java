package io.drawbridge.telemetry.log;

import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.telemetry.text.Findings;
import io.drawbridge.telemetry.text.SecretParameters;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Lines for `grep` and `awk`.
///
/// - `security.log`: `TIME LEVEL SECURITY_EVENT NAME key=value … ADDRESS`. Fields are parted by one space, and
///   none has a space in it; the address is the last field, `-` where there is none.
/// - `access.log`: the combined format and, as the last field, the seconds that the exchange took. The status
///   is always the ninth field, `000` where the client got none; a request that could not be read is `"- - -"`.
final class TextFormat implements LineFormat {
    @Override
    public void access(Exchanged exchanged, LineBuffer out) {
        out.text(exchanged.address().text()).text(" - ");
        user(exchanged.identity(), out);
        out.text(" [").combinedTime(exchanged.at()).text("] \"");
        if (exchanged.method().isEmpty()
                || exchanged.path().isEmpty()
                || exchanged.version().isEmpty()) {
            out.text("- - -");
        } else {
            method(exchanged.method(), out);
            out.text(" ").target(SecretParameters.maskPath(exchanged.path()), PATH);
            if (!exchanged.query().isEmpty()) {
                out.text("?").target(SecretParameters.mask(exchanged.query()), QUERY);
            }
            out.text(" ").target(exchanged.version(), WORD);
        }
        out.text("\" ").threeDigits(exchanged.status()).text(" ").number(exchanged.responseBytes());
        out.text(" ").quoted(SecretParameters.maskUrl(exchanged.referer()), HEADER);
        out.text(" ").quoted(SecretParameters.maskText(exchanged.userAgent()), HEADER);
        out.text(" ").seconds(exchanged.nanoseconds()).endLine();
    }

    @Override
    public void accessDropped(long lines, Instant at, LineBuffer out) {
        out.text("- - - [").combinedTime(at).text("] \"- - -\" 000 0 \"-\" \"drawbridge: ");
        out.number(lines).text(" lines dropped here\" 0.000").endLine();
    }

    @Override
    public void finding(Exchanged exchanged, Judgement judgement, Reason reason, LineBuffer out) {
        begin(exchanged.at(), reason.event(), out);
        exchanged.decision().ifPresent(id -> out.text(" id=").text(id.text()));
        out.text(" policy=").text(judgement.policy().text());
        out.text(" mode=").text(judgement.mode().word());
        out.text(" effect=").text(Findings.effect(judgement));
        out.text(" reason=").text(reason.code());
        exchange(exchanged, out);
        Optional<Refusal> refusal = Findings.refusal(judgement);
        if (refusal.isPresent()) {
            out.text(" refusal=").threeDigits(refusal.get().status());
        }
        end(exchanged, out);
    }

    @Override
    public void malformed(Exchanged exchanged, LineBuffer out) {
        begin(exchanged.at(), EventName.REQUEST_MALFORMED, out);
        out.text(" reason=").text(exchanged.ending().word());
        out.text(" cause=").value(exchanged.cause(), DETAIL);
        exchange(exchanged, out);
        end(exchanged, out);
    }

    @Override
    public void notice(Notice notice, LineBuffer out) {
        begin(notice.at(), notice.name(), out);
        for (Map.Entry<String, String> detail : notice.details().entrySet()) {
            out.text(" ").value(detail.getKey(), WORD).text("=").value(detail.getValue(), DETAIL);
        }
        out.text(" ")
                .text(notice.address().map(ClientAddress::text).orElse("-"))
                .endLine();
    }

    @Override
    public void securityDropped(long lines, Instant at, LineBuffer out) {
        out.isoTime(at).text(" ERROR SECURITY_EVENT LINES_DROPPED lines=").number(lines);
        out.text(" -").endLine();
    }

    private static void begin(Instant at, EventName name, LineBuffer out) {
        out.isoTime(at)
                .text(" ")
                .text(name.severity().name())
                .text(" SECURITY_EVENT ")
                .text(name.name());
    }

    private static void exchange(Exchanged exchanged, LineBuffer out) {
        out.text(" route=").text(exchanged.route().map(RouteName::text).orElse("-"));
        out.text(" method=");
        method(exchanged.method(), out);
        out.text(" path=").headValue(SecretParameters.maskPath(exchanged.path()), PATH);
        out.text(" status=").threeDigits(exchanged.status());
    }

    private static void end(Exchanged exchanged, LineBuffer out) {
        out.text(" client=").value(exchanged.client().label(), CLIENT).text(" user=");
        user(exchanged.identity(), out);
        out.text(" agent=").headValue(SecretParameters.maskText(exchanged.userAgent()), HEADER);
        out.text(" ").text(exchanged.address().text()).endLine();
    }

    private static void method(String method, LineBuffer out) {
        if (LineFormat.isStandard(method)) {
            out.text(method);
        } else {
            out.headValue(method, WORD);
        }
    }

    /// A subject that is only claimed says so.
    private static void user(Identity identity, LineBuffer out) {
        switch (identity) {
            case Identity.Verified verified -> out.value(verified.subject(), SUBJECT);
            case Identity.Legacy legacy -> out.text("claimed:").value(legacy.subject(), SUBJECT);
            case Identity.Anonymous _, Identity.Rejected _, Identity.Unknown _ -> out.text("-");
        }
    }
}
