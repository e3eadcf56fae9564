package io.drawbridge.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.event.EventSink;
import io.drawbridge.telemetry.AnExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    private static final long MEBIBYTE = 1024 * 1024;

    @TempDir
    Path temporary;

    @Test
    void what_is_flushed_is_in_the_file_without_a_close() throws IOException {
        LogFolder folder = new LogFolder(temporary);
        Logs killed = Logs.open(LogSettings.in(temporary), LogFolder.CLOCK);
        EventSink.Recorder loop = killed.recorder();
        loop.record(AnExchange.plain().made());
        killed.flush();
        assertThat(folder.access()).hasSize(1);
        folder.written(out -> out.record(AnExchange.plain().made()));
        assertThat(folder.access()).hasSize(2);
        killed.close();
    }

    @Test
    void several_loops_lose_nothing_while_somebody_flushes() throws Exception {
        LogFolder folder = new LogFolder(temporary);
        int loops = 3;
        int each = 20_000;
        try (Logs logs = Logs.open(LogSettings.in(temporary), LogFolder.CLOCK);
                var threads = Executors.newFixedThreadPool(loops)) {
            List<Future<?>> running = new ArrayList<>();
            for (int loop = 0; loop < loops; loop++) {
                EventSink.Recorder recorder = logs.recorder();
                String path = "/loop-" + loop + "/";
                running.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        recorder.record(AnExchange.plain().path(path + i).made());
                        if (i % 1_000 == 0) {
                            logs.record(AnExchange.plain().path("/elsewhere").made());
                        }
                    }
                }));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                logs.flush();
            }
            for (Future<?> one : running) {
                one.get();
            }
            assertThat(logs.dropped()).isZero();
        }
        // Loops do not wait for one another, nor for the one who flushes, so the order is not kept to the last line.
        List<String> paths =
                folder.access().stream().map(line -> line.split(" ", -1)[6]).toList();
        Set<String> different = new HashSet<>(paths);
        assertThat(paths).hasSize(loops * each + loops * each / 1_000);
        assertThat(different).hasSize(loops * each + 1);
    }

    @Test
    void a_log_that_has_grown_is_rotated_and_the_oldest_goes() throws IOException {
        LogFolder folder = new LogFolder(temporary);
        LogSettings settings = new LogSettings(temporary, LogSettings.Form.TEXT, MEBIBYTE, 2);
        String agent = "a".repeat(400);
        folder.written(settings, out -> {
            for (int i = 0; i < 10_000; i++) {
                out.record(AnExchange.plain().path("/" + i).agent(agent).made());
            }
        });
        assertThat(temporary.resolve("access.log.1")).exists();
        assertThat(temporary.resolve("access.log.2")).exists();
        assertThat(temporary.resolve("access.log.3")).doesNotExist();
        for (String name : List.of("access.log", "access.log.1", "access.log.2")) {
            assertThat(Files.size(temporary.resolve(name))).isBetween(1L, MEBIBYTE);
        }
        List<String> kept = new ArrayList<>();
        for (String name : List.of("access.log.2", "access.log.1", "access.log")) {
            kept.addAll(folder.lines(name));
        }
        int first = 10_000 - kept.size();
        assertThat(first).isPositive();
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).contains("GET /" + (first + i) + " ");
        }
    }

    @Test
    void after_somebody_else_rotated_a_log_it_goes_on_in_a_new_file() throws IOException {
        LogFolder folder = new LogFolder(temporary);
        try (Logs logs = Logs.open(LogSettings.in(temporary), LogFolder.CLOCK)) {
            logs.record(AnExchange.plain().path("/first").made());
            logs.flush();
            Files.move(temporary.resolve("access.log"), temporary.resolve("moved"));
            logs.record(AnExchange.plain().path("/second").made());
            logs.reopen();
            logs.record(AnExchange.plain().path("/third").made());
        }
        assertThat(folder.lines("moved")).hasSize(2);
        assertThat(folder.access()).hasSize(1);
        assertThat(folder.access().getFirst()).contains("/third");
    }

    @Test
    void others_cannot_read_a_log() throws IOException {
        new LogFolder(temporary).written(out -> out.record(AnExchange.plain().made()));
        for (String name : List.of("access.log", "security.log")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary.resolve(name))))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void half_a_line_that_a_dead_machine_left_does_not_spoil_the_next() throws IOException {
        LogFolder folder = new LogFolder(temporary);
        Files.writeString(temporary.resolve("access.log"), "whole\nhal");
        folder.written(out -> out.record(AnExchange.plain().made()));
        assertThat(folder.access()).hasSize(3);
        assertThat(folder.access().subList(0, 2)).containsExactly("whole", "hal");
    }

    @Test
    void a_folder_that_cannot_be_used_is_known_at_the_start() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> Logs.open(LogSettings.in(file), LogFolder.CLOCK))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_full_disk_leaves_whole_lines_and_is_told_when_it_has_room_again() throws IOException {
        LogFolder folder = new LogFolder(temporary);
        AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);
        try (Logs logs = Logs.open(
                LogSettings.in(temporary), LogFolder.CLOCK, file -> new Limited(LogFile.append(file), room))) {
            logs.record(AnExchange.plain().path("/before").made());
            logs.flush();
            room.set(700);
            for (int i = 0; i < 10; i++) {
                logs.record(
                        AnExchange.plain().path("/during").refusedByOwnership().made());
            }
            logs.flush();
            assertThat(logs.dropped()).isEqualTo(20);
            assertThat(folder.access()).hasSize(1);
            assertThat(folder.security()).isEmpty();

            room.set(Integer.MAX_VALUE);
            logs.record(AnExchange.plain().path("/after").refusedByOwnership().made());
            logs.flush();
            assertThat(logs.dropped()).isEqualTo(20);
        }
        assertThat(folder.access()).hasSize(3);
        assertThat(folder.access().get(1))
                .isEqualTo(
                        "- - - [28/Jul/2026:12:00:00 +0000] \"- - -\" 000 0 \"-\" \"drawbridge: 10 lines dropped here\" 0.000");
        assertThat(folder.access().get(2)).contains("/after");
        assertThat(folder.security()).hasSize(2);
        assertThat(folder.security().getFirst())
                .isEqualTo("2026-07-28T12:00:00.123Z ERROR SECURITY_EVENT LINES_DROPPED lines=10 -");
    }

    @Test
    void a_disk_that_does_not_move_costs_a_bounded_amount_of_memory() throws IOException {
        LogFolder folder = new LogFolder(temporary);
        AtomicInteger room = new AtomicInteger(0);
        String agent = "a".repeat(400);
        LogFile file = new LogFile(
                "access.log",
                LogSettings.in(temporary),
                path -> new Limited(LogFile.append(path), room),
                new TextFormat()::accessDropped,
                LogFolder.CLOCK);
        long offered = 0;
        TextFormat format = new TextFormat();
        for (int i = 0; i < 1_000; i++) {
            LineBuffer lines = file.spare();
            while (lines.length() < 32 * 1024) {
                format.access(AnExchange.plain().agent(agent).made(), lines);
            }
            offered += lines.lines();
            file.offer(lines);
        }
        // 32 MiB were offered and 8 MiB wait.
        assertThat(file.dropped()).isBetween(offered / 2, offered - 1);
        room.set(Integer.MAX_VALUE);
        file.write();
        file.close();
        assertThat(folder.access()).hasSize((int) (offered - file.dropped()) + 1);
        assertThat(folder.access().getFirst()).contains("drawbridge: " + file.dropped() + " lines dropped here");
    }

    @Test
    void an_event_that_cannot_be_written_is_counted_and_spoils_no_other() throws IOException {
        LogFolder folder = new LogFolder(temporary);
        try (Logs logs = Logs.open(LogSettings.in(temporary), LogFolder.CLOCK)) {
            EventSink.Recorder loop = logs.recorder();
            loop.record(AnExchange.plain().path("/first").made());
            loop.record(AnExchange.plain().refusedByOwnership().at(Instant.MAX).made());
            loop.record(AnExchange.plain().path("/third").made());
            logs.flush();
            assertThat(logs.dropped()).isPositive();
        }
        assertThat(folder.access())
                .filteredOn(line -> line.startsWith("127."))
                .extracting(line -> line.split(" ", -1)[6])
                .containsExactly("/first", "/third");
    }

    /// A file on a disk with only so much room left; what does not fit is written in part, as real disks do.
    private record Limited(SeekableByteChannel file, AtomicInteger room) implements SeekableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            if (room.get() <= 0) {
                throw new IOException("No space left on device");
            }
            int fits = Math.min(source.remaining(), room.get());
            ByteBuffer part = source.slice(source.position(), fits);
            int written = file.write(part);
            source.position(source.position() + written);
            room.addAndGet(-written);
            return written;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            return file.position(newPosition);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            return file.truncate(size);
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
