package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.CorpusCase.NoCounterpart;
import io.drawbridge.dataplane.CorpusCase.Request;
import io.drawbridge.dataplane.HostileRow.Accept;
import io.drawbridge.dataplane.HostileRow.Next;
import io.drawbridge.dataplane.HostileRow.Reject;
import io.drawbridge.dataplane.listener.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The cases of [CorpusTest], re-expressed over HTTP/2: as they are, and as a proxy has to pass them on. What
/// is malformed there must be refused before the service has seen a byte; the rest it must see once, with the
/// same meaning.
class Http2CorpusTest {
    private static final List<String> FILES = List.of("http1-llhttp.jsonl", "http1-smuggler-default.jsonl");

    @Test
    void no_case_means_another_thing_over_http2() throws Exception {
        String folder = System.getProperty("drawbridge.corpora", "");
        Assumptions.assumeTrue(
                !folder.isEmpty() && Files.isRegularFile(Path.of(folder, FILES.getFirst())),
                "SKIPPED: -Ddrawbridge.corpora names no folder with http1-llhttp.jsonl, so third-party cases were not run over HTTP/2");
        List<CorpusCase> cases = new ArrayList<>();
        for (String file : FILES) {
            cases.addAll(CorpusCase.read(Path.of(folder, file)));
        }
        // Several cases are one request, for parsers in other moods.
        Map<Request, CorpusCase> different = new LinkedHashMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        SoftAssertions softly = new SoftAssertions();
        for (CorpusCase one : cases) {
            switch (one.form()) {
                case Request request -> {
                    counts.merge("translated", 1, Integer::sum);
                    Request passed = CorpusReading.asAProxyPassesIt(request);
                    different.putIfAbsent(request, one);
                    different.putIfAbsent(passed, one);
                    String fault = CorpusReading.fault(passed);
                    softly.assertThat(one.expect().equals("accept") && !fault.isEmpty())
                            .as("%s is good, and was read as bad: %s", one.id(), fault)
                            .isFalse();
                }
                case NoCounterpart(String why) -> counts.merge("without counterpart: " + why, 1, Integer::sum);
            }
        }
        try (HostileStage stage = new HostileStage(Transport.best(), true)) {
            for (Map.Entry<Request, CorpusCase> one : different.entrySet()) {
                String fault = CorpusReading.fault(one.getKey());
                counts.merge(fault.isEmpty() ? "forwarded" : "refused", 1, Integer::sum);
                try {
                    play(stage, one.getKey(), fault.isEmpty());
                } catch (AssertionError | IOException failure) {
                    softly.fail(one.getValue().id() + " as " + one.getKey() + " " + fault, failure);
                }
            }
        }
        System.out.println(
                "third-party cases over HTTP/2: " + cases.size() + ", different " + different.size() + ", " + counts);
        softly.assertAll();
        // Of 420 that there were when this was written.
        assertThat(counts.get("translated")).isGreaterThanOrEqualTo(390);
        assertThat(counts.get("refused")).isGreaterThanOrEqualTo(330);
        assertThat(counts.get("forwarded")).isGreaterThanOrEqualTo(55);
    }

    private static void play(HostileStage stage, Request request, boolean good) throws IOException {
        HostileRow row = new HostileRow(
                request.toString(),
                List.of(request.path()),
                List.of(good ? new Accept(CorpusReading.request(request), Next.OPEN) : new Reject(400)));
        try (HostileConnection client = new HostileConnection(stage.gateway())) {
            client.send(bytes(request));
            HostileConnection.Stream answer = client.await(1);
            if (good) {
                assertThat(answer.status())
                        .as("status (reset: " + answer.reset() + ")")
                        .isEqualTo(200);
                assertThat(answer.echo()).isEqualTo(request.method() + " " + request.path());
            } else {
                assertThat(answer.echo()).as("an answer of the service").isEmpty();
                assertThat(answer.status())
                        .as("status (reset: " + answer.reset() + ")")
                        .isEqualTo(400);
            }
            // The connection is as good as before.
            String target = stage.fence();
            client.send(HostileFrames.get(3, target));
            assertThat(client.await(3).echo()).isEqualTo("GET " + target);
        } finally {
            stage.assertOthersAreServed();
            stage.assertSeen(row, 2, "2");
        }
    }

    private static String bytes(Request request) {
        List<String> fields = new ArrayList<>(List.of(
                ":method",
                request.method(),
                ":scheme",
                "http",
                ":authority",
                request.authority(),
                ":path",
                request.path()));
        fields.addAll(request.fields());
        byte[] block = Http2FrameWire.block(fields.toArray(String[]::new));
        boolean empty = request.content().isEmpty();
        String head = text(HostileFrames.frame(
                HostileFrames.HEADERS, HostileFrames.END_HEADERS | (empty ? HostileFrames.END_STREAM : 0), 1, block));
        String content = empty
                ? ""
                : text(HostileFrames.frame(
                        HostileFrames.DATA,
                        HostileFrames.END_STREAM,
                        1,
                        request.content().getBytes(StandardCharsets.ISO_8859_1)));
        return HostileFrames.PREFACE
                + text(HostileFrames.frame(HostileFrames.SETTINGS, 0, 0, new byte[0]))
                + head
                + content;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
