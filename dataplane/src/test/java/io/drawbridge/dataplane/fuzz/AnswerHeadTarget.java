package io.drawbridge.dataplane.fuzz;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.ResponseParser;
import io.drawbridge.domain.exchange.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Heads of answers: what is accepted is in the model, and says the same when it is written plainly and read
/// again.
public final class AnswerHeadTarget {
    private static final ResponseParser PARSER = new ResponseParser(HeadLimits.DEFAULT);

    private AnswerHeadTarget() {}

    /// Called by Jazzer.
    public static void fuzzerTestOneInput(byte[] data) {
        int end = HeadEnd.of(data);
        byte[] head = end < 0 ? data : Arrays.copyOf(data, end);
        check(head, "GET");
        check(head, "HEAD");
    }

    private static void check(byte[] head, String method) {
        ParsedResponse answer;
        try {
            answer = PARSER.parse(head.clone(), method);
        } catch (MalformedMessage malformed) {
            return;
        }
        StrictModel.Answer meant = StrictModel.answer(new String(head, StandardCharsets.ISO_8859_1))
                .orElseThrow(() -> new AssertionError("accepted, and the model does not know it"));
        same("status", answer.status(), meant.status());
        same("reason", answer.reason(), meant.reason());
        same("fields", fields(answer.fields()), meant.fields());
        boolean bodiless = method.equals("HEAD")
                || meant.status() < 200
                || List.of(204, 304).contains(meant.status());
        if (bodiless) {
            same("framing", answer.framing(), Framing.NONE);
        }
        if (answer.framing().equals(Framing.UNTIL_CLOSE)) {
            same("kept alive", answer.keepAlive(), false);
        }
        checkWrittenAgain(answer, method);
    }

    private static List<StrictModel.Field> fields(Fields fields) {
        List<StrictModel.Field> all = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            all.add(new StrictModel.Field(fields.name(i).toLowerCase(Locale.ROOT), fields.value(i)));
        }
        return all;
    }

    private static void checkWrittenAgain(ParsedResponse answer, String method) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status());
        head.append(' ').append(answer.reason()).append("\r\n");
        for (int i = 0; i < answer.fields().count(); i++) {
            head.append(answer.fields().name(i)).append(": ");
            head.append(answer.fields().value(i)).append("\r\n");
        }
        byte[] written = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        if (written.length > HeadLimits.DEFAULT.bytes()) {
            return;
        }
        ParsedResponse again;
        try {
            again = PARSER.parse(written, method);
        } catch (MalformedMessage malformed) {
            throw new AssertionError("written again it is malformed: " + malformed.why(), malformed);
        }
        same("status, again", again.status(), answer.status());
        same("reason, again", again.reason(), answer.reason());
        same("fields, again", fields(again.fields()), fields(answer.fields()));
        same("framing, again", again.framing(), answer.framing());
        same("connection, again", again.connection(), answer.connection());
    }

    private static void same(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new AssertionError(what + ": " + actual + " is not " + expected);
        }
    }
}
