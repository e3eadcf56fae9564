package io.drawbridge.telemetry.log;

import static io.drawbridge.telemetry.AnExchange.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.telemetry.AnExchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever clients send, they write no line, no field and no event of their own.
class HostileTextTest {
    private static final Pattern SECURITY = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO|WARN|ERROR) SECURITY_EVENT [A-Z]+(_[A-Z]+)*"
                    + "( [a-z_]+=[!-~]+)* [0-9a-f.:]+");
    private static final Pattern ACCESS = Pattern.compile(
            "[0-9a-f.:]+ - [!-~]+ \\[[^]]+] \"[!-~]+ [!-~]+ [!-~]+\" \\d{3} \\d+ \"[ -~&&[^\"]]*\" \"[ -~&&[^\"]]*\" \\d+\\.\\d{3}");
    private static final Pattern LEVELS = Pattern.compile("INFO|WARN|ERROR");
    private static final Pattern NAMES =
            Pattern.compile("CRITICAL|SUSPICIOUS|SECURITY_EVENT|IP_BLOCKED|CREDENTIAL_ACCESS|ERROR|"
                    + String.join(
                            "|",
                            Stream.of(EventName.values()).map(EventName::name).toList()));

    /// Where a client can put a text.
    enum Place {
        PATH,
        QUERY,
        AGENT,
        REFERER,
        METHOD,
        VERSION,
        SUBJECT,
        CLAIMED,
        CAUSE
    }

    @TempDir
    Path temporary;

    static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                "-",
                "a\nb",
                "a\r\nb",
                "a\u0000b",
                "a\u000bb\u000cc",
                "a\u0085b\u2028c\u2029d",
                "\u001b[31mred\u001b[0m",
                "\u202eevil\u202c \u2066x\u2069 \u200b \ufeff",
                "a b  c\td",
                "\"quoted\" 'too' `and` so",
                "back\\slash\\\" \\x22 \\u0022",
                "key=value policy=none status=200 127.0.0.1",
                "% %0a %0d%0a %zz %25",
                "[28/Jul/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 0 \"-\" \"-\" 0.000",
                "\n2026-07-28T10:00:00.000Z WARN SECURITY_EVENT ACCESS_DENIED id=1 10.0.0.1",
                "ACCESS_DENIED",
                "xACCESS_DENIEDx",
                "SECURITY_EVENTSECURITY_EVENT",
                "AAUTH_FAILED_IP_BLOCKED",
                "CRITICAL SUSPICIOUS ERROR WARN INFO",
                "CRITICALCRITICAL/SUSPICIOUS?CREDENTIAL_ACCESS",
                "_____ERROR_____",
                "ERR\u0000OR \u0415RROR ERROR",
                "caf\u00e9 \u00c3\u00a9 \u4f60\u597d \ud83d\ude00",
                "\ud83d lone \ude00 surrogates \ud83d",
                "10.0.0.1",
                "x 10.0.0.1\n",
                "</script><script>alert(1)</script>",
                "${jndi:ldap://127.0.0.1/a}",
                "a".repeat(20_000),
                "\n".repeat(20_000),
                "\ud83d\ude00".repeat(9_000),
                "ACCESS_DENIED".repeat(1_500),
                "\"".repeat(9_000)));
        Random random = new Random(42);
        String alphabet = "AECDRS_INT \n\r\"\\%=\t\u2028\u202eé\u0000/?&;#";
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(random.nextInt(12) == 0 ? "ERROR" : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            texts.add(text.toString());
        }
        return texts;
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void no_text_breaks_a_line_of_words(Place place) {
        LogFolder logs = new LogFolder(temporary.resolve(place.name()));
        List<String> texts = texts();
        logs.written(out -> texts.forEach(text -> out.record(event(place, text))));
        assertThat(logs.security()).hasSize(texts.size()).allSatisfy(line -> {
            assertThat(line).matches(SECURITY).hasSizeLessThan(6_000).endsWith(" 127.0.0.9");
            String[] fields = line.split(" ", -1);
            String afterName = String.join(" ", List.of(fields).subList(4, fields.length));
            assertThat(fields[3]).isEqualTo("ACCESS_DENIED");
            assertThat(NAMES.matcher(afterName).find()).as(line).isFalse();
            assertThat(LEVELS.matcher(afterName).find()).as(line).isFalse();
            assertThat(Stream.of(fields).filter(field -> field.startsWith("policy=")))
                    .containsExactly("policy=ownership");
        });
        assertThat(logs.access()).hasSize(texts.size()).allSatisfy(line -> {
            assertThat(line).matches(ACCESS).hasSizeLessThan(6_000);
            String[] fields = line.split(" ", -1);
            assertThat(fields[8]).isEqualTo("403");
            assertThat(fields[fields.length - 1]).isEqualTo("0.003");
            assertThat(NAMES.matcher(line).find()).as(line).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void no_text_breaks_a_line_of_json(Place place) {
        LogFolder logs = new LogFolder(temporary.resolve(place.name()));
        List<String> texts = texts();
        logs.written(
                LogSettings.in(logs.folder()).as(LogSettings.Form.JSON),
                out -> texts.forEach(text -> out.record(event(place, text))));
        JsonMapper json = JsonMapper.builder().build();
        assertThat(logs.security()).hasSize(texts.size()).allSatisfy(line -> {
            JsonNode object = json.readTree(line);
            assertThat(object.required("event.action").stringValue()).isEqualTo("ACCESS_DENIED");
            assertThat(object.required("source.ip").stringValue()).isEqualTo("127.0.0.9");
            assertThat(NAMES.matcher(line.replace("\"event.action\":\"ACCESS_DENIED\"", "")
                                    .replace("\"log.level\":\"WARN\"", ""))
                            .find())
                    .as(line)
                    .isFalse();
        });
        assertThat(logs.access()).hasSize(texts.size()).allSatisfy(line -> {
            JsonNode object = json.readTree(line);
            assertThat(object.required("http.response.status_code").intValue()).isEqualTo(403);
            assertThat(NAMES.matcher(line).find()).as(line).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource(LogSettings.Form.class)
    void a_notice_is_one_line_whatever_it_holds(LogSettings.Form form) {
        LogFolder logs = new LogFolder(temporary);
        List<String> texts = texts();
        logs.written(
                LogSettings.in(temporary).as(form),
                out -> texts.forEach(text -> out.record(new Notice(
                        EventName.AUTH_FAILED,
                        AnExchange.NOON,
                        Map.of("user", text),
                        Optional.of(new ClientAddress("127.0.0.9", "127.0.0.9"))))));
        assertThat(logs.security()).hasSize(texts.size()).allSatisfy(line -> {
            assertThat(line).hasSizeLessThan(6_000);
            switch (form) {
                case TEXT ->
                    assertThat(line).matches(SECURITY).containsPattern(" AUTH_FAILED user=[^ ]+ 127\\.0\\.0\\.9$");
                case JSON ->
                    assertThat(JsonMapper.builder()
                                    .build()
                                    .readTree(line)
                                    .required("labels")
                                    .size())
                            .isEqualTo(1);
            }
        });
    }

    private static Event event(Place place, String text) {
        AnExchange exchange = AnExchange.plain()
                .denied(
                        OWNERSHIP,
                        Mode.ENFORCE,
                        new Reason(EventName.ACCESS_DENIED, "other-user", "named " + text),
                        403);
        return switch (place) {
            case PATH -> exchange.path("/" + text).made();
            case QUERY -> exchange.query(text).made();
            case AGENT -> exchange.agent(text).made();
            case REFERER -> exchange.referer(text).made();
            case METHOD -> exchange.method(text).made();
            case VERSION -> exchange.version(text).made();
            case SUBJECT -> exchange.by(text.isEmpty() ? "x" : text).made();
            case CLAIMED -> exchange.claiming(text).made();
            case CAUSE -> exchange.cause(text).made();
        };
    }
}
