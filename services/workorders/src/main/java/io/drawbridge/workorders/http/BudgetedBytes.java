package io.drawbridge.workorders.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// A body that is being written, in pieces that are paid for one by one from the budget. It is not itself the stream
/// that
/// it is written to: whoever writes may close that, and the body is still needed then.
final class BudgetedBytes implements Content {
    private static final int PIECE = 32 * 1024;

    private final MemoryBudget.Reservation reservation;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] piece;
    private int used;

    BudgetedBytes(MemoryBudget budget) {
        this.reservation = budget.reserve(PIECE);
        this.piece = new byte[PIECE];
    }

    /// Writes at the end. Closing it does nothing.
    OutputStream end() {
        return new OutputStream() {
            @Override
            public void write(int value) {
                add(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                add(bytes, offset, length);
            }
        };
    }

    private void add(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (used == PIECE) {
                reservation.extend(PIECE);
                full.add(piece);
                piece = new byte[PIECE];
                used = 0;
            }
            int fitting = Math.min(left, PIECE - used);
            System.arraycopy(bytes, from, piece, used, fitting);
            used += fitting;
            from += fitting;
            left -= fitting;
        }
    }

    @Override
    public long length() {
        return (long) full.size() * PIECE + used;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (byte[] bytes : full) {
            out.write(bytes);
        }
        out.write(piece, 0, used);
    }

    /// Gives the memory back.
    @Override
    public void close() {
        full.clear();
        reservation.close();
    }
}
