package io.drawbridge.storage.redis;

import io.drawbridge.domain.identity.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import redis.embedded.RedisExecProvider;

/// A real Redis of the tests' own, which can be killed, stopped and started again on its port.
public final class RedisProgram implements AutoCloseable {
    private final Path folder;
    private final int port;
    private Process process;

    private RedisProgram(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    public static RedisProgram start(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = free.getLocalPort();
            free.close();
            return new RedisProgram(folder, port);
        }
    }

    private Process launch() throws IOException {
        String program = RedisExecProvider.defaultProvider().get().getAbsolutePath();
        Process started = new ProcessBuilder(List.of(
                        program,
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        var output = started.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("Ready to accept connections")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return started;
            }
        }
        throw new IOException("Redis does not start");
    }

    public int port() {
        return port;
    }

    public Secret url() {
        return new Secret("redis://127.0.0.1:" + port);
    }

    /// As `kill -9` does.
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void startAgain() throws IOException {
        process = launch();
    }

    /// It keeps its connections and answers nothing, until [#goOn].
    public void stop() throws IOException, InterruptedException {
        signal("-STOP");
    }

    public void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
