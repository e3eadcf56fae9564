package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `nghttp` and `h2load` of the nghttp2 project, whose HTTP/2 is not Netty's.
class NghttpIT {
    private static final int MANY = 3_000_000;

    @TempDir
    static Path folder;

    private static Edge edge;

    @BeforeAll
    static void start() throws IOException {
        // Its option --continuation sends fields of 20 KiB and more.
        edge = Edge.start(folder, "connection: { max_head: 64KiB }\n");
        LongBody.write(folder.resolve("body"), MANY);
        LongBody.write(folder.resolve("small"), 10_000);
    }

    @AfterAll
    static void stop() throws IOException {
        edge.close();
    }

    @BeforeEach
    void nghttp_is_there() {
        Installed.needs("nghttp", "nghttp2-client");
        Installed.needs("h2load", "nghttp2-client");
    }

    /// The windows are 2^w - 1 bytes, for a stream and for the connection.
    @ParameterizedTest
    @CsvSource({"secure, 16", "secure, 10", "secure, 30", "plain, 16", "plain, 10"})
    void an_answer_arrives_whole_through_windows_of_any_size(String listener, int bits) throws IOException {
        run("nghttp -w " + bits + " -W " + Math.max(bits, 16) + " " + url(listener) + "/public/bytes/" + MANY
                + " >answer");

        run("cmp answer body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --no-content-length", " --expect-continue", " --continuation", " --padding=200"})
    void a_body_arrives_whole_however_it_is_framed(String option) throws IOException {
        String target = "/public/body/told?with=" + option.strip();
        JsonNode told = JsonMapper.shared()
                .readTree(run("nghttp -d body" + option + " '" + edge.secure() + target + "'")
                        .out());

        assertThat(told.path("method").asString()).isEqualTo("POST");
        assertThat(told.path("length").asInt()).isEqualTo(MANY);
        assertThat(told.path("sha256").asString()).isEqualTo(LongBody.sha256(LongBody.bytes(MANY)));
        assertThat(edge.service().asked(target)).hasSize(1);
    }

    @Test
    void a_field_of_many_kilobytes_and_the_gateways_own_names_are_told_apart() throws IOException {
        String large = "v".repeat(12_000);
        JsonNode told = JsonMapper.shared()
                .readTree(run("nghttp --continuation -H 'x-large: " + large + "' -H 'x-forwarded-for: 192.0.2.1' "
                                + edge.secure() + "/public/fields/told")
                        .out());

        assertThat(told.path("fields").path("x-large").asString()).isEqualTo(large);
        assertThat(told.path("fields").path("x-forwarded-for").asString()).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "secure, '', 8, 10, HTTP/2",
        "plain, '', 8, 10, HTTP/2",
        "secure, --h1, 8, 1, HTTP/1.1",
        "plain, --h1, 8, 1, HTTP/1.1"
    })
    void every_one_of_thousands_of_requests_is_answered_and_reaches_the_service_once(
            String listener, String option, int connections, int streams, String version) throws IOException {
        int count = 3_000;
        String path = "/public/load" + option + listener;
        String load = "h2load " + option + " -c " + connections + " -m " + streams + " -n " + count;
        String got = run(load + " " + url(listener) + path + "/bytes/1234").out();
        String posted =
                run(load + " -d small " + url(listener) + path + "/told").out();

        assertThat(got).contains(succeeded(count), count + " 2xx, 0 3xx, 0 4xx, 0 5xx");
        assertThat(got).contains("(" + 1_234 * count + ") data");
        assertThat(posted).contains(succeeded(count), count + " 2xx, 0 3xx, 0 4xx, 0 5xx");
        assertThat(edge.service().asked(path + "/bytes/1234")).hasSize(count);
        String hash = LongBody.sha256(LongBody.bytes(10_000));
        assertThat(edge.service().asked(path + "/told"))
                .hasSize(count)
                .allMatch(asked -> asked.length() == 10_000 && asked.sha256().equals(hash));
        assertThat(edge.logged(path, 2 * count)).hasSize(2 * count).allMatch(line -> line.contains(" " + version));
    }

    private static String succeeded(int count) {
        return "requests: " + count + " total, " + count + " started, " + count + " done, " + count
                + " succeeded, 0 failed, 0 errored, 0 timeout";
    }

    private static String url(String listener) {
        return (listener.equals("secure") ? edge.secure() : edge.plain()).toString();
    }

    private static Program.Ran run(String line) throws IOException {
        return Program.shell(folder, Map.of(), line).succeeds();
    }
}
