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
import io.drawbridge.dataplane.HostileRow.Scope;
import io.drawbridge.dataplane.HostileRow.Spoilt;
import io.drawbridge.dataplane.HostileRow.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// As [HostileHttp1Test], over HTTP/2 with prior knowledge. A verdict is that of the stream in the same place;
/// where the connection stays open, a good request on it must be answered as itself.
class HostileHttp2Test {
    private static final List<String> TABLES = List.of("pseudo.txt", "fields.txt", "frames.txt");

    private final HostileStages stages = new HostileStages(true);

    private static List<HostileRow> rows() throws IOException {
        return HostileTable.readAll("http2/", TABLES);
    }

    @Test
    void the_tables_are_large_and_no_row_stands_twice() throws IOException {
        List<HostileRow> rows = rows();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(60);
        assertThat(rows.stream().map(HostileRow::name)).doesNotHaveDuplicates();
        assertThat(rows.stream().map(HostileRow::lines)).doesNotHaveDuplicates();
    }

    @TestFactory
    List<DynamicTest> hostile_frames_get_their_verdict_and_disturb_nobody() throws IOException {
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
        HostileFrames script = HostileFrames.of(row.lines());
        int length = script.sent().length();
        HostileStage stage = stages.current();
        try {
            play(stage, row, script, length);
            play(stage, row, script, length > 1_000 ? 97 : 1);
        } catch (AssertionError | IOException failure) {
            stages.giveUp();
            throw new AssertionError(row.name() + "\n" + String.join("\n", row.lines()), failure);
        }
    }

    private static void play(HostileStage stage, HostileRow row, HostileFrames script, int piece) throws IOException {
        int fences = 1;
        List<Integer> streams = script.streams();
        try (HostileConnection client = new HostileConnection(stage.gateway())) {
            send(client, script.sent(), piece);
            boolean open = true;
            for (int i = 0; i < row.verdicts().size(); i++) {
                Verdict verdict = row.verdicts().get(i);
                open &= check(client, i < streams.size() ? streams.get(i) : 0, verdict) == Next.OPEN;
            }
            if (open) {
                String target = stage.fence();
                fences++;
                int next = streams.stream().mapToInt(id -> id).max().orElse(-1) + 2;
                client.send(HostileFrames.get(next, target));
                HostileConnection.Stream answer = client.await(next);
                assertThat(answer.status()).as("of a good request behind it").isEqualTo(200);
                assertThat(answer.echo()).isEqualTo("GET " + target);
            }
        }
        stage.assertOthersAreServed();
        stage.assertSeen(row, fences, "2");
    }

    private static void send(HostileConnection client, String bytes, int piece) {
        try {
            for (int at = 0; at < bytes.length(); at += piece) {
                client.send(bytes.substring(at, Math.min(bytes.length(), at + piece)));
            }
        } catch (IOException closed) {
            // The connection ended before everything was sent.
        }
    }

    /// Whether the connection goes on.
    private static Next check(HostileConnection client, int stream, Verdict verdict) throws IOException {
        switch (verdict) {
            case Accept accept -> {
                HostileConnection.Stream answer = client.await(stream);
                assertThat(answer.status()).as("status").isEqualTo(200);
                assertThat(answer.echo())
                        .isEqualTo(accept.request().method() + " "
                                + accept.request().target());
                assertThat(answer.reset()).as("reset").isEmpty();
            }
            case Answer answered -> assertAnswered(client.await(stream), answered.status());
            case Reject reject -> assertAnswered(client.await(stream), reject.status());
            case Spoilt spoilt -> assertAnswered(client.await(stream), spoilt.status());
            case Broken(Scope scope, String error)
            when scope == Scope.STREAM -> {
                HostileConnection.Stream answer = client.await(stream);
                assertThat(answer.status()).as("status").isZero();
                assertThat(answer.reset()).as("reset").isEqualTo(error);
            }
            case Broken(Scope _, String error) -> {
                assertThat(client.awaitEnd()).as("the connection's error").isEqualTo(error);
                return Next.CLOSED;
            }
            case Close _ -> {
                return Next.CLOSED;
            }
            case Late late -> {
                HostileConnection.Stream answer = client.await(stream);
                assertThat(answer.status()).as("status").isIn(late.status(), 200);
                assertThat(answer.echo()).isIn("", "POST " + HostileStage.LATE);
            }
            case Nothing _ -> {
                // It may have been answered before it was given up.
            }
        }
        return Next.OPEN;
    }

    private static void assertAnswered(HostileConnection.Stream answer, int status) {
        assertThat(answer.status()).as("status (reset: " + answer.reset() + ")").isEqualTo(status);
        assertThat(answer.echo()).as("an answer of the upstream").isEmpty();
    }
}
