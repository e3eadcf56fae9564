package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.upstream.ResponseHandler;
import io.drawbridge.dataplane.upstream.UpstreamConnection;
import io.drawbridge.dataplane.upstream.UpstreamFailure;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/// The leg of a turn that goes through an upstream. Each side is read only while the other takes data, so a
/// slow one slows the other down and nothing piles up here.
final class Forwarding implements ResponseHandler, BodySink {
    private static final ByteBuf CRLF = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeBytes(RequestWriter.ascii("\r\n")).asReadOnly());
    private static final ByteBuf LAST_CHUNK = Unpooled.unreleasableBuffer(Unpooled.directBuffer(5)
            .writeBytes(RequestWriter.ascii("0\r\n\r\n"))
            .asReadOnly());

    private final ClientStream stream;
    private final Turn turn;
    private final Upstream upstream;
    private @Nullable UpstreamConnection connection;
    private boolean requestSent;
    private boolean retried;
    private boolean stopped;

    Forwarding(ClientStream stream, Turn turn, Upstream upstream) {
        this.stream = stream;
        this.turn = turn;
        this.upstream = upstream;
    }

    void start() {
        // Connecting has its own time-out; this one is for the look-up of the name before it.
        stream.patience().waitForUpstream(upstream.connectTimeout().plus(upstream.responseTimeout()));
        acquire(false);
    }

    private void acquire(boolean fresh) {
        stream.loop().pool().acquire(upstream, fresh, this::connected, this::failed);
    }

    private void connected(UpstreamConnection established) {
        if (stopped) {
            established.close();
            return;
        }
        connection = established;
        established.begin(turn.request().head().method(), this);
        ByteBuf head = stream.loop().buffer(1024);
        try {
            RequestWriter.write(
                    head,
                    turn.request(),
                    turn.identity(),
                    turn.address(),
                    stream.scheme(),
                    upstream,
                    stream.site().identities());
        } catch (RuntimeException failure) {
            head.release();
            turn.broken(failure);
            return;
        }
        established.write(head);
        stream.patience().waitForUpstream(upstream.responseTimeout());
        stream.bodyTo(this);
    }

    void stop() {
        stopped = true;
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
        turn.received(data.readableBytes());
        stream.patience().progress();
        if (turn.request().framing() instanceof Framing.Chunked) {
            open.write(chunkSize(data.readableBytes()));
            open.write(data);
            open.write(CRLF.duplicate());
        } else {
            open.write(data);
        }
        if (!open.isWritable()) {
            open.flush();
            stream.patience().waitForUpstream(upstream.responseTimeout());
        }
    }

    @Override
    public void end(Fields trailers) {
        requestSent = true;
        UpstreamConnection open = connection;
        if (open != null) {
            if (turn.request().framing() instanceof Framing.Chunked) {
                open.write(LAST_CHUNK.duplicate());
            }
            open.flush();
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
        if (head.isInterim()) {
            stream.interim(head);
            return;
        }
        try {
            stream.head(head, turn.additions());
        } catch (RuntimeException failure) {
            turn.broken(failure);
            return;
        }
        turn.responding(head.status());
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
    public void complete() {
        UpstreamConnection open = connection;
        connection = null;
        stream.end(Fields.NONE);
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
        ParsedRequest request = turn.request();
        if (failure.untouched()
                && !retried
                && request.framing().equals(Framing.NONE)
                && request.head().isIdempotent()) {
            retried = true;
            acquire(true);
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
            case BUSY ->
                turn.upstreamFailed(
                        Problem.of(
                                503,
                                "upstream-busy",
                                "The service is busy",
                                "Try again in a moment.",
                                new HeaderField("Retry-After", "1")),
                        Ending.UPSTREAM_BUSY,
                        failure.why());
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

    private void fail(int status, String code, String title, Ending ending, UpstreamFailure failure) {
        turn.upstreamFailed(Problem.of(status, code, title, "Try again later."), ending, failure.why());
    }

    private ByteBuf chunkSize(int size) {
        ByteBuf line = stream.loop().buffer(12);
        RequestWriter.ascii(line, Integer.toHexString(size));
        RequestWriter.ascii(line, "\r\n");
        return line;
    }
}
