package io.drawbridge.dataplane.listener.http2;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.listener.Additions;
import io.drawbridge.dataplane.listener.BodySink;
import io.drawbridge.dataplane.listener.ClientStream;
import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Patience;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.Turn;
import io.drawbridge.dataplane.listener.Waiting;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One stream of a client's connection, and with it one exchange. Data of the request that nobody takes yet is
/// held here, and the client's window opens again only when it has been taken, so that at most a window is
/// held.
final class Http2ClientStream implements ClientStream {
    private final Http2ClientConnection connection;
    private final Http2Stream stream;
    private final Patience patience;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    private @Nullable Turn turn;
    private @Nullable BodySink sink;
    private Fields trailers = Fields.NONE;
    private boolean whole;
    private boolean pumping;
    private boolean answering;
    private boolean answered;
    private boolean over;
    private boolean lingering;
    private long left = -1;
    private ByteBuf lastData = Unpooled.EMPTY_BUFFER;
    private Http2Error afterwards = Http2Error.NO_ERROR;

    Http2ClientStream(Http2ClientConnection connection, Http2Stream stream) {
        this.connection = connection;
        this.stream = stream;
        this.patience = new Patience(connection.loop().settings(), Waiting.FOR_BODY);
    }

    /// @param nothingFollows whether the client has said all it has to say
    void arrived(ParsedRequest request, boolean nothingFollows) {
        whole = nothingFollows;
        turn = new Turn(this, request, patience.since());
    }

    /// Begins to work on the request, unless its client has already given it up.
    void begin() {
        Turn next = turn;
        if (next != null && !next.isOver()) {
            next.start();
        }
    }

    // What the client sends.

    /// @return how much of it has been used at once
    int received(ByteBuf data, boolean last) {
        int size = data.readableBytes();
        BodySink taker = sink;
        int used = 0;
        if (over) {
            used = size;
        } else if (size > 0 && held.isEmpty() && !pumping && taker != null && taker.accepts()) {
            taker.take(data.retain());
            connection.flushLater(taker);
            used = size;
        } else if (size > 0) {
            held.add(data.retain());
        }
        whole |= last;
        pump();
        return used;
    }

    void received(Fields fields) {
        trailers = fields;
        whole = true;
        pump();
    }

    /// The client sent what it must not send on this stream; nothing more of it is read.
    void spoilt(String why, Http2Error error) {
        Turn current = turn;
        afterwards = error;
        whole = true;
        if (current == null) {
            reset(error);
        } else {
            current.bodySpoilt(why);
        }
    }

    /// The stream will be reset when the answer has been written.
    void willBeReset(Http2Error error) {
        afterwards = error;
    }

    @Override
    public void bodyTo(BodySink taker) {
        sink = taker;
        pump();
    }

