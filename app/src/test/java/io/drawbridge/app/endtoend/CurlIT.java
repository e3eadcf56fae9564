package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// curl, in every protocol that both speak.
class CurlIT {
    private static final int MANY = 5_000_000;

    @TempDir
    static Path shared;

    private static Edge edge;

    @TempDir
    Path folder;

    /// How curl is told to speak.
    enum Speech {
        HTTP_1("--http1.1", "1.1", false),
        HTTP_1_OVER_TLS("--http1.1", "1.1", true),
        HTTP_2_OVER_TLS("--http2", "2", true),
        HTTP_2_WITH_PRIOR_KNOWLEDGE("--http2-prior-knowledge", "2", false);

        private final String option;
        private final String version;
        private final boolean secure;

        Speech(String option, String version, boolean secure) {
            this.option = option;
            this.version = version;
            this.secure = secure;
        }

        URI url() {
            return secure ? edge.secure() : edge.plain();
        }
    }

    /// What one call of curl came to, by `%{…}`.
    ///
    /// @param body one character a byte
    /// @param said with `-v`, what it tells of the connection
    record Called(String version, int status, long uploaded, String body, String said) {
        String sha256() {
            return LongBody.sha256(body.getBytes(StandardCharsets.ISO_8859_1));
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        edge = Edge.start(shared);
        LongBody.write(shared.resolve("body"), MANY);
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
    void a_body_from_a_pipe_arrives_whole(Speech speech) throws IOException {
        Called called = curl(speech, "cat " + shared.resolve("body") + " |", "/public/pipe/told?" + speech, "-T", "-");

        assertThat(called.version()).isEqualTo(speech.version);
        assertThat(called.json().path("method").asString()).isEqualTo("PUT");
        assertThat(called.json().path("length").asInt()).isEqualTo(MANY);
        assertThat(called.json().path("sha256").asString()).isEqualTo(LongBody.sha256(LongBody.bytes(MANY)));
        assertThat(edge.service().asked("/public/pipe/told?" + speech))
                .singleElement()
                .satisfies(asked -> {
                    assertThat(asked.field("transfer-encoding")).isEqualTo("chunked");
                    assertThat(asked.fields()).doesNotContainKey("content-length");
                    assertThat(asked.field("x-forwarded-proto")).isEqualTo(speech.secure ? "https" : "http");
                });
    }

    @ParameterizedTest
    @EnumSource
    void a_body_of_known_length_and_the_fields_beside_it_arrive_as_they_were_sent(Speech speech) throws IOException {
        Called called = curl(
                speech,
                "",
                "/api/file/told?a=b%20c&" + speech,
                "--data-binary",
                "@" + shared.resolve("body"),
                "-H",
                Edge.bearer(),
                "-H",
                "Content-Type: application/vnd.example+json; charset=utf-8",
                "-H",
                "X-Custom: one, \"two\"");

        assertThat(called.version()).isEqualTo(speech.version);
        assertThat(called.json().path("length").asInt()).isEqualTo(MANY);
        assertThat(called.json().path("sha256").asString()).isEqualTo(LongBody.sha256(LongBody.bytes(MANY)));
        assertThat(edge.service().asked("/api/file/told?a=b%20c&" + speech))
                .singleElement()
                .satisfies(asked -> assertThat(asked.fields())
                        .containsEntry("content-length", String.valueOf(MANY))
                        .containsEntry("content-type", "application/vnd.example+json; charset=utf-8")
                        .containsEntry("x-custom", "one, \"two\"")
                        .containsEntry("host", speech.url().getAuthority())
                        .doesNotContainKeys("transfer-encoding", "authorization"));
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_arrives_whole_whether_its_length_is_known_or_not(Speech speech) throws IOException {
        for (String form : new String[] {"", "?chunked"}) {
            Called called = curl(speech, "", "/public/bytes/" + MANY + form);

            assertThat(called.version()).isEqualTo(speech.version);
            assertThat(called.status()).isEqualTo(200);
            assertThat(called.sha256()).isEqualTo(LongBody.sha256(LongBody.bytes(MANY)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_comes_while_the_body_is_still_sent(Speech speech) throws IOException {
        Called called = curl(speech, "cat " + shared.resolve("body") + " |", "/public/echo", "-T", "-");

        assertThat(called.status()).isEqualTo(200);
        assertThat(called.sha256()).isEqualTo(LongBody.sha256(LongBody.bytes(MANY)));
    }

    @ParameterizedTest
    @EnumSource
    void the_answer_to_head_has_the_length_and_no_body(Speech speech) throws IOException {
        Called called = curl(speech, "", "/public/bytes/12345", "-I");

        assertThat(called.status()).isEqualTo(200);
        assertThat(called.body())
                .containsIgnoringCase("\r\ncontent-length: 12345\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1", "HTTP_1_OVER_TLS"})
    void who_waits_for_100_is_told_to_go_on_and_the_body_arrives(Speech speech) throws IOException {
        // It would wait for an hour.
        Called called = expecting(speech, "/public/wait/told?" + speech);

        assertThat(called.said()).contains("HTTP/1.1 100 Continue", "HTTP/1.1 200 OK");
        assertThat(called.json().path("sha256").asString()).isEqualTo(LongBody.sha256(LongBody.bytes(MANY)));
        assertThat(edge.service().asked("/public/wait/told?" + speech)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void who_is_refused_while_it_waits_for_100_never_sends_the_body(Speech speech) throws IOException {
        Called called = expecting(speech, "/api/wait/told?" + speech);

        assertThat(called.status()).isEqualTo(401);
        assertThat(called.json().path("status").asInt()).isEqualTo(401);
        assertThat(called.said()).doesNotContain("100 Continue");
        assertThat(called.uploaded()).isLessThan(MANY);
        assertThat(edge.service().asked("/api/wait/told?" + speech)).isEmpty();
    }

    @Test
    void an_upgrade_to_http2_without_tls_is_not_made_and_does_not_reach_the_service() throws IOException {
        String script = "curl -sS --http2 -w '%{http_version}' -o /dev/null " + edge.plain() + "/public/upgrade/told";
        Program.Ran ran = Program.shell(folder, Map.of(), script).succeeds();

        assertThat(ran.out()).isEqualTo("1.1");
        assertThat(edge.service().asked("/public/upgrade/told"))
                .singleElement()
                .satisfies(asked -> assertThat(asked.fields()).doesNotContainKeys("upgrade", "http2-settings"));
    }

    /// curl 7.88 cannot use a connection of HTTP/2 with prior knowledge twice, with any server.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP_2_WITH_PRIOR_KNOWLEDGE")
    void many_requests_go_over_one_connection_and_each_gets_its_own_answer(Speech speech) throws IOException {
        int count = 200;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("url = \"" + speech.url() + "/public/many/" + i + "/told?" + speech + "\"");
            lines.add("output = \"answer-" + i + "\"");
        }
        Files.write(folder.resolve("requests"), lines);
        // Over HTTP/2 they are under way at the same time.
        String parallel = speech.equals(Speech.HTTP_2_OVER_TLS) ? " --parallel --parallel-max 50" : "";
        String script = command(speech) + parallel + " -w '%{num_connects} %{http_code}\\n' -K requests";
        Program.Ran ran = Program.shell(folder, Map.of(), script).succeeds();

        assertThat(ran.out().lines()).hasSize(count).allMatch(line -> line.endsWith(" 200"));
        assertThat(ran.out().lines().filter(line -> line.startsWith("1 "))).hasSize(1);
        for (int i = 0; i < count; i++) {
            JsonNode told = JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("answer-" + i)));
            assertThat(told.path("target").asString()).isEqualTo("/public/many/" + i + "/told?" + speech);
        }
        assertThat(edge.service().asked("/public/many/").stream()
                        .map(Asked::target)
                        .filter(target -> target.endsWith("?" + speech)))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count)
                        .mapToObj(i -> "/public/many/" + i + "/told?" + speech)
                        .toList());
    }

    private Called expecting(Speech speech, String target) throws IOException {
        return curl(
                speech,
                "",
                target,
                "-T",
                shared.resolve("body").toString(),
                "-v",
                "--expect100-timeout",
                "3600",
                "-H",
                "Expect: 100-continue");
    }

    private Called curl(Speech speech, String before, String target, String... options) throws IOException {
        StringBuilder line = new StringBuilder(before)
                .append(command(speech))
                .append(" -o body -w '%{http_version} %{http_code} %{size_upload}'");
        for (String option : options) {
            line.append(" '").append(option).append("'");
        }
        line.append(" '").append(speech.url()).append(target).append("'");
        Program.Ran ran = Program.shell(folder, Map.of(), line.toString()).succeeds();
        String[] words = ran.out().split(" ", -1);
        return new Called(
                words[0],
                Integer.parseInt(words[1]),
                Long.parseLong(words[2]),
                Files.readString(folder.resolve("body"), StandardCharsets.ISO_8859_1),
                ran.err());
    }

    private static String command(Speech speech) {
        return "curl -sS --max-time 80 --cacert " + edge.authority() + " " + speech.option;
    }
}
