package io.drawbridge.telemetry.log;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// One log on disk. Any thread may offer full buffers; one at a time writes them. Lines are whole in the file
/// or not in it at all: what could be written only in part is cut off again.
final class LogFile {
    private static final Logger LOG = System.getLogger(LogFile.class.getName());
    /// How much may wait for a slow disk.
    private static final long WAITING_BYTES = 8L * 1024 * 1024;

    private static final int SPARES = 16;

    /// Writes the line that says how many are missing.
    @FunctionalInterface
    interface Gap {
        void write(long lines, Instant at, LineBuffer out);
    }

    /// Opens a file to append to it.
    @FunctionalInterface
    interface Opening {
        SeekableByteChannel open(Path file) throws IOException;
    }

    private final Path path;
    private final LogSettings settings;
    private final Opening opening;
    private final Gap gap;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<LineBuffer> waiting = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<LineBuffer> spares = new ConcurrentLinkedQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();
    private Optional<SeekableByteChannel> channel = Optional.empty();
    private boolean failing;

    LogFile(String name, LogSettings settings, Opening opening, Gap gap, InstantSource clock) {
        this.path = settings.folder().resolve(name);
        this.settings = settings;
        this.opening = opening;
        this.gap = gap;
        this.clock = clock;
    }

    /// An empty buffer.
    LineBuffer spare() {
        LineBuffer spare = spares.poll();
        return spare == null ? new LineBuffer() : spare;
    }

    /// Takes a buffer over to be written. When too much waits already, its lines are dropped and counted.
    void offer(LineBuffer full) {
        if (waitingBytes.addAndGet(full.length()) > WAITING_BYTES) {
            waitingBytes.addAndGet(-full.length());
            lost(full.lines());
            recycle(full);
        } else {
            waiting.add(full);
        }
    }

    /// How many lines could not be written since the start.
    long dropped() {
        return dropped.get();
    }

    /// Counts lines that nobody will see.
    void lost(long lines) {
        dropped.addAndGet(lines);
        untold.addAndGet(lines);
    }

    /// Opens the file, so that a wrong folder is known at the start.
    void open() throws IOException {
        channel = Optional.of(opened());
    }

    /// Writes all that waits.
    void write() {
        if (untold.get() > 0) {
            LineBuffer told = new LineBuffer();
            long lines = untold.getAndSet(0);
            gap.write(lines, clock.instant(), told);
            if (!write(told)) {
                untold.addAndGet(lines);
            }
        }
        for (LineBuffer next = waiting.poll(); next != null; next = waiting.poll()) {
            waitingBytes.addAndGet(-next.length());
            if (!write(next)) {
                lost(next.lines());
            }
            recycle(next);
        }
    }

    /// Goes on in a new file of the same name, because somebody has moved the present one away.
    void reopen() {
        close();
    }

    void close() {
        if (channel.isPresent()) {
            try {
                channel.get().close();
            } catch (IOException failure) {
                LOG.log(Level.WARNING, "closing " + path + " failed: " + failure);
            }
            channel = Optional.empty();
        }
    }

    private void recycle(LineBuffer buffer) {
        // size() walks the queue, which is as short as this bound.
        if (spares.size() < SPARES) {
            buffer.resetTo(0, 0);
            spares.add(buffer);
        }
    }

    private boolean write(LineBuffer lines) {
        try {
            SeekableByteChannel open = room(lines.length());
            long before = open.size();
            try {
                ByteBuffer bytes = ByteBuffer.wrap(lines.bytes(), 0, lines.length());
                while (bytes.hasRemaining()) {
                    open.write(bytes);
                }
            } catch (IOException failure) {
                if (open.size() > before) {
                    open.truncate(before);
                }
                throw failure;
            }
            if (failing) {
                failing = false;
                LOG.log(Level.INFO, path + " can be written again");
            }
            return true;
        } catch (IOException failure) {
            if (!failing) {
                failing = true;
                LOG.log(
                        Level.ERROR,
                        path + " cannot be written (" + failure
                                + "): its lines are dropped and counted until the disk has room and the folder can be written");
            }
            close();
            return false;
        }
    }

    private SeekableByteChannel room(int length) throws IOException {
        if (channel.isPresent()) {
            long size = channel.get().size();
            if (size > 0 && size + length > settings.rotateBytes()) {
                rotate();
            }
        }
        if (channel.isEmpty()) {
            channel = Optional.of(opened());
        }
        return channel.get();
    }

    /// A full disk must not keep the old files from making room, so the oldest goes first.
    private void rotate() {
        close();
        try {
            Files.deleteIfExists(rotated(settings.keep()));
            for (int i = settings.keep() - 1; i > 0; i--) {
                if (Files.exists(rotated(i))) {
                    Files.move(rotated(i), rotated(i + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(path, rotated(1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, path + " cannot be rotated (" + failure + ") and grows on; check its folder");
        }
    }

    private Path rotated(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    private SeekableByteChannel opened() throws IOException {
        boolean torn = isTorn(path);
        SeekableByteChannel open = opening.open(path);
        if (torn) {
            // A machine that died left half a line; the next one begins on a line of its own.
            open.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return open;
    }

    private static boolean isTorn(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return reader.size() > 0 && reader.read(last, reader.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /// Readable by the owner and the group.
    static SeekableByteChannel append(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                permissions(file, "rw-r-----"));
    }

    static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder, permissions(folder, "rwxr-x---"));
    }

    /// None where the file system knows no such permissions.
    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
