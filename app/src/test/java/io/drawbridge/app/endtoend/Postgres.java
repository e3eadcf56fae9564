package io.drawbridge.app.endtoend;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A real PostgreSQL of the tests' own, which can be killed, stopped and started again where it was.
final class Postgres implements AutoCloseable {
    private final EmbeddedPostgres server;
    private final Path data;
    private final List<String> command;
    private long pid;

    private Postgres(EmbeddedPostgres server, Path data) throws IOException {
        this.server = server;
        this.data = data;
        this.pid = postmaster();
        // As the operating system has it, so that it can be started again just so.
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.UTF_8);
        this.command = new ArrayList<>(List.of(line.split("\0")));
        command.set(0, Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).toString());
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as root.
            command.addAll(0, List.of("unshare", "-U"));
        }
    }

    static Postgres start(Path data) throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setServerConfig("max_connections", "100")
                // As a server in earnest has it: what was committed survives a kill.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        return new Postgres(server, data);
    }

    int port() {
        return server.getPort();
    }

    private long postmaster() throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        }
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>();
        ProcessHandle.of(pid).ifPresent(postmaster -> {
            postmaster.descendants().forEach(all::add);
            all.add(postmaster);
        });
        return all;
    }

    /// `kill -9` of the server; its children see that and go.
    void kill() {
        List<ProcessHandle> all = processes();
        all.getLast().destroyForcibly();
        Eventually.holds("PostgreSQL is gone", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    void startAgain() throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("again.log").toFile())
                .start();
        Eventually.holds("PostgreSQL listens", () -> {
            try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port())) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return !started.isAlive();
            }
        });
        pid = postmaster();
    }

    void signal(String name) throws IOException {
        for (ProcessHandle process : processes()) {
            Program.shell(Path.of("/"), java.util.Map.of(), "kill -" + name + " " + process.pid() + " || true");
        }
    }

    @Override
    public void close() throws IOException {
        processes().forEach(ProcessHandle::destroyForcibly);
        server.close();
    }
}
