package io.drawbridge.workorders.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// The body of an answer, in memory until it is closed.
interface Content extends AutoCloseable {
    /// In bytes.
    long length();

    void writeTo(OutputStream out) throws IOException;

    @Override
    void close();

    /// All of it, once more.
    default byte[] toByteArray() {
        var bytes = new ByteArrayOutputStream(Math.toIntExact(length()));
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    /// A small body.
    static Content of(byte[] bytes) {
        return new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }

            @Override
            public void close() {}
        };
    }
}
