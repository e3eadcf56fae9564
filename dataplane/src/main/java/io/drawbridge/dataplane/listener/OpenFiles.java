package io.drawbridge.dataplane.listener;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files the process may open: each connection is one.
final class OpenFiles {
    /// As many as that are kept for upstreams, logs and the database where there are plenty.
    private static final int OTHERS = 2_048;

    private OpenFiles() {}

    /// How many client connections leave enough for everything else.
    static int forClients() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? forClients(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : Integer.MAX_VALUE;
    }

    /// @param most files that may be open
    /// @param open files that are open already
    static int forClients(long most, long open) {
        long free = Math.max(2, most - open);
        return (int) Math.min(Integer.MAX_VALUE, free - Math.min(free / 2, OTHERS));
    }
}
