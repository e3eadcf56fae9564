package io.drawbridge.dataplane.codec;

/// How large a message head may be.
///
/// @param bytes from the first byte to the empty line, at least 512
/// @param fields header fields
public record HeadLimits(int bytes, int fields) {
    public static final HeadLimits DEFAULT = new HeadLimits(16 * 1024, 100);

    public HeadLimits {
        if (bytes < 512 || fields < 1) {
            throw new IllegalArgumentException("a head has at least 512 bytes and one field");
        }
    }
}
