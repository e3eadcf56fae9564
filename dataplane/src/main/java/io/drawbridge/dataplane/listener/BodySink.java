package io.drawbridge.dataplane.listener;

import io.netty.buffer.ByteBuf;

/// Where a request's body goes.
interface BodySink {
    /// Whether it takes data now. If not, it calls [FrontConnection#pump] when it does again.
    boolean accepts();

    /// Data of the body; the sink owns the buffer.
    void take(ByteBuf data);

    /// The body is whole.
    void end();

    /// What was read so far can be flushed.
    void flush();

    /// The rest of the body cannot be read.
    void spoilt(String why);

    /// Takes the body and does nothing with it, as long as it is small: so a connection on which a request was
    /// refused
    /// can be
    /// used again.
    final class Discarding implements BodySink {
        private final FrontConnection front;
        private long budget = 64 * 1024;

        Discarding(FrontConnection front) {
            this.front = front;
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
                front.linger();
            }
        }

        @Override
        public void end() {
            front.nextTurn();
        }

        @Override
        public void flush() {
            // Nothing is passed on.
        }

        @Override
        public void spoilt(String why) {
            front.linger();
        }
    }
}
