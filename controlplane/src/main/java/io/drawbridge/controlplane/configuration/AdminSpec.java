package io.drawbridge.controlplane.configuration;

/// The admin API's own listener.
///
/// @param allowRemote whether it may listen where other machines can reach it
public record AdminSpec(ListenSpec listen, boolean allowRemote) {
    public AdminSpec {
        if (!allowRemote && !listen.isLoopback()) {
            throw new IllegalArgumentException("the admin API listens on " + listen
                    + ", which other machines may reach: write a loopback address, such as 127.0.0.1:9090, or"
                    + " allow_remote: true");
        }
    }
}
