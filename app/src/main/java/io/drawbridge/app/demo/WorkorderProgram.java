package io.drawbridge.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The work-order service as a program of its own. It reads its standard input, whose other end is this process:
/// when the gateway dies,
/// however it dies, the service sees the end of the input and stops too.
final class WorkorderProgram implements AutoCloseable {
    private static final String READY = "workorders listening on ";
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final Path log;

    private WorkorderProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
        Thread.ofVirtual().name("workorders-output").start(this::read);
    }

    /// Starts the program; it may not be ready yet.
    ///
    /// @param home the folder that Drawbridge was built in
    /// @param jwks the public keys of the gateway
    static WorkorderProgram start(Path home, Path data, Path jwks, List<String> users) throws IOException {
        Path target = home.resolve("services/workorders/target");
        if (!Files.exists(target.resolve("workorders.jar"))) {
            throw new IOException("there is no work-order service in " + target
                    + ": start the demo with ./drawbridge, which builds it");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:SharedArchiveFile=" + data.resolve("workorders.jsa"),
                "-XX:+AutoCreateSharedArchive",
                "-Xshare:auto",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                target.resolve("workorders.jar") + ":" + target.resolve("lib") + "/*",
                "io.drawbridge.workorders.Main",
                "--listen",
                "127.0.0.1:0",
                "--database",
                "sqlite:///" + data.resolve("workorders.db").toAbsolutePath(),
                "--jwks",
                jwks.toString(),
                "--exit-with-parent",
                "--seed"));
        users.forEach(user -> command.addAll(List.of("--seed-user", user)));
        Path log = data.resolve("logs").resolve("workorders.log");
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeAll(List.of("SECRET_KEY", "ADMIN_API_KEY", "DATABASE_URL"));
        return new WorkorderProgram(builder.start(), log);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    address.complete(URI.create(line.substring(READY.length()).strip()));
                }
            }
            address.completeExceptionally(new IOException("the work-order service stopped; see " + log));
        } catch (IOException | IllegalArgumentException failure) {
            address.completeExceptionally(failure);
        }
    }

    /// Waits until the service answers.
    URI address() throws IOException {
        try {
            return address.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new IOException(
                    String.valueOf(Objects.requireNonNullElse(failure.getCause(), failure)
                            .getMessage()),
                    failure);
        } catch (TimeoutException late) {
            throw new IOException("the work-order service did not start within " + START + "; see " + log, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /// Whether it is still there.
    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
