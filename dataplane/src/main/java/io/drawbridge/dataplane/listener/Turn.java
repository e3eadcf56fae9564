package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.chain.Passage;
import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.route.RouteMatch;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.exchange.Target;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One exchange from its head to its ending: routed, judged, then refused, answered or forwarded, and recorded once.
final class Turn {
    private static final System.Logger LOG = System.getLogger(Turn.class.getName());
    /// What is known of a request whose head cannot be read.
    private static final RequestHead NO_HEAD = new RequestHead("", new Target("/", ""), "", Fields.NONE);

    private final FrontConnection front;
    private final ParsedRequest request;
    private final Site.Routed routed;
    private final Instant arrivedAt;
    private final long startedAt;
    private final ClientAddress address;
    private @Nullable Route route;
    private @Nullable Passage passage;
    private @Nullable Forwarding forwarding;
    private boolean over;
    private int status;
    private long requestBytes;
    private long responseBytes;

    /// @param startedAt when the first byte of the head was seen, by [System#nanoTime]
    Turn(FrontConnection front, ParsedRequest request, long startedAt) {
        this.front = front;
        this.request = request;
        this.startedAt = startedAt;
        this.routed = front.site().routed();
        this.arrivedAt = front.loop().clock().instant();
        this.address =
                front.site().clients().client(front.address(), request.head().fields());
    }

    /// Who the client is, as far as anybody who is believed says.
    ClientAddress address() {
        return address;
    }

    ParsedRequest request() {
        return request;
    }

    void start() {
        try {
            if (request.asterisk()) {
                if (isTurnedAway()) {
                    return;
                }
                end(Ending.ANSWERED, "", () -> own(204, "", new byte[0], List.of(), true));
                return;
            }
            if (request.head().method().equals("TRACE")) {
                trace();
                return;
            }
            switch (match()) {
                case RouteMatch.NoRoute _ -> {
                    if (!isTurnedAway()) {
                        refuse(
                                Problem.of(
                                        404, "no-route", "Nothing is here", "Check the path; nothing else is served."),
                                Ending.NO_ROUTE,
                                "");
                    }
                }
                case RouteMatch.WrongMethod wrong -> wrongMethod(wrong);
                case RouteMatch.Found found -> judge(found);
            }
        } catch (RuntimeException failure) {
            broken(failure);
        }
    }

    /// Whether a policy refuses a request that has no route, and has answered it.
    private boolean isTurnedAway() {
        Passage judged = Passage.unrouted(
                request.head(), address, arrivedAt, routed.snapshot().onUnrouted());
        passage = judged;
        if (judged.outcome() instanceof Passage.Outcome.Refused refused) {
            refuse(Problem.of(refused.judgement(), refused.refusal(), judged.decision()), Ending.REFUSED, "");
            return true;
        }
        return false;
    }

    private RouteMatch match() {
        RequestHead head = request.head();
        String path = head.target().path();
        if (CrossOrigin.isPreflight(head)) {
            // A preflight is judged on the route of the request that it asks for, where that route answers preflights.
            String wanted = head.fields().first("access-control-request-method").orElse("");
            if (routed.table().match(path, wanted) instanceof RouteMatch.Found found
                    && !found.route().crossOrigin().equals(CrossOrigin.NONE)) {
                return found;
            }
        }
        return routed.table().match(path, head.method());
    }

    /// A service that answers TRACE would show the client what the gateway adds for the service alone.
    private void trace() {
        if (isTurnedAway()) {
            return;
        }
        refuse(
                Problem.of(
                        405,
                        "method-not-allowed",
                        "TRACE is not served",
                        "Use another method.",
                        new HeaderField("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")),
                Ending.METHOD_NOT_ALLOWED,
                "");
    }

