package io.drawbridge.telemetry.log;

import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.telemetry.loop.Handover;
import io.drawbridge.telemetry.loop.Heartbeat;
import io.drawbridge.telemetry.text.Findings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/// `security.log` and `access.log`. Lines are on their way to the file at most 200 ms after they are recorded,
/// or when a buffer is full.
public final class Logs implements EventSink, AutoCloseable {
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final int FULL_BYTES = 32 * 1024;

    private final LineFormat format;
    private final LogFile access;
    private final LogFile security;
    private final List<LoopRecorder> recorders = new CopyOnWriteArrayList<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock elsewhere = new ReentrantLock();
    private final LoopRecorder elsewhereRecorder;
    private final Heartbeat heartbeat;

    private Logs(LogSettings settings, InstantSource clock, LogFile.Opening opening) throws IOException {
        LogFile.createFolder(settings.folder());
        format = LineFormat.of(settings.form());
        access = new LogFile("access.log", settings, opening, format::accessDropped, clock);
        security = new LogFile("security.log", settings, opening, format::securityDropped, clock);
        access.open();
        security.open();
        elsewhereRecorder = new LoopRecorder();
        recorders.add(elsewhereRecorder);
        heartbeat = Heartbeat.start("drawbridge-logs", PERIOD, this::flush);
    }

    /// @throws IOException when a file cannot be made or opened
    public static Logs open(LogSettings settings, InstantSource clock) throws IOException {
        return open(settings, clock, LogFile::append);
    }

    static Logs open(LogSettings settings, InstantSource clock, LogFile.Opening opening) throws IOException {
        return new Logs(settings, clock, opening);
    }

    @Override
    public Recorder recorder() {
        LoopRecorder recorder = new LoopRecorder();
        recorders.add(recorder);
        return recorder;
    }

    @Override
    public void record(Event event) {
        elsewhere.lock();
        try {
            elsewhereRecorder.record(event);
        } finally {
            elsewhere.unlock();
        }
    }

    /// Writes what has been recorded until now. When it returns, that is in the files, or counted as dropped.
    public void flush() {
        writing.lock();
        try {
            for (LoopRecorder recorder : recorders) {
                recorder.handover.collect().ifPresent(lines -> {
                    offer(lines.access, access);
                    offer(lines.security, security);
                });
            }
            access.write();
            security.write();
        } finally {
            writing.unlock();
        }
    }

    /// Opens both files anew at the next line, because somebody has moved the present ones away.
    public void reopen() {
        writing.lock();
        try {
            flush();
            access.reopen();
            security.reopen();
        } finally {
            writing.unlock();
        }
    }

    /// How many lines could not be written since the start.
    public long dropped() {
        return access.dropped() + security.dropped();
    }

    /// Writes everything that has been recorded.
    @Override
    public void close() {
        heartbeat.close();
        writing.lock();
        try {
            flush();
            access.close();
            security.close();
        } finally {
            writing.unlock();
        }
    }

    private static void offer(LineBuffer lines, LogFile file) {
        if (lines.length() > 0) {
            file.offer(lines);
        }
    }

    /// What one loop fills.
    private static final class Lines {
        LineBuffer access;
        LineBuffer security;

        Lines(LineBuffer access, LineBuffer security) {
            this.access = access;
            this.security = security;
        }
    }

    private final class LoopRecorder implements Recorder {
        private final Handover<Lines> handover = new Handover<>(() -> new Lines(access.spare(), security.spare()));

        @Override
        public void record(Event event) {
            Lines lines = handover.take();
            int accessLength = lines.access.length();
            int accessLines = lines.access.lines();
            int securityLength = lines.security.length();
            int securityLines = lines.security.lines();
            try {
                write(event, lines);
            } catch (RuntimeException _) {
                // An event that cannot be written must not stop the loop; its lines are missing and counted.
                lines.access.resetTo(accessLength, accessLines);
                lines.security.resetTo(securityLength, securityLines);
                access.lost(1);
                security.lost(1);
            }
            boolean full = false;
            if (lines.access.length() >= FULL_BYTES) {
                access.offer(lines.access);
                lines.access = access.spare();
                full = true;
            }
            if (lines.security.length() >= FULL_BYTES) {
                security.offer(lines.security);
                lines.security = security.spare();
                full = true;
            }
            handover.putBack(lines);
            if (full) {
                heartbeat.wake();
            }
        }

        private void write(Event event, Lines lines) {
            switch (event) {
                case Exchanged exchanged -> {
                    format.access(exchanged, lines.access);
                    switch (exchanged.ending()) {
                        case MALFORMED_REQUEST, REQUEST_TOO_LARGE -> format.malformed(exchanged, lines.security);
                        case FORWARDED,
                                WEBSOCKET,
                                ANSWERED,
                                REFUSED,
                                EXPECTATION_FAILED,
                                NO_ROUTE,
                                METHOD_NOT_ALLOWED,
                                REQUEST_TIMEOUT,
                                CLIENT_ABORTED,
                                UPSTREAM_UNREACHABLE,
                                UPSTREAM_CONNECT_TIMEOUT,
                                UPSTREAM_BUSY,
                                UPSTREAM_QUEUE_TIMEOUT,
                                UPSTREAM_SHED,
                                UPSTREAM_UNHEALTHY,
                                UPSTREAM_TIMEOUT,
                                UPSTREAM_ABORTED,
                                UPSTREAM_MALFORMED,
                                INTERNAL_ERROR -> {}
                    }
                    for (Judgement judgement : exchanged.judgements()) {
                        Optional<Reason> reason = Findings.news(judgement);
                        if (reason.isPresent()) {
                            format.finding(exchanged, judgement, reason.get(), lines.security);
                        }
                    }
                }
                case Notice notice -> format.notice(notice, lines.security);
            }
        }
    }
}
