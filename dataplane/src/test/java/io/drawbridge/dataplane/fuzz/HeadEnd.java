package io.drawbridge.dataplane.fuzz;

import io.drawbridge.dataplane.upstream.HeadFinder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Where a head ends must not depend on the pieces in which it comes.
final class HeadEnd {
    private HeadEnd() {}

    /// The length of the head at the start of this input, or -1.
    static int of(byte[] data) {
        int whole = new HeadFinder().find(Unpooled.wrappedBuffer(data));
        int pieces = inPieces(data);
        if (pieces != whole) {
            throw new AssertionError("a head of " + whole + " bytes is one of " + pieces + " when it comes in pieces");
        }
        return whole;
    }

    private static int inPieces(byte[] data) {
        HeadFinder finder = new HeadFinder();
        Split split = new Split(data);
        ByteBuf in = Unpooled.buffer(data.length + 1);
        int found = finder.find(in);
        while (found < 0 && in.writerIndex() < data.length) {
            int from = in.writerIndex();
            in.writeBytes(data, from, split.next(data.length - from));
            found = finder.find(in);
        }
        return found;
    }
}
