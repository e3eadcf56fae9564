package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BlocksTest {
    private static final String BLOCK = """
            {"network": "192.0.2.0/24", "origin": "manual", "reason": "scanner", "author": "admin",
             "placed_at": "2026-07-02T10:15:30Z", "ends_at": "2026-07-03T10:15:30Z"}""";
    private static final String STEP = """
            {"dry_run": %s, "block": %s, "affected": {"clients_total": 1, "requests": 4310, "clients": [
               {"client": "subject:anna", "address": "192.0.2.7", "user_agent": "FossaSync/1.4",
                "last_seen": "2026-07-02T10:15:30Z", "requests": 4310}]},
             "warnings": ["192.0.2.200 is on the allow-list and is not blocked by this"]}""";

    private final FakeAdmin admin = new FakeAdmin()
            .answers("POST /v1/blocks", 201, "application/json", STEP.formatted("false", BLOCK))
            .answers("POST /v1/blocks?dryRun=true", STEP.formatted("true", BLOCK))
            .answers("DELETE /v1/blocks?network=192.0.2.0%2F24", "{\"dry_run\": false, \"block\": " + BLOCK + "}")
            .answers(
                    "POST /v1/blocks/import",
                    201,
                    "application/json",
                    "{\"dry_run\": false, \"networks\": 3, \"warnings\": [\"0.0.0.0/0 is everybody\"]}");

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void a_block_is_placed_at_once_and_says_who_was_seen_there() {
        Shell.Outcome outcome = Shell.at(admin).run("block", "192.0.2.0/24", "--reason", "scanner", "--for", "24h");

        Golden.matches("block", outcome.transcript());
        sent("{\"network\": \"192.0.2.0/24\", \"reason\": \"scanner\", \"for\": \"24h\"}");
    }

    @Test
    void a_dry_run_changes_nothing() {
        Golden.matches(
                "block-dry-run",
                Shell.at(admin).run("block", "192.0.2.0/24", "--dry-run").transcript());
        assertThat(admin.calls()).containsExactly("POST /v1/blocks?dryRun=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "192.0.2.1/24", "192.0.2.0/33", ""})
    void what_is_no_network_is_not_sent(String network) {
        Shell.Outcome outcome = Shell.at(admin).run("block", network);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("NETWORK: ");
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void a_block_is_lifted() {
        Shell.Outcome outcome = Shell.at(admin).run("unblock", "192.0.2.0/24");

        assertThat(outcome.out()).isEqualTo("Unblocked 192.0.2.0/24.\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void a_block_that_is_not_there_cannot_be_lifted() {
        admin.refuses("DELETE /v1/blocks?network=192.0.2.7", 404, """
                {"type": "about:blank", "title": "There is no such block", "status": 404, "code": "block-unknown",
                 "detail": "192.0.2.7 is not blocked as such.", "remediation": "It lies in 192.0.2.0/24: lift that."}""");

        Shell.Outcome outcome = Shell.at(admin).run("unblock", "192.0.2.7");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("not blocked as such").contains("192.0.2.0/24");
    }

    @Test
    void blocks_are_listed() {
        admin.answers("GET /v1/blocks?limit=100", """
                {"total": 1200, "allowed": ["198.51.100.7"], "blocks": [%s,
                 {"network": "2001:db8:1:2::/64", "origin": "automatic", "reason": "more than 5", "author": "brute-force",
                  "placed_at": "2026-07-02T10:15:30Z", "ends_at": "2026-07-02T14:15:30Z", "offence": 3},
                 {"network": "203.0.113.0/24", "origin": "imported", "reason": "", "author": "admin",
                  "placed_at": "2026-07-02T10:15:30Z", "ends_at": null}], "next": "203.0.113.0/24"}""".formatted(BLOCK));

        Golden.matches("blocks-list", Shell.at(admin).run("blocks", "list").transcript());
    }

    @Test
    void filters_are_passed_on() {
        admin.answers(
                "GET /v1/blocks?limit=5&address=192.0.2.7&origin=manual&after=10.0.0.0%2F8",
                "{\"total\": 0, \"allowed\": [], \"blocks\": [], \"next\": null}");

        Shell.Outcome outcome = Shell.at(admin)
                .run(
                        "blocks",
                        "list",
                        "--limit",
                        "5",
                        "--address",
                        "192.0.2.7",
                        "--origin",
                        "manual",
                        "--after",
                        "10.0.0.0/8");

        assertThat(outcome.out()).isEqualTo("No such block holds.\n0 blocks in all.\n");
    }

    @Test
    void an_export_is_printed_as_it_comes() {
        admin.answers("GET /v1/blocks/export?format=plain", 200, "text/plain; charset=utf-8", "192.0.2.7\n");

        assertThat(Shell.at(admin).run("blocks", "export").out()).isEqualTo("192.0.2.7\n");
        assertThat(Shell.at(admin).run("blocks", "export", "--format", "ipset").exitCode())
                .isEqualTo(2);
    }

    @Test
    void a_plain_list_is_imported() throws IOException {
        Shell.Outcome outcome = Shell.at(admin)
                .run(
                        "blocks",
                        "import",
                        file("# bad\n192.0.2.7 ; a comment\n\n  2001:db8::/32\t# more\n192.0.2.7\n10.0.0.0-10.0.0.2\n"),
                        "--for",
                        "7d");

        assertThat(outcome.out()).isEqualTo("Warning: 0.0.0.0/0 is everybody.\nBlocked 4 networks.\n");
        sent("{\"reason\": \"\", \"for\": \"7d\","
                + " \"networks\": [\"192.0.2.7\", \"2001:db8::/32\", \"10.0.0.0/31\", \"10.0.0.2\"]}");
    }

    @Test
    void an_nftables_ruleset_is_imported_without_its_allow_list() {
        Shell.Outcome outcome = Shell.at(admin).input("""
                        table inet drawbridge {
                            set allowed_ipv4 {
                                type ipv4_addr
                                elements = { 198.51.100.7 }
                            }
                            set blocked_ipv4 {
                                type ipv4_addr
                                flags interval, timeout
                                elements = { 192.0.2.0/24 timeout 3600s expires 59m, 203.0.113.7 comment "a, b",
                                             10.0.0.0-10.0.0.255 }
                            }
                            set blocked_ipv6 {
                                elements = { 2001:db8::/32 }
                            }
                        }
                        """).run("blocks", "import", "-");

        assertThat(outcome.exitCode()).isZero();
        sent("{\"reason\": \"\", \"for\": \"24h\","
                + " \"networks\": [\"192.0.2.0/24\", \"203.0.113.7\", \"10.0.0.0/24\", \"2001:db8::/32\"]}");
    }

    @Test
    void with_one_wrong_line_nothing_is_imported() throws IOException {
        Shell.Outcome outcome = Shell.at(admin).run("blocks", "import", file("192.0.2.7\n192.0.2.9/24\nodd\n"));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("line 2").contains("192.0.2.0/24").contains("line 3");
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void a_long_list_goes_in_parts() throws IOException {
        String list = IntStream.range(0, 2_500)
                .mapToObj(i -> "10.1." + i / 256 + "." + i % 256)
                .collect(Collectors.joining("\n"));

        Shell.Outcome outcome = Shell.at(admin).run("blocks", "import", file(list));

        assertThat(outcome.out()).contains("Blocked 2,500 networks.");
        assertThat(admin.calls()).hasSize(3);
    }

    @Test
    void an_empty_list_and_a_missing_file_are_told() throws IOException {
        assertThat(Shell.at(admin).run("blocks", "import", file("# nothing\n")).exitCode())
                .isEqualTo(2);
        assertThat(Shell.at(admin)
                        .run("blocks", "import", folder.resolve("none").toString())
                        .err())
                .contains("There is no file");
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("list.txt"), text).toString();
    }

    private void sent(String json) {
        JsonMapper mapper = JsonMapper.shared();
        assertThat(mapper.readTree(admin.asked().getLast().body())).isEqualTo(mapper.readTree(json));
    }
}
