package io.drawbridge.telemetry;

import static io.drawbridge.telemetry.AnExchange.LEGACY;
import static io.drawbridge.telemetry.AnExchange.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.storage.Database;
import io.drawbridge.telemetry.log.LogSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of the FossaWork deployment guide, as printed there, on logs that Telemetry wrote. (`tail -f`
/// never ends, so it gives way to `cat`.)
class GuideCommandsTest {
    private static final String FORGED =
            "x\n2026-01-01T00:00:00.000Z ERROR SECURITY_EVENT ACCESS_DENIED AUTH_FAILED SECURITY_MIGRATION CRITICAL SUSPICIOUS"
                    + " IP_BLOCKED CREDENTIAL_ACCESS 10.6.6.6\n";

    @TempDir
    Path folder;

    @BeforeEach
    void traffic() throws IOException {
        try (Database database = Database.open(folder.resolve("gateway.db"));
                Telemetry telemetry = Telemetry.start(
                        database,
                        "node-1",
                        LogSettings.in(folder.resolve("logs")),
                        _ -> Set.of(LEGACY),
                        InstantSource.fixed(NOON))) {
            EventSink.Recorder loop = telemetry.recorder();
            for (int i = 0; i < 10; i++) {
                loop.record(AnExchange.plain().by("user1").from("127.0.0.2").made());
            }
            for (int i = 0; i < 4; i++) {
                loop.record(AnExchange.plain()
                        .claiming("old")
                        .from("127.0.0.3")
                        .method("POST")
                        .observedByLegacyAuth()
                        .made());
            }
            for (int i = 0; i < 3; i++) {
                loop.record(AnExchange.plain()
                        .by("user1")
                        .from("127.0.0.2")
                        .query("user_id=user2")
                        .refusedByOwnership()
                        .made());
            }
            for (int i = 0; i < 2; i++) {
                loop.record(AnExchange.plain()
                        .from("127.0.0.4")
                        .denied(
                                new PolicyName("authentication"),
                                Mode.ENFORCE,
                                EventName.AUTH_FAILED,
                                "no-credential",
                                401)
                        .made());
            }
            telemetry.record(new Notice(
                    EventName.AUTH_FAILED,
                    NOON,
                    Map.of("user", FORGED),
                    Optional.of(new ClientAddress("127.0.0.4", "127.0.0.4"))));
            loop.record(AnExchange.plain().from("127.0.0.5").status(502).made());
            loop.record(AnExchange.unreadable().from("127.0.0.6").made());
            loop.record(AnExchange.plain()
                    .from("127.0.0.7")
                    .claiming(FORGED)
                    .path("/" + FORGED)
                    .query(FORGED)
                    .agent(FORGED)
                    .referer(FORGED)
                    .observedByLegacyAuth()
                    .made());
        }
    }

    @Test
    void legacy_use_is_seen_in_the_security_log() throws Exception {
        assertThat(run("tail -f logs/security.log | grep \"SECURITY_MIGRATION\""))
                .hasSize(5);
    }

    @Test
    void refusals_are_counted_in_the_access_log() throws Exception {
        assertThat(run("grep -c \"401\\|403\" logs/access.log")).containsExactly("5");
    }

    @Test
    void denials_and_failures_are_counted_in_the_security_log() throws Exception {
        assertThat(run("grep \"ACCESS_DENIED\" logs/security.log | wc -l")).containsExactly("3");
        assertThat(run("grep \"AUTH_FAILED\" logs/security.log | wc -l")).containsExactly("3");
    }

    @Test
    void violations_are_counted_by_address() throws Exception {
        assertThat(run("""
                        grep "SECURITY_EVENT" logs/security.log | \\
                          awk '{print $NF}' | sort | uniq -c | sort -rn"""))
                .extracting(String::strip)
                .containsExactlyInAnyOrder("4 127.0.0.3", "3 127.0.0.4", "3 127.0.0.2", "1 127.0.0.7", "1 127.0.0.6");
    }

    @Test
    void the_average_response_time_comes_out_of_the_last_field() throws Exception {
        assertThat(run("""
                        grep "GET\\|POST" logs/access.log | \\
                          awk '{sum+=$NF; count++} END {print sum/count}'""")).containsExactly("0.003");
    }

    @Test
    void errors_are_counted_by_status() throws Exception {
        // Lines of other statuses may be among them, because of their sizes; each status counts for itself.
        List<String> counts = run("""
                grep -E "4[0-9]{2}|5[0-9]{2}" logs/access.log | \\
                  awk '{print $9}' | sort | uniq -c""");
        assertThat(counts)
                .extracting(String::strip)
                .contains("1 400", "2 401", "3 403", "1 502")
                .allMatch(line -> line.matches("\\d+ \\d{3}"));
    }

    @Test
    void text_from_clients_is_no_attack_no_block_and_no_access() throws Exception {
        assertThat(run("tail -f logs/security.log | grep -E \"CRITICAL|SUSPICIOUS\""))
                .isEmpty();
        assertThat(run("grep \"IP_BLOCKED\" logs/security.log | tail -20")).isEmpty();
        assertThat(run("grep \"CREDENTIAL_ACCESS\" logs/security.log | grep $ATTACKER_IP"))
                .isEmpty();
    }

    @Test
    void everything_of_one_address_is_found() throws Exception {
        run("grep $ATTACKER_IP logs/*.log > attack_analysis.txt");
        List<String> found = run("cat attack_analysis.txt");
        assertThat(found).hasSize(5);
        assertThat(found)
                .filteredOn(line -> line.startsWith("logs/access.log:"))
                .hasSize(2);
        assertThat(found)
                .filteredOn(line -> line.startsWith("logs/security.log:"))
                .hasSize(3);
    }

    private List<String> run(String command) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", command.replace("tail -f ", "cat "))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("ATTACKER_IP", "127.0.0.4");
        shell.environment().put("LC_ALL", "C");
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        process.waitFor();
        return output.lines().toList();
    }
}
