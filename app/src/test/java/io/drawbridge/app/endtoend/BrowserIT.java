package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Chromium, with a page of one website that is allowed to use the gateway and one of another that is not.
class BrowserIT {
    private static final Path PAGE = NodeClients.SOURCES.resolve("page.html");

    @TempDir
    Path folder;

    @BeforeEach
    void chromium_is_there() {
        Installed.needs("chromium", "chromium");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_page_of_an_allowed_origin_changes_reads_listens_and_talks(boolean secure) throws IOException {
        try (Website website = Website.start(PAGE);
                Edge edge = Edge.start(folder, "cors: { origins: [\"" + website.origin() + "\"] }\n")) {
            JsonNode saw = visit(website, edge, secure);

            JsonNode change = saw.path("change");
            assertThat(change.path("status").asInt()).as("%s", saw).isEqualTo(200);
            assertThat(change.path("told").path("method").asString()).isEqualTo("PUT");
            assertThat(change.path("told").path("sha256").asString())
                    .isEqualTo(LongBody.sha256("{\"text\":\"grün\"}".getBytes(StandardCharsets.UTF_8)));
            // The preflight was answered by the gateway.
            assertThat(edge.service().asked("/api/page/told")).singleElement().satisfies(asked -> {
                assertThat(asked.method()).isEqualTo("PUT");
                assertThat(asked.field("origin")).isEqualTo(website.origin());
                assertThat(asked.field("drawbridge-identity")).isNotEmpty();
            });
            assertThat(edge.logged("/api/page/told", 2))
                    .anyMatch(line -> line.contains("\"OPTIONS /api/page/told HTTP/" + (secure ? "2" : "1.1")));
            assertThat(saw.path("read").path("status").asInt()).isEqualTo(200);

            assertThat(texts(saw.path("events").path("heard")))
                    .containsExactly(
                            "1: event 1", "2: event 2", "3: event 3", "4: event 4", "5: event 5", "6: event 6");
            assertThat(saw.path("events").path("opened").asInt()).isEqualTo(3);
            assertThat(edge.service().asked("/public/events"))
                    .extracting(asked -> asked.field("last-event-id"))
                    .containsExactly("", "3", "5");

            assertThat(texts(saw.path("socket").path("heard"))).containsExactly("grün 🌉", "the bytes");
            assertThat(saw.path("socket").path("code").asInt()).isEqualTo(4001);
            assertThat(saw.path("socket").path("reason").asString()).isEqualTo("enough");
            assertThat(saw.path("socket").path("wasClean").asBoolean()).isTrue();
        }
    }

    @Test
    void a_page_of_another_origin_gets_nothing() throws IOException {
        try (Website allowed = Website.start(PAGE);
                Website foreign = Website.start(PAGE);
                Edge edge = Edge.start(folder, "cors: { origins: [\"" + allowed.origin() + "\"] }\n")) {
            JsonNode saw = visit(foreign, edge, true);

            assertThat(saw.path("change").path("failure").asString())
                    .as("%s", saw)
                    .isEqualTo("TypeError");
            assertThat(edge.service().asked("/api/page/told")).isEmpty();
            assertThat(edge.logged("/api/page/told", 1))
                    .singleElement()
                    .asString()
                    .contains("\"OPTIONS ", " 403 ");

            // Reading asks the service, and the browser keeps the answer from the page.
            assertThat(saw.path("read").path("failure").asString()).isEqualTo("TypeError");
            assertThat(edge.service().asked("/public/page/told"))
                    .singleElement()
                    .satisfies(asked -> assertThat(asked.field("origin")).isEqualTo(foreign.origin()));
            assertThat(texts(saw.path("events").path("heard"))).isEmpty();
            assertThat(saw.path("events").path("opened").asInt()).isZero();

            assertThat(texts(saw.path("socket").path("heard"))).isEmpty();
            assertThat(saw.path("socket").path("code").asInt()).isEqualTo(1006);
            assertThat(edge.service().asked("/public/socket")).isEmpty();
            assertThat(edge.logged("/public/socket", 1))
                    .singleElement()
                    .asString()
                    .contains(" 403 ");
        }
    }

    /// What the website's page says that it saw.
    private JsonNode visit(Website website, Edge edge, boolean secure) throws IOException {
        Path profile = Files.createDirectories(folder.resolve("browser"));
        String page = website.page(
                (secure ? edge.secure() : edge.plain()).toString(),
                Edge.bearer().substring("Authorization: Bearer ".length()));
        String line = String.join(
                " ",
                "exec chromium --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run",
                // Nothing is asked of anybody but this machine.
                "--disable-background-networking --disable-component-update --disable-sync --no-pings",
                "'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'",
                "--user-data-dir=" + profile,
                "--ignore-certificate-errors-spki-list=" + edge.keyHash(),
                "--remote-debugging-port=0",
                "'" + page + "'");
        try (Program _ = Program.bash(folder, Map.of("HOME", profile.toString()), line)) {
            return website.result();
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asString()));
        return texts;
    }
}
