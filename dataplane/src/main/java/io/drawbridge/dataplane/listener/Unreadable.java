package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.chain.Passage;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.Target;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Judgement;
import java.util.List;
import java.util.Optional;

/// Refuses requests whose head could not be read, so that nothing is known of them but where they came from.
public final class Unreadable {
    /// What is known of such a request.
    private static final RequestHead NO_HEAD = new RequestHead("", new Target("/", ""), "", Fields.NONE);

    private Unreadable() {}

    /// How a request ended that was refused with this status.
    public static Ending ending(int status) {
        return switch (status) {
            case 408 -> Ending.REQUEST_TIMEOUT;
            case 414, 431 -> Ending.REQUEST_TOO_LARGE;
            case 417 -> Ending.EXPECTATION_FAILED;
            default -> Ending.MALFORMED_REQUEST;
        };
    }

    /// Records the request and answers with a problem.
    ///
    /// @param why for operators
    public static void refuse(ClientStream stream, int status, String why) {
        Passage judged = Passage.unrouted(
                NO_HEAD,
                stream.address(),
                stream.loop().clock().instant(),
                stream.site().routed().snapshot().onUnrouted());
        switch (judged.outcome()) {
            // Who is blocked is told so, whatever was sent.
            case Passage.Outcome.Refused refused ->
                answer(
                        stream,
                        Problem.of(refused.judgement(), refused.refusal(), judged.decision()),
                        Ending.REFUSED,
                        why,
                        judged);
            case Passage.Outcome.Pass _, Passage.Outcome.Preflight _ ->
                answer(stream, problem(status), ending(status), why, judged);
        }
    }

    private static void answer(ClientStream stream, Problem problem, Ending ending, String why, Passage judged) {
        byte[] body = problem.body();
        record(
                stream.loop(),
                stream.site(),
                stream.address(),
                problem.status(),
                body.length,
                ending,
                why,
                judged.decision(),
                judged.findings());
        stream.answer(
                problem.status(),
                Problem.CONTENT_TYPE,
                body,
                problem.fields(),
                false,
                Additions.only(stream.site().routed().snapshot().unroutedFields(stream.scheme())));
    }

    /// Records a request that got no answer.
    public static void unanswered(Loop loop, Site site, ClientAddress address, String why) {
        record(loop, site, address, 0, 0, ending(0), why, Optional.empty(), List.of());
    }

    private static Problem problem(int status) {
        return switch (ending(status)) {
            case REQUEST_TOO_LARGE -> Problems.headTooLarge(status);
            case REQUEST_TIMEOUT -> Problems.REQUEST_TIMEOUT;
            case EXPECTATION_FAILED -> Problems.EXPECTATION_FAILED;
            default -> Problems.malformed(status);
        };
    }

    private static void record(
            Loop loop,
            Site site,
            ClientAddress address,
            int status,
            int bytes,
            Ending ending,
            String why,
            Optional<DecisionId> decision,
            List<Judgement> findings) {
        loop.recorder(site)
                .record(new Exchanged(
                        decision,
                        loop.clock().instant(),
                        address,
                        Optional.empty(),
                        false,
                        Identity.ANONYMOUS,
                        new Client.Network(address.network()),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        status,
                        0,
                        bytes,
                        0,
                        ending,
                        why,
                        findings,
                        site.routed().snapshot().version()));
    }
}
