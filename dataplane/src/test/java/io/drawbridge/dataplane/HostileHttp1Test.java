package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.HostileRow.Accept;
import io.drawbridge.dataplane.HostileRow.Answer;
import io.drawbridge.dataplane.HostileRow.Broken;
import io.drawbridge.dataplane.HostileRow.Close;
import io.drawbridge.dataplane.HostileRow.Late;
import io.drawbridge.dataplane.HostileRow.Next;
import io.drawbridge.dataplane.HostileRow.Nothing;
import io.drawbridge.dataplane.HostileRow.Reject;
import io.drawbridge.dataplane.HostileRow.Spoilt;
import io.drawbridge.dataplane.HostileRow.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every hostile request of the tables, over a real connection through a real data plane: once in one piece,
/// once in the smallest ones. Afterwards a good request on the same connection, where it stays open, and one on
/// another must be answered as themselves.
class HostileHttp1Test {
    private static final List<String> TABLES =
            List.of("framing.txt", "chunks.txt", "syntax.txt", "hosts.txt", "paths.txt", "fields.txt", "identity.txt");

    private final HostileStages stages = new HostileStages(false);

    private static List<HostileRow> rows() throws IOException {
        return HostileTable.readAll("http1/", TABLES);
    }

    @Test
    void the_tables_are_large_and_no_row_stands_twice() throws IOException {
        List<HostileRow> rows = rows();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(300);
        assertThat(rows.stream().map(HostileRow::name)).doesNotHaveDuplicates();
        assertThat(rows.stream().map(HostileRow::lines)).doesNotHaveDuplicates();
    }

    @TestFactory
    List<DynamicTest> a_hostile_request_gets_its_verdict_and_disturbs_nobody() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (HostileRow row : rows()) {
            tests.add(DynamicTest.dynamicTest(row.name(), () -> play(row)));
        }
        tests.add(DynamicTest.dynamicTest(
                "nothing came afterwards", () -> stages.current().end()));
        return tests;
    }

    @AfterEach
    void close() throws IOException {
        stages.close();
    }

    private void play(HostileRow row) throws IOException {
        String bytes = row.lines().stream().map(HostileTable::ended).collect(Collectors.joining());
        HostileStage stage = stages.current();
        try {
            play(stage, row, bytes, bytes.length());
            play(stage, row, bytes, bytes.length() > 1_000 ? 97 : 1);
        } catch (AssertionError | IOException failure) {
            stages.giveUp();
            throw new AssertionError(row.name() + "\n" + shown(bytes), failure);
        }
    }

    private static String shown(String bytes) {
        return bytes.replace("\r", "\\r").replace("\n", "\\n\n");
    }

    private static void play(HostileStage stage, HostileRow row, String bytes, int piece) throws IOException {
        int fences = 1;
        try (Wire client = Wire.to(stage.gateway())) {
            send(client, bytes, piece);
            for (Verdict verdict : row.verdicts()) {
                check(client, verdict);
            }
            if (row.staysOpen()) {
                String target = stage.fence();
                fences++;
                Message answer = client.get(target);
                assertThat(answer.status()).as("of a good request behind it").isEqualTo(200);
                assertThat(answer.value(HostileRecorder.ECHO)).isEqualTo("GET " + target);
            } else {
                assertThat(client.isClosed()).as("closed").isTrue();
            }
        }
        stage.assertOthersAreServed();
        stage.assertSeen(row, fences, bytes.contains(" HTTP/1.0\r\n") ? "1.0" : "1.1");
    }

    private static void send(Wire client, String bytes, int piece) {
        try {
            for (int at = 0; at < bytes.length(); at += piece) {
                client.send(bytes.substring(at, Math.min(bytes.length(), at + piece)));
            }
        } catch (IOException closed) {
            // It was refused before it was whole: the answer says as what.
        }
    }

    private static void check(Wire client, Verdict verdict) throws IOException {
        switch (verdict) {
            case Accept accept -> {
                Message answer = answer(client, accept.request().method());
                assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                assertThat(answer.value(HostileRecorder.ECHO))
                        .isEqualTo(accept.request().method() + " "
                                + accept.request().target());
                assertConnection(answer, accept.next());
            }
            case Answer answered -> {
                Message answer = answer(client, "GET");
                assertThat(answer.status()).as(answer.toString()).isEqualTo(answered.status());
                assertThat(answer.has(HostileRecorder.ECHO))
                        .as("an answer of the upstream")
                        .isFalse();
                assertConnection(answer, answered.next());
            }
            case Reject reject -> assertRefused(client, reject.status());
            case Spoilt spoilt -> assertRefused(client, spoilt.status());
            case Close _ -> client.finish();
            case Broken _, Late _, Nothing _ -> throw new AssertionError(verdict + " is a verdict of HTTP/2");
        }
    }

    private static Message answer(Wire client, String method) throws IOException {
        Message answer = method.equals("HEAD") ? client.head() : client.receive();
        while (answer.status() == 100) {
            answer = method.equals("HEAD") ? client.head() : client.receive();
        }
        return answer;
    }

    private static void assertRefused(Wire client, int status) throws IOException {
        Message answer = answer(client, "GET");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertConnection(answer, Next.CLOSED);
        assertThat(answer.value("content-type")).isEqualTo("application/problem+json");
    }

    private static void assertConnection(Message answer, Next next) {
        boolean closing = answer.values("connection").contains("close");
        assertThat(closing).as("says that it closes: " + answer).isEqualTo(next == Next.CLOSED);
    }
}
