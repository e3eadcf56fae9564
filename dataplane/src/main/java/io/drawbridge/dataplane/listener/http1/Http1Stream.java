package io.drawbridge.dataplane.listener.http1;

import io.drawbridge.dataplane.codec.BodyReader;
import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.Version;
import io.drawbridge.dataplane.listener.Additions;
import io.drawbridge.dataplane.listener.BodySink;
import io.drawbridge.dataplane.listener.ClientStream;
import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Patience;
import io.drawbridge.dataplane.listener.Peer;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.Trailers;
import io.drawbridge.dataplane.listener.Turn;
import io.drawbridge.dataplane.listener.Waiting;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The exchanges of one connection, one after the other; there is one such object for all of them. It follows
/// the body of the request to its end, and says after the answer whether the connection can be used again.
final class Http1Stream implements ClientStream {
    /// What happened to the body.
    enum Progress {
        /// There may be more to do.
        MOVED,
        /// Nothing can be done before somebody takes or asks for something.
        STUCK,
        /// More has to be read.
        HUNGRY
    }

    private final Http1Connection connection;
    private final Loop loop;
    private final Site site;
    private final SocketChannel channel;
    private final Peer peer;
    private final Patience patience;
    private final Http1Answers answers;
    private @Nullable Turn turn;
    private @Nullable BodySink sink;
    private @Nullable BodyReader body;
    private boolean keepAlive;
    private boolean unusable;

    Http1Stream(Http1Connection connection, Loop loop, Site site, SocketChannel channel, Peer peer) {
        this.connection = connection;
        this.loop = loop;
        this.site = site;
        this.channel = channel;
        this.peer = peer;
        this.patience = new Patience(loop.settings(), Waiting.FOR_REQUEST);
        this.answers = new Http1Answers(channel, loop.date());
    }

    /// The exchange that is under way, if there is one.
    @Nullable
    Turn turn() {
        return turn;
    }

    void begin(ParsedRequest request) {
        Turn next = new Turn(this, request, patience.since());
        turn = next;
        body = new BodyReader(request.framing());
        next.start();
    }

    /// Forgets the exchange, which is over for this connection.
    void forget() {
        turn = null;
        body = null;
        sink = null;
    }

    /// Passes on what has been read of the body.
    Progress readBody(Http1Input in) {
        BodyReader reader = body;
        BodySink taker = sink;
        if (reader == null || taker == null || !taker.accepts()) {
            return Progress.STUCK;
        }
        try {
            if (reader.isComplete()) {
                Fields trailers = reader.trailers();
                body = null;
                taker.end(trailers);
                return Progress.MOVED;
            }
            if (in.isEmpty()) {
                return Progress.HUNGRY;
            }
            long next = reader.next();
            if (next == 0) {
                reader.accept(in.octet());
            } else {
                ByteBuf data = in.data(next);
                reader.passed(data.readableBytes());
                taker.take(data);
            }
        } catch (MalformedMessage malformed) {
            body = null;
            unusable = true;
            taker.spoilt(malformed.why());
        }
        return Progress.MOVED;
    }

    void flushSink() {
        BodySink taker = sink;
        if (taker != null) {
            taker.flush();
        }
    }

    void timedOut() {
        Waiting waiting = patience.waiting();
        unusable |= waiting == Waiting.FOR_BODY;
        if (turn != null) {
            turn.timedOut(waiting);
        }
    }

    @Override
    public void giveWay() {
        unusable |= patience.waiting() == Waiting.FOR_BODY;
        if (turn != null) {
            turn.gaveWay(patience.waiting());
        }
    }

    @Override
    public void bodyTo(BodySink taker) {
        sink = taker;
        connection.pump();
    }

    @Override
    public void pump() {
        connection.pump();
    }

    /// Whether some of the request's body has not come yet.
    private boolean isBodyDue() {
        return body != null && !body.isComplete();
    }

    @Override
    public void askForBody() {
        answers.askForBody();
    }

    @Override
    public void answer(
            int status,
            String contentType,
            byte[] content,
            List<HeaderField> fields,
            boolean bodiless,
            Additions additions) {
        answers.own(status, contentType, content, fields, bodiless, additions, onward(turn == null));
    }

    @Override
    public void interim(ParsedResponse head) {
        if (turn != null && turn.request().version() != Version.HTTP_1_0) {
            answers.interim(head);
        }
    }

    @Override
    public void switched(ParsedResponse head, Additions additions, BodySink tunnel) {
        keepAlive = false;
        answers.switched(head, additions);
        body = new BodyReader(Framing.UNTIL_CLOSE);
        bodyTo(tunnel);
    }

    @Override
    public void head(ParsedResponse head, Additions additions) {
        if (turn == null) {
            throw new IllegalStateException("an answer to no request");
        }
        ParsedRequest request = turn.request();
        Framing toClient = Http1Answers.framing(request, head.framing());
        answers.head(request, head, toClient, additions, onward(toClient instanceof Framing.UntilClose));
    }

    /// How the connection goes on. Where the client waits to be asked for its body and is not, it may send the
    /// body or not, so that nobody could tell what comes next.
    private ResponseWriter.Onward onward(boolean last) {
        ParsedRequest request = turn == null ? null : turn.request();
        keepAlive = request != null
                && !last
                && !unusable
                && request.keepAlive()
                && !(request.expectsContinue() && isBodyDue())
                && !loop.isDraining();
        return ResponseWriter.Onward.of(request == null ? Version.HTTP_1_1 : request.version(), keepAlive);
    }

    @Override
    public void data(ByteBuf data) {
        answers.data(data);
    }

    @Override
    public void end(Fields trailers) {
        boolean taken = trailers.count() > 0 && turn != null && Trailers.isTakenBy(turn.request());
        answers.end(taken ? trailers : Fields.NONE);
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    /// What is left of the request's body is thrown away; where the connection cannot be used again, it is
    /// closed when the client has had time to read.
    @Override
    public void over() {
        if (!isBodyDue()) {
            body = null;
        }
        if (!keepAlive || loop.isDraining()) {
            connection.linger();
        } else if (body != null) {
            patience.waitFor(Waiting.FOR_BODY);
            bodyTo(new Discarding(connection));
        } else {
            connection.nextTurn();
        }
    }

    /// The client gets what there is, and sees that it is not whole.
    @Override
    public void cut() {
        channel.flush();
        channel.close();
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Site site() {
        return site;
    }

    @Override
    public ClientAddress address() {
        return peer.address();
    }

    @Override
    public Scheme scheme() {
        return peer.scheme();
    }

    @Override
    public Patience patience() {
        return patience;
    }
}
