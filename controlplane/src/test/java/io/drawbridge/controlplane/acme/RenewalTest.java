package io.drawbridge.controlplane.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.certificates.TestCertificates;
import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final Deque<ServerCertificate> authority = new ArrayDeque<>();
    private final List<ServerCertificate> used = new ArrayList<>();
    private Instant now = START;
    private int orders;

    @Test
    void the_first_certificate_is_ordered_at_once_kept_and_used() throws Exception {
        ServerCertificate issued = certificate("a.example.com");
        authority.add(issued);
        Renewal renewal = renewal("a.example.com");

        renewal.look();

        assertThat(used).containsExactly(issued);
        Path kept = folder.resolve("acme/certificate.pem");
        assertThat(Files.getPosixFilePermissions(kept))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        renewal.look();
        assertThat(orders).isEqualTo(1);
    }

    @Test
    void a_kept_certificate_is_used_after_a_restart_without_an_order() throws Exception {
        ServerCertificate issued = certificate("a.example.com");
        authority.add(issued);
        renewal("a.example.com").look();
        used.clear();

        Renewal restarted = renewal("a.example.com");
        restarted.look();

        assertThat(used).containsExactly(issued);
        assertThat(orders).isEqualTo(1);
    }

    @Test
    void a_new_one_is_due_when_a_third_of_the_life_is_left() throws Exception {
        // Of 90 days one is over: the last third begins after 59 more.
        authority.add(certificate("a.example.com"));
        Renewal renewal = renewal("a.example.com");
        renewal.look();

        assertThat(renewal.isDue(START.plus(Duration.ofDays(59)).minusSeconds(1))).isFalse();
        assertThat(renewal.isDue(START.plus(Duration.ofDays(59)))).isTrue();

        now = START.plus(Duration.ofDays(59));
        ServerCertificate next = certificate("a.example.com");
        authority.add(next);
        renewal.look();
        assertThat(used.getLast()).isEqualTo(next);
    }

    @Test
    void a_new_one_is_due_when_other_names_are_wanted() throws Exception {
        authority.add(certificate("a.example.com"));
        renewal("a.example.com").look();

        assertThat(renewal("a.example.com", "b.example.com").isDue(START)).isTrue();
    }

    @Test
    void after_each_failure_it_waits_twice_as_long_and_half_a_day_at_the_most() throws Exception {
        Renewal renewal = renewal("a.example.com");
        renewal.look();
        List<Long> minutes = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            Instant failed = now;
            int before = orders;
            while (orders == before) {
                now = now.plus(Duration.ofMinutes(1));
                renewal.look();
            }
            minutes.add(Duration.between(failed, now).toMinutes());
        }

        assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 720L, 720L);
    }

    @Test
    void a_restart_does_not_forget_to_wait() throws Exception {
        renewal("a.example.com").look();
        renewal("a.example.com").look();
        assertThat(orders).isEqualTo(1);

        now = START.plus(Duration.ofMinutes(1));
        renewal("a.example.com").look();
        assertThat(orders).isEqualTo(2);
        now = now.plus(Duration.ofMinutes(1));
        renewal("a.example.com").look();
        assertThat(orders).isEqualTo(2);
    }

    @Test
    void a_success_ends_the_waiting() throws Exception {
        Renewal renewal = renewal("a.example.com");
        renewal.look();
        authority.add(certificate("a.example.com"));
        now = START.plus(Duration.ofMinutes(1));
        renewal.look();

        assertThat(used).hasSize(1);
        assertThat(folder.resolve("acme/retry.txt")).doesNotExist();
    }

    @Test
    void a_failed_renewal_leaves_the_old_certificate_in_use() throws Exception {
        ServerCertificate old = certificate("a.example.com");
        authority.add(old);
        Renewal renewal = renewal("a.example.com");
        renewal.look();
        now = START.plus(Duration.ofDays(60));
        renewal.look();

        assertThat(orders).isEqualTo(2);
        assertThat(used).containsExactly(old);
        assertThat(new AcmeFolder(folder.resolve("acme")).certificate(now)).contains(old);
    }

    @Test
    void an_account_keeps_its_key_and_nobody_else_may_read_it() throws Exception {
        KeyPair made = new AcmeFolder(folder.resolve("acme")).accountKey();

        KeyPair kept = new AcmeFolder(folder.resolve("acme")).accountKey();

        assertThat(kept.getPublic()).isEqualTo(made.getPublic());
        assertThat(Files.getPosixFilePermissions(folder.resolve("acme/account-key.pem")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    private Renewal renewal(String... domains) throws IOException {
        return new Renewal(
                List.of(domains),
                _ -> {
                    orders++;
                    if (authority.isEmpty()) {
                        throw new IssuanceFailure("the authority is away");
                    }
                    return authority.remove();
                },
                new AcmeFolder(folder.resolve("acme")),
                () -> now,
                used::add);
    }

    private ServerCertificate certificate(String... names) {
        return TestCertificates.at(now).names(names).make();
    }
}
