package io.drawbridge.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.RequestParser;
import io.drawbridge.dataplane.listener.PlainReading.Field;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Many damaged heads. Each is refused, or means to the upstream what it meant to the gateway.
class RequestHeadFuzzTest {
    private static final int HEADS = 240_000;
    private static final RequestParser PARSER = new RequestParser(HeadLimits.DEFAULT);
    private static final Upstream UPSTREAM = new Upstream(
            "service", "127.0.0.1", 9, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, false);
    private static final Pattern NESTED = Pattern.compile("%25[0-9A-Fa-f]{2}");
    private static final ClientAddress CLIENT = new ClientAddress("10.9.8.7", "10.9.8.7");
    private static final List<String> SEEDS = List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /api/v1/work-orders/7?user_id=1&x=%41 HTTP/1.1\r\nHost: a:8080\r\nAccept: */*\r\nUser-Agent: t\r\n\r\n",
            "POST /a/b/ HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n",
            "PUT /%C3%BC/%41%7e HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: chunked\r\nConnection: x-drop\r\nX-Drop: 1\r\n\r\n",
            "GET http://a/b?c HTTP/1.1\r\nHost: a:80\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n",
            "HEAD /a,v=1/b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "DELETE /x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x.y.z\r\nX-Forwarded-For: 1.2.3.4\r\nX_User_Id: 1\r\n\r\n",
            "PATCH /x%20y HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 12\r\nX:  a\tb  \r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\nAccess-Control-Request-Method: GET\r\n\r\n");
    /// How the gateway says that its client takes trailers, and itself too.
    private static final List<Field> TAKES_TRAILERS =
            List.of(new Field("te", "trailers"), new Field("connection", "TE"));
    private static final Set<String> OURS = Set.of(
            "host",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "via",
            "content-length",
            "transfer-encoding",
            "te",
            "connection");

    @Test
    void a_damaged_head_is_refused_or_means_the_same_to_the_upstream() {
        Mutation mutation = new Mutation(20250729);
        int accepted = 0;
        for (int i = 0; i < HEADS; i++) {
            String head = mutation.of(SEEDS.get(i % SEEDS.size()));
            if (isAccepted(head)) {
                accepted++;
            }
        }
        assertThat(accepted).as("enough survive to make a test").isBetween(HEADS / 20, HEADS / 2);
    }

    @Test
    void every_seed_is_accepted() {
        SEEDS.forEach(seed -> assertThat(isAccepted(seed)).as(seed).isTrue());
    }

    private static boolean isAccepted(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        ParsedRequest request;
        try {
            request = PARSER.parse(bytes.clone());
        } catch (MalformedMessage malformed) {
            return false;
        } catch (RuntimeException bug) {
            throw new AssertionError("thrown for " + head, bug);
        }
        try {
            check(head, request, written(request));
        } catch (AssertionError | RuntimeException | MalformedMessage different) {
            throw new AssertionError("forwarded as " + written(request) + "\nfor " + head, different);
        }
        return true;
    }

    private static String written(ParsedRequest request) {
        ByteBuf out = Unpooled.buffer();
        RequestWriter.write(
                out,
                request,
                Identity.ANONYMOUS,
                CLIENT,
                Scheme.HTTP,
                UPSTREAM,
                UpstreamIdentity.NONE,
                WebSocketHandshake.NONE);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static void check(String head, ParsedRequest request, String forwarded) throws MalformedMessage {
        PlainReading received = PlainReading.of(head);
        PlainReading sent = PlainReading.of(forwarded);
        String target = request.head().target().text();
        same("request line", sent.words(), List.of(request.head().method(), target, "HTTP/1.1"));
        same("method", received.words().getFirst(), request.head().method());
        checkPath(request.head().target().path());
        String host = request.head().authority().isEmpty()
                ? "127.0.0.1:9"
                : request.head().authority();
        same("host", sent.all("host"), List.of(host));
        same("forwarded host", sent.all("x-forwarded-host"), List.of(host));
        same("forwarded for", sent.all("x-forwarded-for"), List.of("10.9.8.7"));
        same("forwarded protocol", sent.all("x-forwarded-proto"), List.of("http"));
        checkFraming(request.framing(), sent);
        boolean taken = received.has("te") && Trailers.isTakenBy(request);
        same("trailers taken", sent.fields().containsAll(TAKES_TRAILERS), taken);
        same("fields", theirs(sent), toBePassed(received, request));
        ParsedRequest again = PARSER.parse(forwarded.getBytes(StandardCharsets.ISO_8859_1));
        same(
                "what was routed and what is forwarded",
                again.head().target(),
                request.head().target());
        same("framing", again.framing(), request.framing());
    }

    /// As AssertJ's, but quick enough for a million times.
    private static void same(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new AssertionError(what + ": " + actual + " is not " + expected);
        }
    }

    private static void checkPath(String path) {
        URI uri = URI.create("http://h" + path);
        same("dot segments", uri.normalize().getRawPath(), path);
        String decoded = uri.getPath();
        same("segments", segments(decoded), segments(path));
        for (String trick : List.of("//", "/./", "/../", "\\")) {
            same(trick + " in " + decoded, decoded.contains(trick), false);
        }
        same("control characters", decoded.chars().anyMatch(c -> c < ' ' || c == 0x7f), false);
        same("encoding within an encoding", NESTED.matcher(path).find(), false);
    }

    private static long segments(String path) {
        return path.chars().filter(c -> c == '/').count();
    }

    private static void checkFraming(Framing framing, PlainReading sent) {
        List<String> lengths = sent.all("content-length");
        switch (framing) {
            case Framing.Chunked _ -> same("length", lengths, List.of());
            case Framing.Length length -> same("length", lengths, List.of(Long.toString(length.bytes())));
            case Framing.None _ -> same("length", lengths.isEmpty() || lengths.equals(List.of("0")), true);
            case Framing.UntilClose _ -> throw new AssertionError("a request never ends with its connection");
        }
        List<String> encodings = framing instanceof Framing.Chunked ? List.of("chunked") : List.of();
        same("transfer encoding", sent.all("transfer-encoding"), encodings);
    }

    /// Without what the gateway itself wrote; a client's `Via` is passed on beside its own.
    private static List<Field> theirs(PlainReading sent) {
        List<Field> theirs = new ArrayList<>(sent.fields());
        theirs.removeIf(field -> OURS.contains(field.name())
                && (!field.name().equals("via") || field.value().matches("1\\.[01] drawbridge")));
        theirs.removeAll(TAKES_TRAILERS);
        return theirs;
    }

    /// The fields of the request that concern the upstream.
    private static List<Field> toBePassed(PlainReading received, ParsedRequest request) {
        List<Field> passed = new ArrayList<>();
        Set<String> named = request.connection().named();
        for (Field field : received.fields()) {
            byte[] name = field.name().getBytes(StandardCharsets.US_ASCII);
            boolean isPassed = switch (FieldKind.of(name, 0, name.length)) {
                case PLAIN -> !named.contains(field.name());
                case EXPECT -> request.expectsContinue() && !request.framing().equals(Framing.NONE);
                case OWN, IDENTITY, CREDENTIAL -> false;
            };
            if (isPassed) {
                passed.add(field);
            }
        }
        return passed;
    }
}
