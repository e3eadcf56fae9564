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
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One exchange from its head to its ending: routed, judged, then refused, answered or forwarded, and recorded
/// once. It does not know which protocol its client speaks.
public final class Turn {
    private static final System.Logger LOG = System.getLogger(Turn.class.getName());

    private final ClientStream stream;
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
    public Turn(ClientStream stream, ParsedRequest request, long startedAt) {
        this.stream = stream;
        this.request = request;
        this.startedAt = startedAt;
        this.routed = stream.site().routed();
        this.arrivedAt = stream.loop().clock().instant();
        this.address =
                stream.site().clients().client(stream.address(), request.head().fields());
    }

    /// Who the client is, as far as anybody who is believed says.
    ClientAddress address() {
        return address;
    }

    public ParsedRequest request() {
        return request;
    }

    public void start() {
        try {
            if (request.asterisk()) {
                if (isTurnedAway()) {
                    return;
                }
                end(Ending.ANSWERED, "", () -> own(204, "", new byte[0], List.of()));
                return;
            }
            if (request.head().method().equals("TRACE")) {
                trace();
                return;
            }
            switch (match()) {
                case RouteMatch.NoRoute _ -> {
                    if (!isTurnedAway()) {
                        refuse(Problems.NO_ROUTE, Ending.NO_ROUTE, "");
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
            // A preflight is judged on the route of the request that it asks for, where that route answers
            // preflights.
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
        refuse(Problems.NO_TRACE, Ending.METHOD_NOT_ALLOWED, "");
    }

    private void wrongMethod(RouteMatch.WrongMethod wrong) {
        if (isTurnedAway()) {
            return;
        }
        HeaderField allow = new HeaderField("Allow", String.join(", ", wrong.allowed()));
        if (request.head().method().equals("OPTIONS")) {
            end(Ending.ANSWERED, "", () -> own(204, "", new byte[0], List.of(allow)));
            return;
        }
        refuse(Problems.wrongMethod(allow), Ending.METHOD_NOT_ALLOWED, "");
    }

    private void judge(RouteMatch.Found found) {
        route = found.route();
        Arrived arrived =
                new Arrived(request.head(), address, found.route().name(), found.values(), arrivedAt, stream.scheme());
        Passage judged = Passage.judge(arrived, found.route());
        passage = judged;
        switch (judged.outcome()) {
            case Passage.Outcome.Refused refused ->
                refuse(Problem.of(refused.judgement(), refused.refusal(), judged.decision()), Ending.REFUSED, "");
            case Passage.Outcome.Preflight _ -> end(Ending.ANSWERED, "", () -> own(204, "", new byte[0], List.of()));
            case Passage.Outcome.Pass pass -> pass(found.route(), pass.exchange());
        }
    }

    private void pass(Route found, Identified exchange) {
        switch (found.destination()) {
            case Destination.Own own -> {
                stream.patience().waitFor(Waiting.FOR_BODY);
                stream.bodyTo(new OwnAnswer(stream, this, own.endpoint(), exchange));
            }
            case Destination.AtOnce quick -> answer(quick.answer().apply(request.head()));
            case Destination.Forward forward -> {
                Forwarding leg = new Forwarding(stream, this, forward.upstream());
                if (found.webSocket().isPresent()) {
                    switch (WebSocketHandshake.of(request)) {
                        case WebSocketHandshake.None _ -> {
                            // A request like any other.
                        }
                        case WebSocketHandshake.Asked asked ->
                            leg.opening(asked, found.webSocket().get());
                        case WebSocketHandshake.Wrong wrong -> {
                            refuse(wrong.problem(), Ending.MALFORMED_REQUEST, wrong.why());
                            return;
                        }
                    }
                }
                forwarding = leg;
                leg.start();
            }
        }
    }

    /// Answers with a problem and ends the turn.
    void refuse(Problem problem, Ending ending, String cause) {
        end(ending, cause, () -> own(problem.status(), Problem.CONTENT_TYPE, problem.body(), problem.fields()));
    }

    /// Answers with an endpoint's answer and ends the turn.
    void answer(Answer answer) {
        end(Ending.ANSWERED, "", () -> own(answer.status(), answer.contentType(), answer.bodyBytes(), answer.fields()));
    }

    /// Ends the turn: once, whatever happens. The answer is written in between, so that its status is known.
    private void end(Ending ending, String cause, Runnable lastWords) {
        if (over) {
            return;
        }
        over = true;
        try {
            lastWords.run();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "an answer could not be written", failure);
            status = 0;
            responseBytes = 0;
            record(Ending.INTERNAL_ERROR, failure.toString());
            stream.cut();
            return;
        }
        record(ending, cause);
        stream.over();
    }

    private void own(int ownStatus, String contentType, byte[] body, List<HeaderField> fields) {
        boolean bodiless = request.head().method().equals("HEAD") || ownStatus == 204 || ownStatus == 304;
        status = ownStatus;
        responseBytes = bodiless ? 0 : body.length;
        stream.answer(ownStatus, contentType, body, fields, bodiless, additions());
    }

    /// The fields that every answer of this turn carries beside its own.
    Additions additions() {
        Route found = route;
        Passage judged = passage;
        if (found == null || judged == null) {
            return Additions.only(routed.snapshot().unroutedFields(stream.scheme()));
        }
        CrossOrigin crossOrigin = found.crossOrigin();
        FieldBlock fields = judged.outcome() instanceof Passage.Outcome.Preflight
                ? crossOrigin.preflightFields(request.head())
                : crossOrigin.fields(request.head());
        return new Additions(judged.obligations(), fields, judged.advice(), !crossOrigin.equals(CrossOrigin.NONE));
    }

    Identity identity() {
        return passage == null ? Identity.ANONYMOUS : passage.identity();
    }

    /// A text that is the same for all requests of a client.
    String client() {
        Passage judged = passage;
        return judged == null ? address().network() : judged.client().label();
    }

    void responding(int upstreamStatus) {
        status = upstreamStatus;
    }

    void sent(long bytes) {
        responseBytes += bytes;
    }

    /// More of the request's body has come. Where that is more than a policy allows, the turn is over.
    void received(long bytes) {
        requestBytes += bytes;
        Route found = route;
        Passage judged = passage;
        if (found == null
                || judged == null
                || over
                || found.onBody().isEmpty()
                || !(request.framing() instanceof Framing.Chunked)) {
            return;
        }
        judged.grown(found, requestBytes).ifPresent(refused -> {
            stop();
            if (status != 0) {
                cut(Ending.REFUSED, "the answer had begun");
            } else {
                refuse(Problem.of(refused.judgement(), refused.refusal(), judged.decision()), Ending.REFUSED, "");
            }
        });
    }

    public boolean isOver() {
        return over;
    }

    /// The upstream's answer has been passed on whole.
    void forwarded() {
        end(Ending.FORWARDED, "", () -> {});
    }

    /// The WebSocket connection that the exchange had become is over.
    ///
    /// @param cause who closed it
    void tunnelClosed(String cause) {
        stop();
        end(Ending.WEBSOCKET, cause, stream::flush);
    }

    /// Ends a WebSocket connection because the gateway stops; other exchanges have time to end by themselves.
    public void drain() {
        Forwarding leg = forwarding;
        if (leg != null && leg.isTunnel()) {
            tunnelClosed("the gateway stops");
        }
    }

    /// The upstream failed. If its answer has begun, the only honest end is a broken connection.
    void upstreamFailed(Problem problem, Ending ending, String cause) {
        if (status != 0) {
            cut(ending, cause);
        } else {
            refuse(problem, ending, cause);
        }
    }

    /// What the client sends after the head cannot be read.
    public void bodySpoilt(String why) {
        stop();
        if (status != 0) {
            cut(Ending.MALFORMED_REQUEST, why);
        } else {
            refuse(Problems.malformed(400), Ending.MALFORMED_REQUEST, why);
        }
    }

    /// Ends without another word.
    private void cut(Ending ending, String cause) {
        if (!over) {
            over = true;
            record(ending, cause);
            stream.cut();
        }
    }

    /// It waits for its client while others need what it holds.
    public void gaveWay(Waiting waiting) {
        tooSlow(waiting, "it waited for its client, and others needed the room");
    }

    public void timedOut(Waiting waiting) {
        tooSlow(waiting, "");
    }

    private void tooSlow(Waiting waiting, String cause) {
        if (over) {
            // What is left of a refused request's body does not come.
            stream.cut();
            return;
        }
        Forwarding leg = forwarding;
        if (leg != null && waiting == Waiting.FOR_UPSTREAM) {
            leg.timedOut();
        }
        stop();
        switch (waiting) {
            case FOR_UPSTREAM -> upstreamFailed(Problems.UPSTREAM_TIMEOUT, Ending.UPSTREAM_TIMEOUT, "");
            case FOR_ENDPOINT ->
                upstreamFailed(
                        Problems.ENDPOINT_TIMEOUT,
                        Ending.INTERNAL_ERROR,
                        "an endpoint of the gateway's own took too long");
            case FOR_BODY, FOR_HEAD, FOR_REQUEST -> {
                if (status != 0) {
                    cut(Ending.REQUEST_TIMEOUT, cause);
                } else {
                    refuse(Problems.REQUEST_TIMEOUT, Ending.REQUEST_TIMEOUT, cause);
                }
            }
            case FOR_TUNNEL -> tunnelClosed("nothing moved for too long");
            case FOR_CLIENT_TO_READ, FOR_CLIENT_TO_CLOSE ->
                cut(Ending.CLIENT_ABORTED, cause.isEmpty() ? "the client stopped reading" : cause);
        }
    }

    public void clientReads() {
        Forwarding leg = forwarding;
        if (leg != null && !over) {
            leg.clientReads();
        }
    }

    public void clientGone() {
        Forwarding leg = forwarding;
        boolean tunnel = leg != null && leg.isTunnel();
        stop();
        if (!over) {
            over = true;
            record(tunnel ? Ending.WEBSOCKET : Ending.CLIENT_ABORTED, tunnel ? "the client closed it" : "");
        }
    }

    /// The gateway stops, and the time for what was under way is over.
    public void brokenOff() {
        stop();
        cut(Ending.INTERNAL_ERROR, "the gateway stopped before the exchange had ended");
    }

    /// A fault of the gateway's own. Whatever was not decided is refused.
    public void broken(Throwable cause) {
        LOG.log(System.Logger.Level.ERROR, "an exchange failed inside the gateway", cause);
        stop();
        upstreamFailed(Problems.INTERNAL_ERROR, Ending.INTERNAL_ERROR, cause.toString());
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
        stream.loop()
                .recorder(stream.site())
                .record(new Exchanged(
                        judged == null ? Optional.empty() : judged.decision(),
                        arrivedAt,
                        address,
                        found == null ? Optional.empty() : Optional.of(found.name()),
                        found != null && !(found.destination() instanceof Destination.Forward),
                        identity(),
                        judged == null ? new Client.Network(address.network()) : judged.client(),
                        head.method(),
                        head.target().path(),
                        head.target().query(),
                        request.version().text(),
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
}
