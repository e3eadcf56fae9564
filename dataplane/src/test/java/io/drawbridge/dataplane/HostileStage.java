package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.HostileRecorder.Seen;
import io.drawbridge.dataplane.HostileRow.Accept;
import io.drawbridge.dataplane.HostileRow.Expected;
import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.exchange.Authenticator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A gateway before a recorder, on which rows are played one after the other.
final class HostileStage implements AutoCloseable {
    /// Beneath this the upstream may see that a request began.
    static final String SPOILT = "/spoilt";

    /// The upstream may see requests for this that have no body, whose client then sent one.
    static final String LATE = "/late";

    private static final String TOKEN = "said-by-the-gateway";

    private final HostileRecorder recorder;
    private final Gateway gateway;
    private int fences;

    /// @param clearTextHttp2 whether clients may begin with HTTP/2 without TLS
    HostileStage(Transport transport, boolean clearTextHttp2) throws IOException {
        recorder = new HostileRecorder();
        gateway = Gateway.on(transport)
                .routes(
                        Gateway.route(
                                "/get-only",
                                Set.of("GET", "HEAD"),
                                Gateway.forward(recorder.port()),
                                List.of(),
                                Authenticator.NONE,
                                List.of()),
                        Gateway.route("/**", Gateway.forward(recorder.port())))
                .identities((_, _) -> Optional.of(TOKEN))
                .settings(Gateway.settings().with(new DataplaneSettings.Http2(true, clearTextHttp2, 100)))
                .start();
    }

    Gateway gateway() {
        return gateway;
    }

    /// The next target that no row uses.
    String fence() {
        return "/fence?" + ++fences;
    }

    /// Another client, which nothing that was sent before may concern.
    void assertOthersAreServed() throws IOException {
        String target = fence();
        try (Wire other = Wire.to(gateway)) {
            Message answer = other.get(target);
            assertThat(answer.status()).as("of another client's request").isEqualTo(200);
            assertThat(answer.value(HostileRecorder.ECHO)).isEqualTo("GET " + target);
        }
    }

    /// What the upstream saw since this was asked the last time must be what the row accepts, and the fences.
    ///
    /// @param protocol as `Via` says it
    void assertSeen(HostileRow row, int fencesSent, String protocol) {
        List<Expected> expected = new ArrayList<>();
        row.verdicts().forEach(verdict -> {
            if (verdict instanceof Accept accept) {
                expected.add(accept.request());
            }
        });
        List<Seen> seen = new ArrayList<>(recorder.take());
        seen.removeIf(HostileStage::isAllowed);
        List<Seen> fencesSeen = new ArrayList<>(seen);
        fencesSeen.removeIf(one -> !(one instanceof Seen.Whole whole
                && whole.target().startsWith("/fence?")
                && whole.method().equals("GET")));
        assertThat(fencesSeen).as("good requests sent afterwards").hasSize(fencesSent);
        seen.removeAll(fencesSeen);
        assertThat(seen).as("requests that reached the upstream").hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(seen.get(i))
                    .isInstanceOfSatisfying(
                            Seen.Whole.class, new Comparison(expected.get(i), host(expected.get(i)), protocol));
        }
    }

    /// What may come at any time, because the row that caused it is answered before it has come.
    private static boolean isAllowed(Seen seen) {
        return switch (seen) {
            case Seen.Begun begun -> begun.target().startsWith(SPOILT);
            case Seen.Whole whole ->
                whole.target().equals(LATE)
                        && whole.body().isEmpty()
                        && whole.fields().contains("Content-Length: 0");
            case Seen.Odd _ -> false;
        };
    }

    private String host(Expected expected) {
        return expected.host().equals("upstream") ? "127.0.0.1:" + recorder.port() : expected.host();
    }

    private record Comparison(Expected expected, String host, String protocol)
            implements java.util.function.Consumer<Seen.Whole> {
        @Override
        public void accept(Seen.Whole whole) {
            assertThat(whole.method()).as("method").isEqualTo(expected.method());
            assertThat(whole.target()).as("target").isEqualTo(expected.target());
            List<String> fields = new ArrayList<>(expected.fields());
            List<String> trailers = new ArrayList<>();
            fields.removeIf(field -> field.startsWith("Trailer ") && trailers.add(field.substring(8)));
            fields.add("Host: " + host);
            fields.add("X-Forwarded-For: 127.0.0.1");
            fields.add("X-Forwarded-Host: " + host);
            fields.add("X-Forwarded-Proto: http");
            fields.add("Via: " + protocol + " drawbridge");
            fields.add("Drawbridge-Identity: " + TOKEN);
            assertThat(normal(whole.fields())).as("fields").containsExactlyInAnyOrderElementsOf(normal(fields));
            assertThat(whole.body()).as("body").isEqualTo(expected.body());
            assertThat(normal(whole.trailers())).as("trailers").containsExactlyElementsOf(normal(trailers));
        }

        /// Names in lower case, values without the space around them, because neither means anything.
        private static List<String> normal(List<String> fields) {
            return fields.stream()
                    .map(field -> {
                        int colon = field.indexOf(':');
                        return field.substring(0, colon).toLowerCase(Locale.ROOT) + ": "
                                + field.substring(colon + 1).strip();
                    })
                    .toList();
        }
    }

    /// Ends both; nothing may have come that no row asked for.
    void end() throws IOException {
        gateway.close();
        List<Seen> late = new ArrayList<>(recorder.take());
        late.removeIf(HostileStage::isAllowed);
        recorder.close();
        assertThat(late).as("seen after the last row").isEmpty();
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        recorder.close();
    }
}
