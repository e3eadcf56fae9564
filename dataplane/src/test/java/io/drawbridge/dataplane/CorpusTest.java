package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Third-party HTTP/1 cases, where the property `drawbridge.corpora` names a folder that has them with their runner.
class CorpusTest {
    @Test
    void no_third_party_case_gets_a_request_past_the_codec() throws Exception {
        String folder = System.getProperty("drawbridge.corpora", "");
        Path runner = Path.of(folder, "http1_run.py");
        Assumptions.assumeTrue(
                !folder.isEmpty() && Files.isRegularFile(runner),
                "SKIPPED: -Ddrawbridge.corpora names no folder with http1_run.py, so third-party HTTP/1 cases were not run");
        int recorder = freePort();
        try (Gateway gateway = Gateway.before(recorder)) {
            Process process = new ProcessBuilder(
                            "python3",
                            runner.toString(),
                            "--target",
                            "127.0.0.1:" + gateway.port(),
                            "--recorder",
                            String.valueOf(recorder),
                            folder + "/http1-llhttp.jsonl",
                            folder + "/http1-smuggler-default.jsonl")
                    .redirectErrorStream(true)
                    .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            process.waitFor();
            System.out.println(output);
            assertThat(output).containsPattern("\\n[4-9][0-9]{2} passed, 0 failed");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