    private void wrongMethod(RouteMatch.WrongMethod wrong) {
        if (isTurnedAway()) {
            return;
        }
        HeaderField allow = new HeaderField("Allow", String.join(", ", wrong.allowed()));
        if (request.head().method().equals("OPTIONS")) {
            end(Ending.ANSWERED, "", () -> own(204, "", new byte[0], List.of(allow), true));
            return;
        }
        refuse(
                Problem.of(
                        405,
                        "method-not-allowed",
                        "The method is not served here",
                        "Use one of: " + allow.value(),
                        allow),
                Ending.METHOD_NOT_ALLOWED,
                "");
    }

    private void judge(RouteMatch.Found found) {
        route = found.route();
        Arrived arrived = new Arrived(request.head(), address, found.route().name(), found.values(), arrivedAt);
        Passage judged = Passage.judge(arrived, found.route());
        passage = judged;
        switch (judged.outcome()) {
            case Passage.Outcome.Refused refused ->
                refuse(Problem.of(refused.judgement(), refused.refusal(), judged.decision()), Ending.REFUSED, "");
            case Passage.Outcome.Preflight _ ->
                end(Ending.ANSWERED, "", () -> own(204, "", new byte[0], List.of(), true));
            case Passage.Outcome.Pass pass -> pass(found.route(), pass.exchange());
        }
    }

    private void pass(Route found, Identified exchange) {
        switch (found.destination()) {
            case Destination.Own own -> {
                front.waitFor(FrontConnection.Waiting.FOR_BODY);
                front.bodyTo(new OwnAnswer(front, this, own.endpoint(), exchange));
            }
            case Destination.Forward forward -> {
                Forwarding leg = new Forwarding(front, this, forward.upstream());
                forwarding = leg;
                leg.start();
            }
        }
    }

    /// Answers with a problem and ends the turn.
    void refuse(Problem problem, Ending ending, String cause) {
        end(ending, cause, () -> own(problem.status(), Problem.CONTENT_TYPE, problem.body(), problem.fields(), true));
    }

    /// Answers with an endpoint's answer and ends the turn.
    void answer(Answer answer) {
        end(
                Ending.ANSWERED,
                "",
                () -> own(answer.status(), answer.contentType(), answer.bodyBytes(), answer.fields(), true));
    }

