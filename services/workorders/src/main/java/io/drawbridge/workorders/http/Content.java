package io.drawbridge.workorders.http;

import java.io.IOException;
import java.io.OutputStream;

/// The body of an answer, in memory until it is closed.
interface Content extends AutoCloseable {
    /// In bytes.
    long length();

    void writeTo(OutputStream out) throws IOException;

    @Override
    void close();

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
