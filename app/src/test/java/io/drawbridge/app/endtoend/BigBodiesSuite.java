package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// 4 GiB pass through the gateway each way, byte by byte as they were sent, and it needs no memory for them. It takes
/// minutes: a Maven profile of its own.
class BigBodiesSuite {
    private static final long GIB = 1L << 30;
    private static final long BIG = 4 * GIB;
    private static final long WARM_UP = GIB / 4;
    private static final long MOST_GROWTH_KIB = 32 * 1024;

    @TempDir
    static Path folder;

    private static Edge edge;

    enum Speech {
        HTTP_1("--http1.1") {
            @Override
            URI url() {
                return edge.plain();
            }
        },
        HTTP_2_OVER_TLS("--http2") {
            @Override
            URI url() {
                return edge.secure();
            }
        };

        private final String option;

        Speech(String option) {
            this.option = option;
        }

        abstract URI url();
    }

    @BeforeAll
    static void start() throws IOException {
        edge = Edge.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
    }

    @BeforeEach
    void curl_is_there() {
        Installed.needs("curl", "curl");
    }

    @ParameterizedTest
    @EnumSource
    void four_gigabytes_go_up(Speech speech) throws Exception {
        assertThat(up(speech, WARM_UP)).isEqualTo(WARM_UP + " bytes as expected");

        Memory memory = new Memory(edge.pid());
        assertThat(up(speech, BIG)).isEqualTo(BIG + " bytes as expected");

        memory.assertGrowth(speech + " up");
    }

    @ParameterizedTest
    @EnumSource
    void four_gigabytes_come_down(Speech speech) throws Exception {
        assertThat(down(speech, WARM_UP)).isEqualTo(WARM_UP + " bytes as expected");

        Memory memory = new Memory(edge.pid());
        assertThat(down(speech, BIG)).isEqualTo(BIG + " bytes as expected");

        memory.assertGrowth(speech + " down");
    }

    /// What the service says of the body.
    private static String up(Speech speech, long length) throws Exception {
        Process curl = curl(speech, "/public/compared", "-T", "-");
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> text(curl.getInputStream()));
        try (OutputStream output = curl.getOutputStream();
                InputStream body = LongBody.of(length)) {
            body.transferTo(output);
        }
        String result = said.get(10, TimeUnit.MINUTES);
        assertThat(curl.waitFor()).isZero();
        return result;
    }

    private static String down(Speech speech, long length) throws Exception {
        Process curl = curl(speech, "/public/bytes/" + length);
        curl.getOutputStream().close();
        LongBody.Comparison comparison = new LongBody.Comparison();
        curl.getInputStream().transferTo(comparison);
        assertThat(curl.waitFor()).isZero();
        return comparison.result();
    }

    private static Process curl(Speech speech, String target, String... options) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                "curl", "-sS", "--max-time", "600", "--cacert", edge.authority().toString(), speech.option));
        command.addAll(List.of(options));
        command.add(speech.url() + target);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String text(InputStream input) {
        try {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What a process has in memory, by Linux.
    private static final class Memory {
        private final Path process;
        private final long before;

        Memory(long pid) throws IOException {
            process = Path.of("/proc", String.valueOf(pid));
            // From now on the greatest size is that of now.
            Files.writeString(process.resolve("clear_refs"), "5");
            before = kib("VmRSS");
        }

        void assertGrowth(String what) throws IOException {
            long most = kib("VmHWM");
            System.out.printf(
                    "%s: %d KiB before, %d KiB at the most, grown by %d KiB%n", what, before, most, most - before);
            assertThat(most - before).as(what).isLessThan(MOST_GROWTH_KIB);
        }

        private long kib(String name) throws IOException {
            return Files.readAllLines(process.resolve("status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
