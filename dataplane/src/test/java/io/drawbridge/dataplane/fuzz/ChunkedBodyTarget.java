package io.drawbridge.dataplane.fuzz;

import io.drawbridge.dataplane.codec.BodyReader;
import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.MalformedMessage;
import java.nio.charset.StandardCharsets;

/// Chunked bodies: the decoder and the model take the same ones, find the same data and the same end, in
/// whatever pieces they come.
public final class ChunkedBodyTarget {
    private ChunkedBodyTarget() {}

    /// Called by Jazzer.
    public static void fuzzerTestOneInput(byte[] data) {
        ChunkModel.Reading expected = ChunkModel.read(new String(data, StandardCharsets.ISO_8859_1));
        ChunkModel.Reading whole = decode(data, left -> left);
        ChunkModel.Reading pieces = decode(data, new Split(data)::next);
        if (!whole.equals(expected)) {
            throw new AssertionError("the decoder says " + whole + ", the model " + expected);
        }
        if (!pieces.equals(whole)) {
            throw new AssertionError("in one piece it is " + whole + ", in several " + pieces);
        }
    }

    private interface Cutter {
        int next(int left);
    }

    /// Reads as a connection does: data in bulk, framing byte by byte, and never past the end of a piece.
    private static ChunkModel.Reading decode(byte[] input, Cutter cutter) {
        BodyReader reader = new BodyReader(Framing.CHUNKED);
        StringBuilder data = new StringBuilder();
        int at = 0;
        int end = 0;
        try {
            while (!reader.isComplete()) {
                if (at == end) {
                    if (end == input.length) {
                        return new ChunkModel.Reading.NotWhole();
                    }
                    end += cutter.next(input.length - end);
                }
                long next = reader.next();
                if (next == 0) {
                    reader.accept(input[at++]);
                } else {
                    int length = (int) Math.min(next, end - at);
                    reader.passed(length);
                    data.append(new String(input, at, length, StandardCharsets.ISO_8859_1));
                    at += length;
                }
            }
            return new ChunkModel.Reading.Whole(data.toString(), at);
        } catch (MalformedMessage malformed) {
            return new ChunkModel.Reading.NotWhole();
        }
    }
}
