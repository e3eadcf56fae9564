package io.drawbridge.dataplane;

import io.drawbridge.dataplane.listener.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The stages of one test: the same one for every row until a row fails on it, after which it is not used again.
final class HostileStages implements AutoCloseable {
    private final boolean http2;
    private final List<HostileStage> stages = new ArrayList<>();

    /// @param http2 whether upstream and client speak HTTP/2
    HostileStages(boolean http2) {
        this.http2 = http2;
    }

    HostileStage current() throws IOException {
        if (stages.isEmpty()) {
            stages.add(new HostileStage(Transport.best(), http2));
        }
        return stages.getLast();
    }

    void giveUp() throws IOException {
        stages.removeLast().close();
    }

    @Override
    public void close() throws IOException {
        while (!stages.isEmpty()) {
            giveUp();
        }
    }
}
