package io.drawbridge.controlplane.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int ACCEPTED = 25;

    @TempDir
    Path folder;

    @Test
    void what_was_accepted_before_the_process_was_killed_is_there_afterwards() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSteering.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < ACCEPTED; i++) {
                last = Long.parseLong(String.valueOf(lines.readLine()));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (Bridge bridge = new Bridge(folder, Blueprints.usual())) {
            List<Edit> history = bridge.steering().history(100_000);
            assertThat(last).isEqualTo(ACCEPTED);
            assertThat(history).hasSizeGreaterThanOrEqualTo(ACCEPTED);
            assertThat(history.reversed())
                    .extracting(Edit::number)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, history.size()).boxed().toList());
            assertThat(bridge.steering().current().version()).isEqualTo(history.size() + 1);
            // The state is that of the last edit, whichever it was.
            assertThat(bridge.everywhere(Blueprints.LEGACY))
                    .isEqualTo(Stance.of(history.size() % 2 == 1 ? Mode.ENFORCE : Mode.MONITOR));
        }
    }
}
