package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.upstream.ResponseHandler;
import io.drawbridge.dataplane.upstream.UpstreamCall;
import io.drawbridge.dataplane.upstream.UpstreamConnection;
import io.drawbridge.dataplane.upstream.UpstreamFailure;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The leg of a turn that goes through an upstream. Each side is read only while the other takes data, so a
/// slow one slows the other down and nothing piles up here.
final class Forwarding implements ResponseHandler, BodySink, UpstreamCall.Caller {
    private final ClientStream stream;
    private final Turn turn;
    private final Upstream upstream;
    private final UpstreamCall call;
    private final Berths berths;
    private @Nullable UpstreamConnection connection;
    private boolean requestSent;
    private boolean begun;
    private boolean stopped;
    private WebSocketHandshake handshake = WebSocketHandshake.NONE;
    private Duration idle = Duration.ZERO;
    private boolean tunnel;

    Forwarding(ClientStream stream, Turn turn, Upstream upstream) {
        this.stream = stream;
        this.turn = turn;
        this.upstream = upstream;
        this.call = stream.loop().pool().call(upstream, this);
        this.berths = stream.loop().berths(upstream);
    }

    /// As one that opens a WebSocket connection, where the upstream agrees.
    ///
    /// @param idleLimit until it is closed when nothing moves
    Forwarding opening(WebSocketHandshake.Asked asked, Duration idleLimit) {
        handshake = asked;
        idle = idleLimit;
        return this;
    }

    /// Whether the exchange has become a WebSocket connection.
    boolean isTunnel() {
        return tunnel;
    }

    void start() {
        stream.patience().waitForUpstream(call.patience());
        if (call.isCrowded()) {
            stream.loop().makeRoom(upstream);
        }
        berths.begins(this);
        call.begin();
    }

    String network() {
        return turn.address().network();
    }

    /// Whether it has waited for nobody but its client since this moment, by [System#nanoTime].
    boolean isStalled(long moment) {
        return connection != null && stream.patience().isForClient() && stalledSince() - moment < 0;
    }

    long stalledSince() {
        return stream.patience().since();
    }

    /// Ends, because others need its connection.
    void giveWay() {
        stream.giveWay();
    }

    @Override
    public String client() {
        return turn.client();
    }

    @Override
    public void connected(UpstreamConnection established) {
        if (stopped) {
            established.close();
            return;
        }
        connection = established;
        established.begin(turn.request().head().method(), turn.request().framing(), this);
        ByteBuf head = stream.loop().buffer(1024);
        try {
            RequestWriter.write(
                    head,
                    turn.request(),
                    turn.identity(),
                    turn.address(),
                    stream.scheme(),
                    upstream,
                    stream.site().identities(),
                    handshake);
        } catch (RuntimeException failure) {
            head.release();
            turn.broken(failure);
            return;
        }
        established.head(head);
        stream.patience().waitForUpstream(upstream.responseTimeout());
        if (requestSent) {
            // A second attempt: there is no body that could follow.
            call.sent();
            established.end(Fields.NONE);
        } else {
            stream.bodyTo(this);
        }
    }

    /// The upstream was silent for too long.
    void timedOut() {
        call.timedOut();
    }

