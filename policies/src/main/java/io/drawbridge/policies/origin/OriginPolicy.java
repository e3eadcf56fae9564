package io.drawbridge.policies.origin;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.util.List;
import java.util.Locale;

/// Refuses what a browser asks on behalf of an origin that is not on the list, if it is a preflight, would
/// change something or opens a WebSocket connection, which pages read whatever their origin: 403. Other reading
/// is let pass, because without CORS fields the browser keeps the answer from the page. A request without an `Origin`
/// is not a cross-origin request of a browser, and a second `Origin` is
/// always refused, because services disagree on which one counts.
public final class OriginPolicy implements Policy<Arrived> {
    /// How much of a client's text a reason quotes.
    private static final int QUOTED = 128;

    private static final Refusal NOT_ALLOWED = new Refusal(
            403,
            "origin-not-allowed",
            "This website may not do that here",
            "Ask the operator to allow the website's origin, or call from a program that is not a browser.",
            List.of());

    private static final Verdict REPEATED = deny("repeated-origin", "the request has more than one Origin field");

    private final CorsRules rules;

    public OriginPolicy(CorsRules rules) {
        this.rules = rules;
    }

    @Override
    public Verdict judge(Arrived exchange) {
        RequestHead head = exchange.head();
        return switch (rules.standing(head, exchange.scheme())) {
            case NONE, SAME, LISTED -> Verdict.ALLOW;
            case REPEATED -> REPEATED;
            case FOREIGN ->
                head.isSafe() && !CrossOrigin.isPreflight(head) && !asksForWebSocket(head)
                        ? Verdict.ALLOW
                        : deny(
                                "origin-not-allowed",
                                "the origin '"
                                        + quoted(head.fields().first("origin").orElse("")) + "' is not allowed");
        };
    }

    private static boolean asksForWebSocket(RequestHead head) {
        return head.fields().all("upgrade").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("websocket"));
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }

    private static Verdict deny(String code, String detail) {
        return new Verdict.Deny(new Reason(EventName.ORIGIN_DENIED, code, detail), NOT_ALLOWED, Advice.TELL);
    }
}
