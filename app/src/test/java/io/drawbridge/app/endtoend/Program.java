package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A real process of what the build made, started as the launcher starts it. It gets no variable of whoever runs the
/// tests.
final class Program implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("drawbridge.home", ".."))
            .toAbsolutePath()
            .normalize();
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "LANG", "TMPDIR");

    private final Process process;
    private final Path out;
    private final Path err;

    private Program(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// What a process printed, and how it ended.
    record Ran(int exit, String out, String err) {
        Ran succeeds() {
            assertThat(exit).as("%s%s", out, err).isZero();
            return this;
        }
    }

    /// A command that stays.
    static Program start(Path directory, Map<String, String> environment, String... arguments) throws IOException {
        return start(
                directory,
                environment,
                java(
                        List.of("-Xms48m", "-XX:MaxDirectMemorySize=128m", "--sun-misc-unsafe-memory-access=allow"),
                        arguments));
    }

    /// A command that comes back.
    static Ran run(Path directory, Map<String, String> environment, String... arguments) throws IOException {
        return start(directory, environment, java(List.of("-XX:TieredStopAtLevel=1"), arguments))
                .ended();
    }

    /// A line for bash, which comes back.
    static Ran shell(Path directory, Map<String, String> environment, String script) throws IOException {
        return bash(directory, environment, script).ended();
    }

    /// A line for bash, which may stay.
    static Program bash(Path directory, Map<String, String> environment, String script) throws IOException {
        return start(directory, environment, List.of("bash", "-c", script));
    }

    /// How a command that stays is started, for a shell.
    static String commandLine(String... arguments) {
        return java(
                        List.of("-Xms48m", "-XX:MaxDirectMemorySize=128m", "--sun-misc-unsafe-memory-access=allow"),
                        arguments)
                .stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
    }

    private static List<String> java(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        Path target = HOME.resolve("app/target");
        assertThat(target.resolve("drawbridge.jar"))
                .as("the build makes it before these tests")
                .exists();
        command.addAll(List.of(
                "-Ddrawbridge.home=" + HOME,
                "-cp",
                target.resolve("drawbridge.jar") + ":" + target.resolve("lib") + "/*",
                "io.drawbridge.app.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Program start(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        Path out = Files.createTempFile("drawbridge-test", ".out");
        Path err = Files.createTempFile("drawbridge-test", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Program(process, out, err);
    }

    String out() {
        return text(out);
    }

    String err() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /// Waits for the first match in what it prints.
    Matcher awaitLine(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return Eventually.get("a line " + regex, () -> {
            assertStillRuns();
            Matcher matcher = pattern.matcher(out());
            return matcher.find() ? Optional.of(matcher) : Optional.empty();
        });
    }

    void assertStillRuns() {
        assertThat(isAlive()).as("still runs; it said: %s%s", out(), err()).isTrue();
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
    }

    /// Sends another signal.
    void signal(String name) throws IOException {
        shell(Path.of("/"), Map.of(), "kill -" + name + " " + pid()).succeeds();
    }

    /// Waits for its end.
    Ran ended() {
        return ended(Duration.ofSeconds(90));
    }

    /// @param limit for programs that are known to take their time
    Ran ended(Duration limit) {
        try {
            assertThat(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends; it said: %s%s", out(), err())
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            process.destroyForcibly();
        }
        Ran ran = new Ran(process.exitValue(), out(), err());
        List.of(out, err).forEach((Consumer<Path>) file -> file.toFile().delete());
        return ran;
    }

    /// Ends it where a test did not.
    @Override
    public void close() {
        List<ProcessHandle> children = descendants();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        out.toFile().delete();
        err.toFile().delete();
    }
}
