package io.drawbridge.app;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Tells systemd how the program is (`sd_notify(3)`): ready, reloading, stopping, alive. Where no service manager
/// listens (`NOTIFY_SOCKET` is not set), everything here does nothing.
///
/// Datagrams to a socket in the file system are not part of the JDK, so three functions of the C library are called.
final class Systemd implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Systemd.class.getName());
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    /// `sun_path` of `sockaddr_un`, which stands behind two octets of family.
    private static final int LONGEST_PATH = 108;

    private final Optional<String> socket;
    private final Optional<Duration> watchdog;
    private volatile boolean open = true;
    private Thread pulse = Thread.ofVirtual().unstarted(() -> {});
    private boolean failed;

    private Systemd(Optional<String> socket, Optional<Duration> watchdog) {
        this.socket = socket;
        this.watchdog = watchdog;
    }

    /// @param environment with `NOTIFY_SOCKET` and, where the manager wants a sign of life, `WATCHDOG_USEC`
    static Systemd of(Map<String, String> environment) {
        Optional<String> socket =
                Optional.ofNullable(environment.get("NOTIFY_SOCKET")).filter(path -> path.matches("[/@].+"));
        boolean ours = Optional.ofNullable(environment.get("WATCHDOG_PID"))
                .map(pid -> pid.equals(String.valueOf(ProcessHandle.current().pid())))
                .orElse(true);
        Optional<Duration> watchdog = Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                .filter(text -> ours && text.matches("[1-9]\\d{0,17}"))
                .map(text -> Duration.ofNanos(Math.multiplyExact(Long.parseLong(text), 1000L)));
        return new Systemd(socket, watchdog);
    }

    /// The program serves. From now on the watchdog is fed, twice as often as it asks for, while the program is well.
    ///
    /// @param well asked before each sign of life
    void ready(String status, BooleanSupplier well) {
        tell("READY=1\nSTATUS=" + status);
        if (socket.isPresent() && watchdog.isPresent()) {
            Duration period = watchdog.get().dividedBy(2);
            pulse = Thread.ofPlatform().daemon().name("watchdog").start(() -> beat(period, well));
        }
    }

    private void beat(Duration period, BooleanSupplier well) {
        try {
            while (open) {
                if (well.getAsBoolean()) {
                    tell("WATCHDOG=1");
                }
                Thread.sleep(period);
            }
        } catch (InterruptedException _) {
            // It stops.
        }
    }

    /// The configuration is being read again. `ready` is said by [#reloaded].
    void reloading() {
        // CLOCK_MONOTONIC, which is what nanoTime reads on Linux; systemd compares it with its own.
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    void reloaded(String status) {
        tell("READY=1\nSTATUS=" + status);
    }

    /// The program lets requests that are under way end.
    void stopping() {
        tell("STOPPING=1\nSTATUS=requests that are under way end");
    }

    @Override
    public void close() {
        open = false;
        pulse.interrupt();
    }

    private synchronized void tell(String message) {
        if (socket.isEmpty()) {
            return;
        }
        try {
            send(socket.get(), message);
            failed = false;
        } catch (IOException failure) {
            if (!failed) {
                LOG.log(System.Logger.Level.WARNING, "the service manager cannot be told: {0}", failure.getMessage());
            }
            failed = true;
        }
    }

    private static void send(String path, String message) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length >= LONGEST_PATH) {
            throw new IOException("NOTIFY_SOCKET is longer than " + (LONGEST_PATH - 1) + " octets");
        }
        if (name[0] == '@') {
            // A name in the abstract namespace.
            name[0] = 0;
        }
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = function(
                    linker,
                    "socket",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            MethodHandle sendTo = function(
                    linker,
                    "sendto",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_INT));
            MethodHandle close =
                    function(linker, "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            MemorySegment body = arena.allocateFrom(ValueLayout.JAVA_BYTE, text);
            MemorySegment address = arena.allocate(2 + LONGEST_PATH, 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            int descriptor = (int) open.invokeExact(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            if (descriptor < 0) {
                throw new IOException("no socket could be made");
            }
            try {
                long sent = (long) sendTo.invokeExact(
                        descriptor, body, (long) text.length, MSG_NOSIGNAL, address, 2 + name.length);
                if (sent != text.length) {
                    throw new IOException("nobody took the message at " + path);
                }
            } finally {
                int _ = (int) close.invokeExact(descriptor);
            }
        } catch (IOException failure) {
            throw failure;
        } catch (Throwable unexpected) {
            throw new IOException(unexpected.toString(), unexpected);
        }
    }

    // What it warns of is allowed on the command line (--enable-native-access).
    @SuppressWarnings("restricted")
    private static MethodHandle function(Linker linker, String name, FunctionDescriptor shape) {
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }
}
