package io.drawbridge.controlplane.csp;

import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.EventName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `POST /api/v1/security/csp-reports`: takes what browsers report, and answers 204.
public final class CspReportsEndpoint implements Endpoint {
    private static final Answer TAKEN = new Answer(204, "", "", List.of(), List.of());

    private final CspViolations violations;
    private final Optional<CspForwarding> forwarding;

    /// @param forwarding where every report goes besides
    public CspReportsEndpoint(CspViolations violations, Optional<CspForwarding> forwarding) {
        this.violations = violations;
        this.forwarding = forwarding;
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        String contentType = exchange.head().fields().first("content-type").orElse("");
        List<Violation> reported;
        try {
            reported = CspReportReader.read(contentType, body);
        } catch (BadRequest bad) {
            return bad.problem().answer();
        }
        Answer answer = TAKEN;
        for (Violation violation : reported) {
            violations.add(violation);
            answer = answer.with(notice(exchange, violation));
        }
        forwarding.ifPresent(collector -> collector.offer(essence(contentType), body));
        return answer;
    }

    /// Without parameters: what goes on is a text of ours, not of the client's.
    private static String essence(String contentType) {
        return contentType.strip().toLowerCase(java.util.Locale.ROOT).startsWith("application/reports+json")
                ? "application/reports+json"
                : "application/csp-report";
    }

    private static Notice notice(Identified exchange, Violation violation) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("page", violation.page());
        details.put("directive", violation.directive());
        details.put("blocked", violation.blocked());
        details.put("disposition", violation.disposition());
        return new Notice(EventName.CSP_VIOLATION, exchange.arrivedAt(), details, Optional.of(exchange.address()));
    }
}