    @Override
    public void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (step()) {
                // Each step moves on.
            }
        } finally {
            pumping = false;
        }
    }

    private boolean step() {
        BodySink taker = sink;
        if (over || taker == null || !taker.accepts()) {
            return false;
        }
        ByteBuf next = held.poll();
        if (next != null) {
            int size = next.readableBytes();
            taker.take(next);
            connection.flushLater(taker);
            connection.used(stream, size);
            return true;
        }
        if (whole) {
            sink = null;
            taker.end(trailers);
        } else if (!answering) {
            // Where the answer has begun, nobody can say whose turn it is to speak.
            patience.waitFor(Waiting.FOR_BODY);
            connection.flushLater(taker);
        }
        return false;
    }

    @Override
    public void askForBody() {
        connection.write(stream, Heads.status(100, 1), false);
        connection.flushSoon();
    }

    // What the client gets.

    @Override
    public void answer(
            int status,
            String contentType,
            byte[] body,
            List<HeaderField> fields,
            boolean bodiless,
            Additions additions) {
        Http2Headers headers = Heads.own(
                status,
                contentType,
                body.length,
                fields,
                additions,
                connection.loop().date());
        answering = true;
        if (bodiless || body.length == 0) {
            answered = true;
            connection.write(stream, headers, true).addListener(_ -> written());
        } else {
            connection.write(stream, headers, false);
            last(Unpooled.wrappedBuffer(body));
        }
        connection.flushSoon();
    }

    @Override
    public void interim(ParsedResponse head) {
        connection.write(stream, Heads.interim(head), false);
        connection.flushSoon();
    }

    @Override
    public void switched(ParsedResponse head, Additions additions, BodySink tunnel) {
        throw new IllegalStateException("a stream of HTTP/2 does not switch protocols");
    }

    @Override
    public void head(ParsedResponse head, Additions additions) {
        boolean toHead = turn != null && turn.request().head().method().equals("HEAD");
        left = head.framing() instanceof Framing.Length length ? length.bytes() : -1;
        boolean bodiless = head.framing().equals(Framing.NONE);
        Http2Headers headers =
                Heads.answer(head, toHead, left, additions, connection.loop().date());
        answering = true;
        answered = bodiless;
        var written = connection.write(stream, headers, bodiless);
        if (bodiless) {
            written.addListener(_ -> written());
        }
    }

    @Override
    public void data(ByteBuf data) {
        if (left < 0 || (left -= data.readableBytes()) > 0) {
            connection.write(stream, data, false);
        } else {
            // It waits for the end, which comes at once, to go in one frame with it.
            lastData = data;
        }
    }

    @Override
    public void end(Fields trailing) {
        ByteBuf data = lastData;
        lastData = Unpooled.EMPTY_BUFFER;
        if (!answered && trailing.count() > 0) {
            answered = true;
            connection.write(stream, data, false);
            connection.write(stream, Heads.trailers(trailing), true).addListener(_ -> written());
        } else if (!answered) {
            last(data);
        }
        connection.flushSoon();
    }

    private void last(ByteBuf data) {
        answered = true;
        connection.write(stream, data, true).addListener(_ -> written());
    }

    /// The client has its answer. If it is still sending, it is told a moment later that nobody reads that
    /// (RFC 9113, section 8.1): some clients, curl among them, forget an answer when the reset comes right behind.
    private void written() {
        if (!afterwards.equals(Http2Error.NO_ERROR)) {
            reset(afterwards);
        } else if (!whole) {
            lingering = true;
            patience.waitFor(Waiting.FOR_CLIENT_TO_CLOSE);
        }
    }

    @Override
    public void flush() {
        connection.flushSoon();
    }

    @Override
    public boolean isWritable() {
        return connection.isWritable(stream);
    }

    // The end.

    @Override
    public void over() {
        over = true;
        turn = null;
        release();
        if (!lingering) {
            patience.waitFor(Waiting.FOR_CLIENT_TO_READ);
        }
    }

    @Override
    public void cut() {
        over = true;
        turn = null;
        release();
        reset(afterwards.equals(Http2Error.NO_ERROR) ? Http2Error.INTERNAL_ERROR : afterwards);
    }

    private void reset(Http2Error error) {
        connection.reset(stream, error);
    }

    /// The client takes more of the answer.
    void writable() {
        Turn current = turn;
        if (current != null) {
            current.clientReads();
        }
    }

    @Override
    public void giveWay() {
        Turn current = turn;
        if (current == null) {
            reset(Http2Error.CANCEL);
        } else {
            current.gaveWay(patience.waiting());
        }
    }

    boolean isAnswered() {
        return answered;
    }

    /// Whether the client gave up what was under way.
    boolean isUnanswered() {
        return !over;
    }

    void gone() {
        Turn current = turn;
        over = true;
        turn = null;
        release();
        if (current != null) {
            current.clientGone();
        }
    }

    void checkDeadline(long now) {
        if (!patience.isOver(now)) {
            return;
        }
        Turn current = turn;
        if (current == null) {
            reset(lingering ? Http2Error.NO_ERROR : Http2Error.CANCEL);
        } else {
            current.timedOut(patience.waiting());
        }
    }

    void breakOff() {
        Turn current = turn;
        if (current != null) {
            current.brokenOff();
        }
    }

    private void release() {
        sink = null;
        lastData.release();
        lastData = Unpooled.EMPTY_BUFFER;
        int size = 0;
        for (ByteBuf data = held.poll(); data != null; data = held.poll()) {
            size += data.readableBytes();
            data.release();
        }
        if (size > 0) {
            connection.used(stream, size);
        }
    }

    @Override
    public Loop loop() {
        return connection.loop();
    }

    @Override
    public Site site() {
        return connection.site();
    }

    @Override
    public ClientAddress address() {
        return connection.peer().address();
    }

    @Override
    public Scheme scheme() {
        return connection.peer().scheme();
    }

    @Override
    public Patience patience() {
        return patience;
    }
}
