package io.drawbridge.dataplane.listener.http1;

import io.drawbridge.dataplane.listener.BodySink;
import io.drawbridge.domain.exchange.Fields;
import io.netty.buffer.ByteBuf;

/// Takes the body and does nothing with it, as long as it is small: so a connection on which a request was
/// refused can be used again.
final class Discarding implements BodySink {
    private final Http1Connection connection;
    private long budget = 64 * 1024;

    Discarding(Http1Connection connection) {
        this.connection = connection;
    }

    @Override
    public boolean accepts() {
        return true;
    }

    @Override
    public void take(ByteBuf data) {
        budget -= data.readableBytes();
        data.release();
        if (budget < 0) {
            connection.linger();
        }
    }

    @Override
    public void end(Fields trailers) {
        connection.nextTurn();
    }

    @Override
    public void flush() {
        // Nothing is passed on.
    }

    @Override
    public void spoilt(String why) {
        connection.linger();
    }
}
