package io.drawbridge.controlplane.csp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Passes reports on to a collector (`CSP_REPORT_URI`), as the browser sent them and in the order in which they came.
///
/// Nobody waits for the collector: up to [#ROOM] reports wait for it, each is tried [#ATTEMPTS] times, and what is
/// given up or finds no room is counted.
public final class CspForwarding implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CspForwarding.class.getName());
    static final int ROOM = 256;
    static final int ATTEMPTS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private record Report(String contentType, HttpRequest.BodyPublisher body) {}

    private final URI collector;
    private final Duration pause;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final BlockingQueue<Report> waiting = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong forwarded = new AtomicLong();
    private final Thread thread;
    private boolean failing;

    private CspForwarding(URI collector, Duration pause) {
        this.collector = collector;
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("csp-forwarding").unstarted(this::forwardForEver);
    }

    public static CspForwarding start(URI collector) {
        return start(collector, Duration.ofSeconds(2));
    }

    /// @param pause before the second attempt; it doubles after each
    static CspForwarding start(URI collector, Duration pause) {
        CspForwarding forwarding = new CspForwarding(collector, pause);
        forwarding.thread.start();
        return forwarding;
    }

    /// Passes a body on, later.
    void offer(String contentType, byte[] body) {
        if (!waiting.offer(new Report(contentType, HttpRequest.BodyPublishers.ofByteArray(body)))) {
            lost.incrementAndGet();
        }
    }

    /// Bodies that the collector did not get.
    public long lost() {
        return lost.get();
    }

    /// Bodies that the collector took.
    public long forwarded() {
        return forwarded.get();
    }

    private void forwardForEver() {
        try {
            while (true) {
                forward(waiting.take());
            }
        } catch (InterruptedException _) {
            lost.addAndGet(waiting.size());
        }
    }

    private void forward(Report report) throws InterruptedException {
        Duration wait = pause;
        String cause = "";
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            if (attempt > 1) {
                Thread.sleep(wait);
                wait = wait.multipliedBy(2);
            }
            try {
                int status = client.send(request(report), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status < 300) {
                    forwarded.incrementAndGet();
                    failing = false;
                    return;
                }
                cause = "it answered " + status;
                if (status < 500 && status != 429) {
                    break;
                }
            } catch (IOException failure) {
                cause = failure.toString();
            }
        }
        lost.incrementAndGet();
        if (!failing) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the collector of CSP reports does not take them: {0}; they are counted in"
                            + " csp_reports_not_forwarded and kept here",
                    cause);
        }
        failing = true;
    }

    private HttpRequest request(Report report) {
        return HttpRequest.newBuilder(collector)
                .timeout(TIMEOUT)
                .header("Content-Type", report.contentType())
                .POST(report.body())
                .build();
    }

    /// Gives up what still waits.
    @Override
    public void close() {
        thread.interrupt();
        client.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
