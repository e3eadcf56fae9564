package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import java.util.List;

/// The way of one request and its answer between a client and a [Turn]: the whole of an HTTP/1.1 connection
/// while the request has it, or one stream of an HTTP/2 connection. What the protocol asks for, such as the
/// framing of a body or whether the connection can be used again, is the stream's own business; a turn says
/// what is to be said. Everything happens on the event loop of the client's connection.
public interface ClientStream {
    Loop loop();

    Site site();

    ClientAddress address();

    /// How the connection is secured.
    Scheme scheme();

    /// Whom the exchange waits for.
    Patience patience();

    // The request's way in.

    /// Says where the body of the request goes from now on, and begins to read it.
    void bodyTo(BodySink sink);

    /// Goes on reading: the sink takes data again.
    void pump();

    /// Asks a client for its body that waits to be asked (RFC 9110, section 10.1.1).
    void askForBody();

    // The answer's way out.

    /// An answer of the gateway's own, whole, and flushed.
    ///
    /// @param contentType empty where there is none
    /// @param bodiless whether the body is left out: it answers a HEAD request, or its status has none
    void answer(
            int status,
            String contentType,
            byte[] body,
            List<HeaderField> fields,
            boolean bodiless,
            Additions additions);

    /// The head of an interim answer, such as `100 Continue` or `103 Early Hints`; flushed.
    void interim(ParsedResponse head);

    /// The head of an answer that switches protocols, flushed: from now on everything that the client sends
    /// goes to this sink, and data of the answer goes to the client as it is.
    ///
    /// @throws IllegalStateException where the client's protocol knows no such thing; it was never asked for
    ///     there
    void switched(ParsedResponse head, Additions additions, BodySink sink);

    /// The head of an upstream's answer; its data and its end follow.
    void head(ParsedResponse head, Additions additions);

    /// Data of the answer's body; the stream owns the buffer.
    void data(ByteBuf data);

    /// The answer is whole; flushed.
    ///
    /// @param trailers what the upstream said after the body
    void end(Fields trailers);

    void flush();

    /// Whether the client takes more of the answer now. If not, [Turn#clientReads] is called when it does
    /// again.
    boolean isWritable();

    // The end.

    /// The exchange is over, and its answer written.
    void over();

    /// The exchange is over before its answer is: the client must see that it is not whole.
    void cut();

    /// Ends an exchange that waits for its client, because others need what it holds.
    void giveWay();
}
