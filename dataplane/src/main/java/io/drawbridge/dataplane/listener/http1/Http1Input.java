package io.drawbridge.dataplane.listener.http1;

import io.drawbridge.dataplane.upstream.HeadFinder;
import io.drawbridge.dataplane.upstream.Input;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// What has been read from a client and not been used yet.
final class Http1Input {
    private final HeadFinder finder = new HeadFinder();
    private @Nullable ByteBuf unread;
    private boolean emptyLineSkipped;

    void add(ByteBufAllocator allocator, ByteBuf data) {
        unread = Input.join(allocator, unread, data);
    }

    boolean isEmpty() {
        return unread == null || !unread.isReadable();
    }

    int size() {
        return unread == null ? 0 : unread.readableBytes();
    }

    /// Whether a head begins here. Some clients leave an empty line behind a body (RFC 9112, section 2.2): one
    /// is skipped, in whatever pieces it comes.
    boolean headBegins() {
        ByteBuf data = unread;
        if (data == null || !data.isReadable()) {
            return false;
        }
        int start = data.readerIndex();
        if (emptyLineSkipped || data.getByte(start) != '\r') {
            return true;
        }
        if (data.readableBytes() == 1) {
            return false;
        }
        if (data.getByte(start + 1) != '\n') {
            return true;
        }
        data.skipBytes(2);
        emptyLineSkipped = true;
        return data.isReadable();
    }

    /// The length of the head that begins here, or -1 while its end has not come.
    int headLength() {
        return unread == null ? -1 : finder.find(unread);
    }

    byte[] head(int length) {
        byte[] head = new byte[length];
        if (unread != null) {
            unread.readBytes(head);
        }
        emptyLineSkipped = false;
        return head;
    }

    byte octet() {
        return unread == null ? 0 : unread.readByte();
    }

    ByteBuf data(long atMost) {
        ByteBuf data = java.util.Objects.requireNonNull(unread, "there is no data");
        return data.readRetainedSlice((int) Math.min(atMost, data.readableBytes()));
    }

    /// Gives the memory back when everything has been used.
    void trim() {
        if (unread != null && !unread.isReadable()) {
            release();
        }
    }

    void release() {
        if (unread != null) {
            unread.release();
            unread = null;
        }
    }
}