    /// Ends the turn: once, whatever happens. The answer is written in between, so that its status is known.
    ///
    /// @param lastWords writes what there is to write, and says whether the connection can go on
    private void end(Ending ending, String cause, LastWords lastWords) {
        if (over) {
            return;
        }
        over = true;
        boolean keepAlive;
        try {
            keepAlive = lastWords.write();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "an answer could not be written", failure);
            status = 0;
            responseBytes = 0;
            record(Ending.INTERNAL_ERROR, failure.toString());
            front.closeNow();
            return;
        }
        record(ending, cause);
        front.turnOver(keepAlive);
    }

    private interface LastWords {
        boolean write();
    }

    private boolean own(int ownStatus, String contentType, byte[] body, List<HeaderField> fields, boolean reusable) {
        ResponseWriter.Onward onward = onward(reusable && request.keepAlive());
        boolean bodiless = request.head().method().equals("HEAD") || ownStatus == 204 || ownStatus == 304;
        status = ownStatus;
        responseBytes = bodiless ? 0 : body.length;
        ResponseWriter.Additions additions = additions();
        ByteBuf out = front.buffer(1024 + body.length);
        ResponseWriter.own(
                out,
                ownStatus,
                contentType,
                body,
                fields,
                bodiless,
                additions,
                onward,
                front.loop().date());
        front.write(out);
        front.flush();
        return onward.keepAlive();
    }

    /// The fields that every answer of this turn carries beside its own.
    ResponseWriter.Additions additions() {
        Route found = route;
        Passage judged = passage;
        if (found == null || judged == null) {
            return ResponseWriter.Additions.only(routed.snapshot().unroutedFields());
        }
        CrossOrigin crossOrigin = found.crossOrigin();
        FieldBlock fields = judged.outcome() instanceof Passage.Outcome.Preflight
                ? crossOrigin.preflightFields(request.head())
                : crossOrigin.fields(request.head());
        return new ResponseWriter.Additions(
                judged.obligations(), fields, judged.advice(), !crossOrigin.equals(CrossOrigin.NONE));
    }

    /// How the connection goes on. Where the client waits to be asked for its body and is not, it may send the body
    /// or
    /// not, so that nobody could tell what comes next.
    ResponseWriter.Onward onward(boolean keepAlive) {
        boolean clear = !request.expectsContinue() || !front.isBodyDue();
        return new ResponseWriter.Onward(
                request.minor(), keepAlive && clear && !front.loop().isDraining());
    }

    /// The framing in which this client gets a body.
    Framing framingFor(Framing framing) {
        boolean streamed = framing instanceof Framing.Chunked || framing instanceof Framing.UntilClose;
        return !streamed ? framing : request.minor() > 0 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
    }

    Identity identity() {
        return passage == null ? Identity.ANONYMOUS : passage.identity();
    }

    void responding(int upstreamStatus) {
        status = upstreamStatus;
    }

    void sent(long bytes) {
        responseBytes += bytes;
    }

    void received(long bytes) {
        requestBytes += bytes;
    }

    boolean isOver() {
        return over;
    }

    /// The upstream's answer has been passed on whole.
    void forwarded(boolean keepAlive) {
        end(Ending.FORWARDED, "", () -> keepAlive);
    }

    /// The upstream failed. If its answer has begun, the only honest end is a broken connection.
    void upstreamFailed(Problem problem, Ending ending, String cause) {
        if (status != 0) {
            cut(ending, cause);
        } else {
            refuse(problem, ending, cause);
        }
    }

    /// The request's body cannot be read.
    void bodyMalformed(String why) {
        if (status != 0) {
            cut(Ending.MALFORMED_REQUEST, why);
        } else {
            end(Ending.MALFORMED_REQUEST, why, () -> {
                Problem problem = malformed(400);
                return own(400, Problem.CONTENT_TYPE, problem.body(), problem.fields(), false);
            });
        }
    }

    /// Ends without another word.
    private void cut(Ending ending, String cause) {
        if (!over) {
            over = true;
            record(ending, cause);
            // The client gets what there is, and sees that it is not whole.
            front.flush();
            front.closeNow();
        }
    }

    void timedOut(FrontConnection.Waiting waiting) {
        if (over) {
            // What is left of a refused request's body does not come.
            front.closeNow();
            return;
        }
        stop();
        switch (waiting) {
            case FOR_UPSTREAM ->
                upstreamFailed(
                        Problem.of(504, "upstream-timeout", "The service did not answer in time", "Try again later."),
                        Ending.UPSTREAM_TIMEOUT,
                        "");
            case FOR_ENDPOINT ->
                upstreamFailed(
                        Problem.of(504, "endpoint-timeout", "The gateway did not answer in time", "Try again later."),
                        Ending.INTERNAL_ERROR,
                        "an endpoint of the gateway's own took too long");
            case FOR_BODY, FOR_HEAD, FOR_REQUEST -> {
                if (status != 0) {
                    cut(Ending.REQUEST_TIMEOUT, "");
                } else {
                    end(Ending.REQUEST_TIMEOUT, "", () -> {
                        Problem problem = Problem.of(
                                408, "request-timeout", "The request took too long", "Send the whole request at once.");
                        return own(408, Problem.CONTENT_TYPE, problem.body(), problem.fields(), false);
                    });
                }
            }
            case FOR_CLIENT_TO_READ, FOR_CLIENT_TO_CLOSE -> cut(Ending.CLIENT_ABORTED, "the client stopped reading");
        }
    }

    void clientReads() {
        Forwarding leg = forwarding;
        if (leg != null && !over) {
            leg.clientReads();
        }
    }

    void clientGone() {
        stop();
        if (!over) {
            over = true;
            record(Ending.CLIENT_ABORTED, "");
        }
    }

    /// The gateway stops, and the time for what was under way is over.
    void brokenOff() {
        stop();
        cut(Ending.INTERNAL_ERROR, "the gateway stopped before the exchange had ended");
    }

    /// A fault of the gateway's own. Whatever was not decided is refused.
    void broken(Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, "an exchange failed inside the gateway", cause);
        stop();
        upstreamFailed(
                Problem.of(500, "internal-error", "The gateway failed", "Try again; tell the operator if it stays."),
                Ending.INTERNAL_ERROR,
                cause.toString());
    }

    private void stop() {
        Forwarding leg = forwarding;
        forwarding = null;
        if (leg != null) {
            leg.stop();
        }
    }

    private void record(Ending ending, String cause) {
        RequestHead head = request.head();
        Fields fields = head.fields();
        Route found = route;
        Passage judged = passage;
        front.loop()
                .recorder(front.site())
                .record(new Exchanged(
                        judged == null ? Optional.empty() : judged.decision(),
                        arrivedAt,
                        address,
                        found == null ? Optional.empty() : Optional.of(found.name()),
                        found != null && found.destination() instanceof Destination.Own,
                        identity(),
                        judged == null ? new Client.Network(address.network()) : judged.client(),
                        head.method(),
                        head.target().path(),
                        head.target().query(),
                        request.minor() > 0 ? "HTTP/1.1" : "HTTP/1.0",
                        fields.first("user-agent").orElse(""),
                        fields.first("referer").orElse(""),
                        status,
                        requestBytes,
                        responseBytes,
                        System.nanoTime() - startedAt,
                        ending,
                        cause,
                        judged == null ? List.of() : judged.findings(),
                        routed.snapshot().version()));
    }

    private static Problem malformed(int status) {
        return Problem.of(
                status,
                "malformed-request",
                "The request cannot be read in one way only",
                "Send it as RFC 9110 and RFC 9112 say.");
    }

    /// Refuses a request whose head could not be read, and closes the connection.
    static void unreadable(FrontConnection front, int status, String why, Ending ending) {
        Site.Routed routed = front.site().routed();
        Instant now = front.loop().clock().instant();
        Passage judged = Passage.unrouted(
                NO_HEAD, front.address(), now, routed.snapshot().onUnrouted());
        if (judged.outcome() instanceof Passage.Outcome.Refused refused) {
            turnAway(
                    front,
                    refused.refusal().status(),
                    Problem.of(refused.judgement(), refused.refusal(), judged.decision()),
                    why,
                    Ending.REFUSED,
                    judged);
            return;
        }
        Problem problem = switch (ending) {
            case REQUEST_TOO_LARGE ->
                Problem.of(
                        status,
                        "request-too-large",
                        "The request head is too large",
                        "Send fewer or shorter header fields.");
            case REQUEST_TIMEOUT ->
                Problem.of(status, "request-timeout", "The request took too long", "Send the whole request at once.");
            case EXPECTATION_FAILED ->
                Problem.of(
                        status,
                        "expectation-failed",
                        "The expectation is not known",
                        "Expect nothing but 100-continue.");
            default -> malformed(status);
        };
        turnAway(front, status, problem, why, ending, judged);
    }

    /// Answers a request that has no head, and closes the connection.
    private static void turnAway(
            FrontConnection front, int status, Problem problem, String why, Ending ending, Passage judged) {
        Site.Routed routed = front.site().routed();
        byte[] body = problem.body();
        ByteBuf out = front.buffer(1024);
        ResponseWriter.own(
                out,
                status,
                Problem.CONTENT_TYPE,
                body,
                problem.fields(),
                false,
                ResponseWriter.Additions.only(routed.snapshot().unroutedFields()),
                new ResponseWriter.Onward(1, false),
                front.loop().date());
        front.write(out);
        front.loop()
                .recorder(front.site())
                .record(new Exchanged(
                        judged.decision(),
                        front.loop().clock().instant(),
                        front.address(),
                        Optional.<RouteName>empty(),
                        false,
                        Identity.ANONYMOUS,
                        new Client.Network(front.address().network()),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        status,
                        0,
                        body.length,
                        0,
                        ending,
                        why,
                        judged.findings(),
                        routed.snapshot().version()));
        front.linger();
    }
}
