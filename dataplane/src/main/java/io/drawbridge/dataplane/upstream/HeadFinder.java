package io.drawbridge.dataplane.upstream;

import io.netty.buffer.ByteBuf;

/// Finds where a message head ends, over as many reads as it takes, looking at each byte once. It only finds; whether
/// the head is any
/// good is for the parser to say, and a line that ends without CR counts as an end, so that the parser sees it at
/// once.
public final class HeadFinder {
    private int seen;

    /// The length of the head, or -1 while its end has not come.
    public int find(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        while (start + seen < end) {
            int lineFeed = in.indexOf(start + seen, end, (byte) '\n');
            if (lineFeed < 0) {
                seen = end - start;
                return -1;
            }
            seen = lineFeed - start + 1;
            boolean bare = seen < 2 || in.getByte(lineFeed - 1) != '\r';
            boolean empty = seen >= 4 && in.getByte(lineFeed - 2) == '\n' && in.getByte(lineFeed - 3) == '\r';
            if (bare || empty || seen == 2) {
                int length = seen;
                seen = 0;
                return length;
            }
        }
        return -1;
    }
}
