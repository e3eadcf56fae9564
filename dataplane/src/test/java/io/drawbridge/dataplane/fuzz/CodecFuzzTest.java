package io.drawbridge.dataplane.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs each target with Jazzer for its part of `-Dfuzz.seconds` (60 without another word). `-Dfuzz.corpus`
/// names a folder that keeps what the runs learn; without it each begins with the seeds.
class CodecFuzzTest {
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 60);
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in \\d+ second");
    private static final Pattern PULSE = Pattern.compile("#\\d+\\s.*cov: (\\d+) ft: (\\d+) corp: (\\d+)/.*");

    static List<Target> targets() {
        return Target.all();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_seed_keeps_the_rules(Target target) {
        assertThat(target.seeds()).hasSizeGreaterThan(5);
        target.seeds().forEach(seed -> target.input().accept(seed.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void no_input_that_the_fuzzer_finds_breaks_a_rule(Target target, @TempDir Path folder) throws Exception {
        int seconds = Math.max(1, SECONDS / Target.all().size());
        Path output = Files.createDirectories(folder.resolve("output"));
        Process process = new ProcessBuilder(command(target, seconds, folder))
                .directory(output.toFile())
                .redirectErrorStream(true)
                .start();
        Run run;
        try (InputStream lines = process.getInputStream()) {
            run = Run.of(lines);
            assertThat(process.waitFor()).as(run.text()).isZero();
        } finally {
            process.destroyForcibly();
        }
        System.out.printf(
                "Fuzzed %s for %d s: %,d executions, %d coverage points, %d features, %d inputs kept%n",
                target, seconds, run.executions, run.coverage, run.features, run.kept);
        assertThat(run.executions).as(run.text()).isGreaterThan(100L);
        assertThat(run.coverage).as("the codec was instrumented").isGreaterThan(50);
    }

    private static List<String> command(Target target, int seconds, Path folder) throws IOException {
        Path seeds = Files.createDirectories(folder.resolve("seeds"));
        for (int i = 0; i < target.seeds().size(); i++) {
            Files.writeString(seeds.resolve("seed-" + i), target.seeds().get(i), StandardCharsets.ISO_8859_1);
        }
        Path words = folder.resolve("words.dict");
        try (InputStream dictionary =
                Objects.requireNonNull(CodecFuzzTest.class.getResourceAsStream("/fuzz/http1.dict"))) {
            Files.copy(dictionary, words);
        }
        String kept = System.getProperty("fuzz.corpus", "");
        Path corpus = kept.isEmpty()
                ? folder.resolve("corpus")
                : Path.of(kept).toAbsolutePath().resolve(target.name());
        Files.createDirectories(corpus);
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Xss4m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=io.drawbridge.dataplane.codec.**:io.drawbridge.dataplane.upstream.HeadFinder",
                "--custom_hook_includes=io.drawbridge.dataplane.codec.**",
                "-max_total_time=" + seconds,
                "-max_len=2048",
                "-timeout=10",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                "-dict=" + words,
                corpus.toString(),
                seeds.toString());
    }

    /// What a run said of itself.
    private static final class Run {
        private final List<String> lines = new ArrayList<>();
        private long executions;
        private int coverage;
        private int features;
        private int kept;

        static Run of(InputStream output) throws IOException {
            Run run = new Run();
            String text = new String(output.readAllBytes(), StandardCharsets.ISO_8859_1);
            text.lines().forEach(run::read);
            return run;
        }

        private void read(String line) {
            Matcher pulse = PULSE.matcher(line);
            if (pulse.matches()) {
                coverage = Integer.parseInt(pulse.group(1));
                features = Integer.parseInt(pulse.group(2));
                kept = Integer.parseInt(pulse.group(3));
                return;
            }
            Matcher done = DONE.matcher(line);
            if (done.find()) {
                executions = Long.parseLong(done.group(1));
            }
            lines.add(line);
        }

        String text() {
            return String.join("\n", lines);
        }
    }
}
