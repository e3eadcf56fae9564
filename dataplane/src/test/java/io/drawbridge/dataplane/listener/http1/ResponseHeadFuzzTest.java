package io.drawbridge.dataplane.listener.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.ResponseParser;
import io.drawbridge.dataplane.listener.Additions;
import io.drawbridge.dataplane.listener.DateField;
import io.drawbridge.dataplane.listener.Mutation;
import io.drawbridge.dataplane.listener.PlainReading;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many damaged answers. Each is refused, or can be read in one way only when it is passed on.
class ResponseHeadFuzzTest {
    private static final int HEADS = 120_000;
    private static final ResponseParser PARSER = new ResponseParser(HeadLimits.DEFAULT);
    private static final Additions ADDITIONS =
            Additions.only(FieldBlock.of(new HeaderField("X-Frame-Options", "DENY")));
    private static final List<String> SEEDS = List.of(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nServer: x\r\nX-Powered-By: y\r\n\r\n",
            "HTTP/1.0 302 Found\r\nLocation: /a\r\nConnection: keep-alive, x-drop\r\nX-Drop: 1\r\n\r\n",
            "HTTP/1.1 204 No Content\r\nX-Frame-Options: ALLOW\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n\r\n",
            "HTTP/1.1 304\r\nContent-Length: 12\r\nETag: \"x\"\r\nDate: now\r\n\r\n",
            "HTTP/1.1 503 \r\nRetry-After: 1\r\nKeep-Alive: timeout=5\r\n\r\n");

    @Test
    void a_damaged_answer_is_refused_or_can_be_read_in_one_way_only() {
        Mutation mutation = new Mutation(20250730);
        DateField date = new DateField(InstantSource.fixed(Instant.EPOCH));
        int accepted = 0;
        for (int i = 0; i < HEADS; i++) {
            String head = mutation.of(SEEDS.get(i % SEEDS.size()));
            String method = mutation.choose(4) == 0 ? "HEAD" : "GET";
            accepted += isAccepted(head, method, date) ? 1 : 0;
        }
        assertThat(accepted).as("enough survive to make a test").isBetween(HEADS / 20, HEADS / 2);
    }

    private static boolean isAccepted(String head, String method, DateField date) {
        ParsedResponse response;
        try {
            response = PARSER.parse(head.getBytes(StandardCharsets.ISO_8859_1), method);
        } catch (MalformedMessage malformed) {
            return false;
        } catch (RuntimeException bug) {
            throw new AssertionError("thrown for " + head, bug);
        }
        if (response.isInterim()) {
            ByteBuf out = Unpooled.buffer();
            ResponseWriter.interim(out, response);
            PlainReading sent = PlainReading.of(out.toString(StandardCharsets.ISO_8859_1));
            assertThat(sent.has("content-length") || sent.has("transfer-encoding") || sent.has("connection"))
                    .isFalse();
            return true;
        }
        boolean toHead = method.equals("HEAD");
        Framing framing = response.framing() instanceof Framing.UntilClose ? Framing.CHUNKED : response.framing();
        ByteBuf out = Unpooled.buffer();
        ResponseWriter.write(out, response, framing, toHead, ADDITIONS, ResponseWriter.Onward.KEEP, date);
        String written = out.toString(StandardCharsets.ISO_8859_1);
        try {
            check(response, framing, toHead, PlainReading.of(head), PlainReading.of(written));
        } catch (AssertionError | RuntimeException different) {
            throw new AssertionError("passed on as " + written + "\nfor " + head, different);
        }
        return true;
    }

    private static void check(
            ParsedResponse response, Framing framing, boolean toHead, PlainReading received, PlainReading sent) {
        assertThat(sent.words().get(0)).isEqualTo("HTTP/1.1");
        assertThat(sent.words().get(1))
                .isEqualTo(Integer.toString(response.status()))
                .isEqualTo(received.words().get(1));
        assertThat(sent.all("x-frame-options")).containsExactly("DENY");
        assertThat(sent.all("date")).hasSizeGreaterThan(0);
        for (String hop : List.of("server", "x-powered-by", "keep-alive", "connection", "te", "trailer", "upgrade")) {
            assertThat(sent.has(hop)).as(hop).isFalse();
        }
        assertThat(sent.fields().stream().filter(field -> field.name().startsWith("drawbridge")))
                .isEmpty();
        boolean bodiless = toHead || response.status() == 204 || response.status() == 304;
        switch (framing) {
            case Framing.Chunked _ -> {
                assertThat(sent.all("transfer-encoding")).containsExactly("chunked");
                assertThat(sent.has("content-length")).isFalse();
            }
            case Framing.Length length -> {
                assertThat(sent.all("content-length")).containsExactly(Long.toString(length.bytes()));
                assertThat(sent.has("transfer-encoding")).isFalse();
            }
            case Framing.None _ -> {
                assertThat(sent.has("transfer-encoding")).isFalse();
                if (!bodiless) {
                    assertThat(sent.all("content-length")).containsExactly("0");
                } else if (response.status() == 204) {
                    assertThat(sent.has("content-length")).isFalse();
                } else {
                    assertThat(sent.all("content-length"))
                            .as("what another request would get")
                            .isEqualTo(received.all("content-length"));
                }
            }
            case Framing.UntilClose _ -> throw new AssertionError("this client takes chunks");
        }
        assertThat(sent.all("set-cookie")).isEqualTo(received.all("set-cookie"));
    }
}
