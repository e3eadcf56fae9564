package io.drawbridge.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// The unread input of a connection.
public final class Input {
    private Input() {}

    /// What was left and what came, in one buffer. The left buffer is not written to: parts of it may be on their way
    /// elsewhere.
    public static ByteBuf join(ByteBufAllocator allocator, @Nullable ByteBuf left, ByteBuf came) {
        if (left == null) {
            return came;
        }
        ByteBuf joined = allocator.buffer(left.readableBytes() + came.readableBytes());
        joined.writeBytes(left).writeBytes(came);
        left.release();
        came.release();
        return joined;
    }
}