    void stop() {
        stopped = true;
        berths.ends(this);
        call.stop();
        UpstreamConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    // The request's body, on its way to the upstream.

    @Override
    public boolean accepts() {
        UpstreamConnection open = connection;
        return open != null && open.isWritable();
    }

    @Override
    public void take(ByteBuf data) {
        turn.received(data.readableBytes());
        UpstreamConnection open = connection;
        if (open == null) {
            data.release();
            return;
        }
        begun = true;
        stream.patience().progress();
        open.data(data);
        if (!open.isWritable()) {
            open.flush();
            stream.patience().waitForUpstream(upstream.responseTimeout());
        }
    }

    @Override
    public void end(Fields trailers) {
        requestSent = true;
        begun |= !turn.request().framing().equals(Framing.NONE);
        call.sent();
        UpstreamConnection open = connection;
        if (open != null) {
            open.end(Trailers.passed(trailers));
            stream.patience().waitForUpstream(upstream.responseTimeout());
        }
    }

    @Override
    public void flush() {
        UpstreamConnection open = connection;
        if (open != null) {
            open.flush();
        }
    }

    @Override
    public void spoilt(String why) {
        turn.bodySpoilt(why);
    }

    @Override
    public void writable() {
        stream.pump();
    }

    // The answer, on its way to the client.

    @Override
    public void head(ParsedResponse head) {
        stream.patience().progress();
        begun = true;
        if (head.isInterim()) {
            stream.interim(head);
            return;
        }
        call.answered(head.status());
        try {
            if (head.status() == 101) {
                tunnel = true;
                turn.responding(101);
                stream.patience().waitInTunnel(idle);
                stream.switched(head, turn.additions(), this);
                return;
            }
            stream.head(head, turn.additions());
        } catch (RuntimeException failure) {
            turn.broken(failure);
            return;
        }
        turn.responding(head.status());
    }

    @Override
    public boolean expects(ParsedResponse switching) {
        return handshake instanceof WebSocketHandshake.Asked asked && asked.isAcceptedBy(switching);
    }

    @Override
    public void data(ByteBuf data) {
        turn.sent(data.readableBytes());
        stream.data(data);
        stream.patience().progress();
    }

    @Override
    public void pause() {
        stream.flush();
        if (!stream.isWritable()) {
            stream.patience().waitFor(Waiting.FOR_CLIENT_TO_READ);
        }
    }

    @Override
    public boolean hungry() {
        return stream.isWritable();
    }

    void clientReads() {
        UpstreamConnection open = connection;
        if (open != null) {
            stream.patience().waitForUpstream(upstream.responseTimeout());
            open.resume();
        }
    }

    @Override
    public void complete(Fields trailers) {
        if (tunnel) {
            turn.tunnelClosed("the service closed it");
            return;
        }
        UpstreamConnection open = connection;
        connection = null;
        berths.ends(this);
        stream.end(Trailers.passed(trailers));
        if (open != null) {
            if (requestSent) {
                open.release();
            } else {
                // The upstream answered before it had read the whole request: what it would make of the rest
                // nobody knows.
                open.close();
            }
        }
        turn.forwarded();
    }

    @Override
    public void failed(UpstreamFailure failure) {
        connection = null;
        if (stopped || turn.isOver()) {
            return;
        }
        if (tunnel) {
            turn.tunnelClosed("the service closed it");
            return;
        }
        stream.patience().waitForUpstream(call.patience());
        // A request is repeated while nothing of its body is gone, and the client has seen nothing of an
        // answer.
        boolean safe = !begun && turn.request().head().isIdempotent();
        if (call.tryAgain(failure, safe ? UpstreamCall.Repeat.SAFE : UpstreamCall.Repeat.UNSAFE)
                == UpstreamCall.Next.AGAIN) {
            return;
        }
        berths.ends(this);
        switch (failure.kind()) {
            case UNREACHABLE ->
                fail(
                        502,
                        "upstream-unreachable",
                        "The service cannot be reached",
                        Ending.UPSTREAM_UNREACHABLE,
                        failure);
            case CONNECT_TIMEOUT ->
                fail(
                        504,
                        "upstream-timeout",
                        "The service cannot be reached in time",
                        Ending.UPSTREAM_CONNECT_TIMEOUT,
                        failure);
            case BUSY -> later("upstream-busy", "The service is busy", Ending.UPSTREAM_BUSY, failure);
            case QUEUE_TIMEOUT -> later("upstream-busy", "The service is busy", Ending.UPSTREAM_QUEUE_TIMEOUT, failure);
            case SHED -> later("upstream-overloaded", "The service is overloaded", Ending.UPSTREAM_SHED, failure);
            case UNHEALTHY ->
                later("upstream-unhealthy", "The service is out of order", Ending.UPSTREAM_UNHEALTHY, failure);
            case ABORTED ->
                fail(502, "upstream-aborted", "The service broke off its answer", Ending.UPSTREAM_ABORTED, failure);
            case MALFORMED ->
                fail(
                        502,
                        "upstream-malformed",
                        "The service's answer cannot be read",
                        Ending.UPSTREAM_MALFORMED,
                        failure);
        }
    }

    private void later(String code, String title, Ending ending, UpstreamFailure failure) {
        turn.upstreamFailed(
                Problem.of(503, code, title, "Try again in a moment.", new HeaderField("Retry-After", "1")),
                ending,
                failure.why());
    }

    private void fail(int status, String code, String title, Ending ending, UpstreamFailure failure) {
        turn.upstreamFailed(Problem.of(status, code, title, "Try again later."), ending, failure.why());
    }
}
