package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecificationDiffTest {
    private static final String BEFORE = """
            version: 1
            upstreams:
              api: http://127.0.0.1:8001
              other: http://127.0.0.1:8002
            tokens: { issuer: https://a.example.com }
            header_presets:
              page: { X-Frame-Options: DENY }
            policies:
              origin: { mode: monitor }
            routes:
              - { name: a, path: "/a/{id}", upstream: api, authentication: required, methods: [GET, PUT], roles: [x, y] }
              - { name: b, path: /b, upstream: other, public: true }
            """;

    @Test
    void a_specification_is_equal_to_itself_read_again_and_nothing_has_changed() {
        assertThat(read(BEFORE)).isEqualTo(read(BEFORE)).hasSameHashCodeAs(read(BEFORE));
        assertThat(changes(BEFORE, BEFORE)).isEmpty();
        assertThat(SpecificationDiff.between(read(BEFORE), read(BEFORE)).isEmpty())
                .isTrue();
    }

    @Test
    void the_order_of_the_file_says_nothing() {
        String reordered = """
                version: 1
                routes:
                  - { name: b, public: true, upstream: other, path: /b }
                  - { roles: [y, x], methods: [PUT, GET], name: a, path: "/a/{id}", upstream: api, authentication: required }
                policies:
                  origin: { mode: monitor }
                tokens: { issuer: https://a.example.com }
                header_presets:
                  page: { X-Frame-Options: DENY }
                upstreams:
                  other: http://127.0.0.1:8002
                  api: http://127.0.0.1:8001
                """;

        assertThat(read(reordered)).isEqualTo(read(BEFORE));
        assertThat(changes(BEFORE, reordered)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version: 1                 | version: 1\\nlisten: 0.0.0.0:80  | listen changed from 127.0.0.1:8080 to 0.0.0.0:80
            version: 1                 | version: 1\\ndrain: 90s          | drain changed from 30s to 90s
            version: 1                 | version: 1\\naccounts: { enabled: true } | accounts: enabled changed from false to true
            127.0.0.1:8001             | 127.0.0.1:9001                 | upstream api: url changed from http://127.0.0.1:8001 to http://127.0.0.1:9001
            issuer: https://a.example.com | audience: x                 | tokens: issuer was removed; it was https://a.example.com
            DENY }                     | DENY, X-A: b }                 | header preset page: X-A was set to b
            mode: monitor }            | mode: warn }                   | policy origin: mode changed from monitor (from the file) to warn (from the file)
            origin: { mode: monitor }  | origin: { mode: enforce, share: 5%, rest: off } | policy origin: mode changed from monitor (from the file) to enforce for 5%, off for the rest (from the file)
            [GET, PUT]                 | [GET]                          | route a: methods changed from GET, PUT to GET
            , methods: [GET, PUT]      |                                | route a: methods changed from GET, PUT to all
            roles: [x, y]              | roles: [x]                     | route a: roles changed from x, y to x
            roles: [x, y]              | roles: [x, y], limit: none     | route a: limit changed from api to none
            roles: [x, y]              | roles: [x, y], headers: page   | route a: headers changed from default to page
            roles: [x, y]              | roles: [x, y], critical: true  | route a: critical changed from false to true
            roles: [x, y]              | roles: [x, y], ownership: path:id | route a: ownership was set to path:id
            roles: [x, y]              | roles: [x, y], modes: { origin: warn } | route a: mode of origin was set to warn (from the file)
            other, public: true        | other, authentication: required | route b: authentication changed from none (public) to required
            /a/{id}                    | /a/{number}                    | route a: path changed from /a/{id} to /a/{number}
            """)
    void a_change_is_told_in_plain_words(String old, String replacement, String change) {
        String after = BEFORE.replace(old, replacement == null ? "" : replacement.replace("\\n", "\n"));
        assertThat(after).isNotEqualTo(BEFORE);

        assertThat(changes(BEFORE, after)).contains(change);
        assertThat(read(after)).isNotEqualTo(read(BEFORE));
    }

    @Test
    void what_is_added_is_told_whole_and_what_is_removed_by_name() {
        String after = BEFORE.replace("  - { name: b, path: /b, upstream: other, public: true }\n", "")
                .replace("  other: http://127.0.0.1:8002\n", "");

        assertThat(changes(BEFORE, after)).containsExactly("upstream other was removed", "route b was removed");
        assertThat(changes(after, BEFORE))
                .containsExactly(
                        "upstream other was added: url http://127.0.0.1:8002, connect_timeout 2s, response_timeout 30s,"
                                + " idle_timeout 4s, protocol http1, max_connections 512, forward_authorization false",
                        "route b was added: path /b, methods all, upstream other, authentication none (public), limit"
                                + " api, headers default, critical false, websocket false, max_body 10MiB");
    }

    @Test
    void an_origin_that_changes_is_a_change_though_the_mode_stays() {
        String after = BEFORE.replace("  origin: { mode: monitor }", "  legacy-auth: { mode: monitor }");

        assertThat(changes(BEFORE, after))
                .containsExactly(
                        "policy legacy-auth: mode changed from monitor (by default) to monitor (from the file)",
                        "policy origin: mode changed from monitor (from the file) to enforce (by default)");
    }

    @Test
    void the_environment_is_part_of_the_difference() {
        assertThat(SpecificationDiff.between(read(BEFORE), read(BEFORE, Map.of("ENVIRONMENT", "production")))
                        .changes())
                .containsExactly("environment changed from development to production");
    }

    /// Every setting that takes free text takes it from a variable here.
    private static final String FROM_OUTSIDE = """
            version: 1
            data: ${DATA}
            upstreams: { api: "${URL}", other: { url: "http://${HOST}:80" } }
            tokens: { issuer: "${ISSUER}", audience: "${AUDIENCE}", roles_claim: "${CLAIM}" }
            cors: { origins: ["${CORS_ORIGIN}"], methods: ["${METHOD}"], headers: ["${HEADER}"], expose: ["${EXPOSE}"] }
            header_presets: { page: { X-Page: "${PAGE}" } }
            policies:
              ownership: { exempt_roles: ["${EXEMPT}"] }
              legacy-auth: { detect: { query: "${QUERY}", header: "${FIELD}" }, migration_guide: "${GUIDE}" }
            routes:
              - name: a
                path: /a
                upstream: api
                authentication: required
                methods: ${ROUTE_METHOD}
                roles: ${ROLE}
                ownership: ${OWNER}
            """;

    private static Map<String, String> outside(String marker) {
        Map<String, String> variables = new HashMap<>();
        List.of(
                        "DATA",
                        "ISSUER",
                        "AUDIENCE",
                        "CLAIM",
                        "HEADER",
                        "EXPOSE",
                        "PAGE",
                        "EXEMPT",
                        "QUERY",
                        "FIELD",
                        "ROLE",
                        "HOST")
                .forEach(name -> variables.put(name, name.toLowerCase(java.util.Locale.ROOT) + "-" + marker));
        variables.put("URL", "http://url-" + marker);
        variables.put("CORS_ORIGIN", "https://origin-" + marker);
        variables.put("METHOD", "M-" + marker.toUpperCase(java.util.Locale.ROOT));
        variables.put("ROUTE_METHOD", "R-" + marker.toUpperCase(java.util.Locale.ROOT));
        variables.put("GUIDE", "https://guide-" + marker + "/x");
        variables.put("OWNER", "query:owner-" + marker);
        return variables;
    }

    @Test
    void a_value_from_outside_the_file_is_never_shown() {
        Specification before = read(FROM_OUTSIDE, outside("hidden1"));
        Specification after = read(FROM_OUTSIDE, outside("hidden2"));
        Specification minimal = read("""
                version: 1
                upstreams: { api: "http://127.0.0.1:1" }
                routes: [{ path: /z, public: true }]
                """);

        List<String> changes =
                new ArrayList<>(SpecificationDiff.between(before, after).changes());
        assertThat(changes)
                .hasSize(outside("x").size())
                .allSatisfy(change -> assertThat(change)
                        .endsWith(" changed; its value comes from outside the file and is not shown"));

        changes.addAll(SpecificationDiff.between(minimal, before).changes());
        changes.addAll(SpecificationDiff.between(before, minimal).changes());
        assertThat(String.join("\n", changes).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("hidden");
        assertThat(before.toString()).doesNotContain("hidden");
        assertThat(SpecificationFacts.of(before)).isEqualTo(SpecificationFacts.of(after));
        assertThat(SpecificationFacts.of(before).toString().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("hidden");
    }

    @Test
    void settings_are_all_facts_but_the_stances() {
        Specification specification = read(BEFORE.replace("roles: [x, y]", "modes: { origin: warn }"));

        assertThat(SpecificationFacts.settings(specification))
                .containsEntry("listen (from the next start on)", "127.0.0.1:8080")
                .containsEntry("upstream api: url", "http://127.0.0.1:8001")
                .containsEntry("policy legacy-auth: query", "user_id")
                .containsEntry("route a: path", "/a/{id}")
                .allSatisfy((name, _) -> assertThat(name).doesNotContain(": mode"));
        assertThat(SpecificationFacts.of(specification).toString()).contains("mode of origin=warn", "mode=monitor");
    }

    @Test
    void a_default_that_stands_in_the_file_is_shown() {
        String file = BEFORE.replace("http://127.0.0.1:8001", "${API_URL:-http://127.0.0.1:8001}");

        assertThat(changes(BEFORE, file)).isEmpty();
        assertThat(SpecificationDiff.between(read(BEFORE), read(file, Map.of("API_URL", "http://10.0.0.1:80")))
                        .changes())
                .containsExactly("upstream api: url changed from http://127.0.0.1:8001 to a value from outside the file"
                        + " (not shown)");
    }

    private static List<String> changes(String before, String after) {
        return SpecificationDiff.between(read(before), read(after)).changes();
    }

    private static Specification read(String text) {
        return read(text, Map.of());
    }

    private static Specification read(String text, Map<String, String> environment) {
        ReadOutcome outcome = ConfigurationReader.read("x.yaml", text, environment);
        assertThat(outcome).as("%s", outcome).isInstanceOf(ReadOutcome.Accepted.class);
        return ((ReadOutcome.Accepted) outcome).specification();
    }
}
