package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.upstream.ResponseHandler;
import io.drawbridge.dataplane.upstream.UpstreamCall;
import io.drawbridge.dataplane.upstream.UpstreamConnection;
import io.drawbridge.dataplane.upstream.UpstreamFailure;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// The leg of a turn that goes through an upstream. Each side is read only while the other takes data, so a slow one
/// slows the
/// other down and nothing piles up here.
final class Forwarding implements ResponseHandler, BodySink, UpstreamCall.Caller {
    private static final ByteBuf CRLF = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeBytes(RequestWriter.ascii("\r\n")).asReadOnly());
    private static final ByteBuf LAST_CHUNK = Unpooled.unreleasableBuffer(Unpooled.directBuffer(5)
            .writeBytes(RequestWriter.ascii("0\r\n\r\n"))
            .asReadOnly());

    private final FrontConnection front;
    private final Turn turn;
    private final Upstream upstream;
    private final UpstreamCall call;
    private @Nullable UpstreamConnection connection;
    private Framing toClient = Framing.NONE;
    private boolean keepAlive;
    private boolean requestSent;
    private boolean begun;
    private boolean stopped;

    Forwarding(FrontConnection front, Turn turn, Upstream upstream) {
        this.front = front;
        this.turn = turn;
        this.upstream = upstream;
        this.call = front.loop().pool().call(upstream, this);
    }

    void start() {
        front.waitForUpstream(call.patience());
        call.begin();
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
        established.begin(turn.request().head().method(), this);
        ByteBuf head = front.buffer(1024);
        try {
            RequestWriter.write(
                    head,
                    turn.request(),
                    turn.identity(),
                    front.address(),
                    upstream,
                    front.site().identities());
        } catch (RuntimeException failure) {
            head.release();
            turn.broken(failure);
            return;
        }
        established.write(head);
        front.waitForUpstream(upstream.responseTimeout());
        if (requestSent) {
            // A second attempt: there is no body that could follow.
            call.sent();
            established.flush();
        } else {
            front.bodyTo(this);
        }
    }

    /// The upstream was silent for too long.
    void timedOut() {
        call.timedOut();
    }

    void stop() {
        stopped = true;
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
        UpstreamConnection open = connection;
        if (open == null) {
            data.release();
            return;
        }
        begun = true;
        turn.received(data.readableBytes());
        front.progress();
        if (turn.request().framing() instanceof Framing.Chunked) {
            open.write(chunkSize(data.readableBytes()));
            open.write(data);
            open.write(CRLF.duplicate());
        } else {
            open.write(data);
        }
        if (!open.isWritable()) {
            open.flush();
            front.waitForUpstream(upstream.responseTimeout());
        }
    }

    @Override
    public void end() {
        requestSent = true;
        begun |= !turn.request().framing().equals(Framing.NONE);
        call.sent();
        UpstreamConnection open = connection;
        if (open != null) {
            if (turn.request().framing() instanceof Framing.Chunked) {
                open.write(LAST_CHUNK.duplicate());
            }
            open.flush();
            front.waitForUpstream(upstream.responseTimeout());
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
        stop();
        turn.bodyMalformed(why);
    }

    @Override
    public void writable() {
        front.pump();
    }

    // The answer, on its way to the client.

    @Override
    public void head(ParsedResponse head) {
        front.progress();
        begun = true;
        ByteBuf out = front.buffer(1024);
        if (head.isInterim()) {
            if (turn.request().minor() > 0) {
                ResponseWriter.interim(out, head);
                front.write(out);
                front.flush();
            } else {
                out.release();
            }
            return;
        }
        call.answered(head.status());
        toClient = turn.framingFor(head.framing());
        ResponseWriter.Onward onward =
                turn.onward(turn.request().keepAlive() && !(toClient instanceof Framing.UntilClose));
        keepAlive = onward.keepAlive();
        boolean toHead = turn.request().head().method().equals("HEAD");
        try {
            ResponseWriter.write(
                    out,
                    head,
                    toClient,
                    toHead,
                    turn.additions(),
                    onward,
                    front.loop().date());
        } catch (RuntimeException failure) {
            out.release();
            turn.broken(failure);
            return;
        }
        turn.responding(head.status());
        front.write(out);
    }

    @Override
    public void data(ByteBuf data) {
        turn.sent(data.readableBytes());
        if (toClient instanceof Framing.Chunked) {
            front.write(chunkSize(data.readableBytes()));
            front.write(data);
            front.write(CRLF.duplicate());
        } else {
            front.write(data);
        }
        front.progress();
    }

    @Override
    public void pause() {
        front.flush();
        if (!front.isWritable()) {
            front.waitFor(FrontConnection.Waiting.FOR_CLIENT_TO_READ);
        }
    }

    @Override
    public boolean hungry() {
        return front.isWritable();
    }

    void clientReads() {
        UpstreamConnection open = connection;
        if (open != null) {
            front.waitForUpstream(upstream.responseTimeout());
            open.resume();
        }
    }

    @Override
    public void complete() {
        UpstreamConnection open = connection;
        connection = null;
        if (toClient instanceof Framing.Chunked) {
            front.write(LAST_CHUNK.duplicate());
        }
        front.flush();
        if (open != null) {
            if (requestSent) {
                open.release();
            } else {
                // The upstream answered before it had read the whole request: what it would make of the rest nobody
                // knows.
                open.close();
            }
        }
        turn.forwarded(keepAlive);
    }

    @Override
    public void failed(UpstreamFailure failure) {
        connection = null;
        if (stopped || turn.isOver()) {
            return;
        }
        front.waitForUpstream(call.patience());
        // A request is repeated while nothing of its body is gone, and the client has seen nothing of an answer.
        boolean safe = !begun && turn.request().head().isIdempotent();
        if (call.tryAgain(failure, safe ? UpstreamCall.Repeat.SAFE : UpstreamCall.Repeat.UNSAFE)
                == UpstreamCall.Next.AGAIN) {
            return;
        }
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
            case QUEUE_TIMEOUT ->
                later("upstream-busy", "The service is busy", Ending.UPSTREAM_QUEUE_TIMEOUT, failure);
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

    private ByteBuf chunkSize(int size) {
        ByteBuf line = front.buffer(12);
        RequestWriter.ascii(line, Integer.toHexString(size));
        RequestWriter.ascii(line, "\r\n");
        return line;
    }
}
