package io.drawbridge.dataplane.listener.http2;

import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Peer;
import io.drawbridge.dataplane.listener.Site;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.netty.util.AsciiString;

/// Puts the frame codec together, with a limit for everything that a client could make it hold.
public final class Http2Protocol {
    /// What a client may send on one stream before somebody has taken it, in bytes.
    static final int STREAM_WINDOW = 65_535;
    /// The same for all streams of a connection together.
    static final int CONNECTION_WINDOW = 1024 * 1024;

    private static final int MAX_SMALL_CONTINUATIONS = 16;
    /// Compressing secrets beside text that others choose would give the secrets away, letter by letter.
    private static final Http2HeadersEncoder.SensitivityDetector SECRETS =
            (name, _) -> AsciiString.contentEquals(name, "set-cookie");

    private Http2Protocol() {}

    /// The handler of one client's connection. It sends its settings, and reads, as soon as it is in the
    /// pipeline.
    public static Http2ConnectionHandler handler(Loop loop, Site site, SocketChannel channel, Peer peer) {
        int maxHead = loop.settings().maxHead();
        int maxStreams = loop.settings().http2().maxStreams();
        Http2Connection connection = new DefaultHttp2Connection(true, 0);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        Calm calm = new Calm(System::nanoTime);
        Http2ConnectionEncoder encoder = new CalmEncoder(connection, new DefaultHttp2FrameWriter(SECRETS, true), calm);
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection,
                encoder,
                new DefaultHttp2FrameReader(new Decoder(maxHead), MAX_SMALL_CONTINUATIONS),
                Http2PromisedRequestVerifier.ALWAYS_VERIFY,
                true,
                true,
                false,
                false);
        // Held at once, and not only when the client has acknowledged the setting.
        connection.remote().maxActiveStreams(maxStreams);
        Http2Settings settings = new Http2Settings()
                .maxConcurrentStreams(maxStreams)
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(maxHead);
        return new Http2ClientConnection(decoder, encoder, settings, calm, loop, site, channel, peer);
    }

    /// Leaves heads as they came: the gateway's own checks must see what the client sent.
    private static final class Decoder extends DefaultHttp2HeadersDecoder {
        Decoder(int maxHead) {
            super(false, false, maxHead);
        }

        @Override
        protected Http2Headers newHeaders() {
            return new AsSent(numberOfHeadersGuess());
        }
    }
}
